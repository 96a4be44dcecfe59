import { getThemeById } from '@grafana/data';
import { config, getAppEvents, ThemeChangedEvent } from '@grafana/runtime';
import { rememberTheme, type ThemeName } from '../identity';
import { createStore } from './store';

export const theme = createStore(config.theme2);

function markBody(): void {
  const { isLight } = config.theme2;
  document.body.classList.toggle('theme-light', isLight);
  document.body.classList.toggle('theme-dark', !isLight);
}
markBody();

/** Changes the theme of the whole page at once and tells plugins, as Grafana does. */
export function changeTheme(name: ThemeName): void {
  const next = getThemeById(name);
  config.theme2 = next;
  config.theme = next.v1;
  config.bootData.user.lightTheme = next.isLight;
  config.bootData.user.theme = name;
  rememberTheme(name, window.sessionStorage);
  markBody();
  theme.set(next);
  getAppEvents().publish(new ThemeChangedEvent(next));
}
