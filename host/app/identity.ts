import { asLogin, cookieLogin, DEFAULT_LOGIN, type Login } from '../people';

const LOGIN_KEY = 'demo.login';
const THEME_KEY = 'demo.theme';

export type ThemeName = 'dark' | 'light';

const asTheme = (value: unknown): ThemeName | null => (value === 'dark' || value === 'light' ? value : null);

/** Where a tab keeps its choices: they outlive a reload and are not shared with other tabs. */
export type TabStore = Pick<Storage, 'getItem' | 'setItem'>;

/** Who this tab is: `?user=` in the address, else the tab's earlier choice, else who signed in here, else the editor. */
export function chooseLogin(search: string, store: TabStore, cookies: string): Login {
  const asked = asLogin(new URLSearchParams(search).get('user'));
  const login = asked ?? asLogin(store.getItem(LOGIN_KEY)) ?? cookieLogin(cookies) ?? DEFAULT_LOGIN;
  store.setItem(LOGIN_KEY, login);
  return login;
}

/** The theme of this tab: `?theme=` in the address, else the tab's earlier choice, else dark as in Grafana. */
export function chooseTheme(search: string, store: TabStore): ThemeName {
  const theme = asTheme(new URLSearchParams(search).get('theme')) ?? asTheme(store.getItem(THEME_KEY)) ?? 'dark';
  rememberTheme(theme, store);
  return theme;
}

export function rememberTheme(theme: ThemeName, store: TabStore): void {
  store.setItem(THEME_KEY, theme);
}
