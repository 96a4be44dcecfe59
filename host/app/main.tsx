import { createRoot } from 'react-dom/client';
import { setPluginPage } from 'host:plugin-page';
import { EventBusSrv, locationUtil, setTimeZoneResolver } from '@grafana/data';
import { initPluginTranslations } from '@grafana/i18n';
import {
  config,
  FakeEchoSrv,
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
import { App } from './shell/App';
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
  const failures = await preloadPlugins();
  const problem = window.demoBoot.pluginProblem ?? failures.map(({ id, message }) => `${id}: ${message}`)[0] ?? null;
  const root = document.getElementById('reactRoot');
  if (root) {
    createRoot(root).render(<App problem={problem} />);
  }
}
