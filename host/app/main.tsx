import { createRoot } from 'react-dom/client';
import { setPluginPage } from 'host:plugin-page';
import { EventBusSrv, locationUtil, setTimeZoneResolver } from '@grafana/data';
import { initPluginTranslations } from '@grafana/i18n';
import {
  config,
  FakeEchoSrv,
  locationService,
  setAppEvents,
  setBackendSrv,
  setChromeHeaderHeightHook,
  setCurrentUser,
  setDataSourceSrv,
  setEchoSrv,
  setMegaMenuOpenHook,
  setReturnToPreviousHook,
  setTemplateSrv,
} from '@grafana/runtime';
import { HostPluginPage } from './plugins/HostPluginPage';
import { installExtensionHooks } from './plugins/hooks';
import { preloadPlugins, shareModules } from './plugins/loader';
import { FetchBackendSrv } from './services/backendSrv';
import { ConfigDataSourceSrv } from './services/dataSourceSrv';
import { ScopedTemplateSrv } from './services/templateSrv';
import { App, SignedOut } from './shell/App';
import { CHROME, useMenuOpen } from './shell/chrome';
import { followLinksInApp } from './shell/links';

function installServices(): void {
  const { user } = config.bootData;
  setAppEvents(new EventBusSrv());
  setBackendSrv(new FetchBackendSrv(user.login));
  setDataSourceSrv(new ConfigDataSourceSrv());
  setTemplateSrv(new ScopedTemplateSrv());
  setEchoSrv(new FakeEchoSrv());
  setCurrentUser(user);
  setTimeZoneResolver(() => user.timezone);
  setPluginPage(HostPluginPage);
  setChromeHeaderHeightHook(() => CHROME.topBar);
  setReturnToPreviousHook(() => () => {});
  setMegaMenuOpenHook(useMenuOpen);
  installExtensionHooks();
  locationUtil.initialize({
    config: config.bootData.settings,
    getTimeRangeForUrl: () => ({ from: 'now-1h', to: 'now' }),
    getVariablesUrlParams: () => ({}),
  });
}

/** Starts the demo Grafana: services, preloaded plugins, then the page. */
export async function start(): Promise<void> {
  await initPluginTranslations('grafana');
  installServices();
  followLinksInApp();
  shareModules();
  const element = document.getElementById('reactRoot');
  if (!element) {
    return;
  }
  const root = createRoot(element);
  if (locationService.getLocation().pathname === '/login') {
    // Nobody is signed in on this page, so no plugin is loaded either.
    root.render(<SignedOut />);
    return;
  }
  const failures = await preloadPlugins();
  const problem = window.demoBoot.pluginProblem ?? failures.map(({ id, message }) => `${id}: ${message}`)[0] ?? null;
  root.render(<App problem={problem} />);
}
