import { PLUGIN_ID } from '../plugin';
import type { DataSourceRecord } from '../demo/dataSources';
import type { AppPage } from './indexPage';
import type { Manifest, PluginFiles } from './pluginFiles';
import type { HostState } from './state';

type Built = Extract<PluginFiles, { built: true }>;

const moduleOf = () => `public/plugins/${PLUGIN_ID}/module.js`;

const dependenciesOf = (manifest: Manifest) => ({
  grafanaVersion: '*',
  plugins: [],
  extensions: { exposedComponents: [] },
  ...manifest.dependencies,
});

const extensionsOf = (manifest: Manifest) => ({
  addedComponents: [],
  addedFunctions: [],
  addedLinks: [],
  exposedComponents: [],
  extensionPoints: [],
  ...manifest.extensions,
});

/** The plugin's description as Grafana's server gives it, without its settings. */
export function pluginMeta({ manifest, loadingStrategy }: Built) {
  const base = `public/plugins/${PLUGIN_ID}`;
  const logo = (relative?: string) => (relative ? `${base}/${relative}` : 'public/build/img/icons/unicons/apps.svg');
  return {
    id: manifest.id,
    name: manifest.name,
    type: manifest.type,
    module: moduleOf(),
    baseUrl: base,
    defaultNavUrl: `/a/${PLUGIN_ID}`,
    info: {
      author: { name: '' },
      screenshots: [],
      links: [],
      ...manifest.info,
      logos: { small: logo(manifest.info.logos?.small), large: logo(manifest.info.logos?.large) },
    },
    includes: manifest.includes,
    dependencies: dependenciesOf(manifest),
    extensions: extensionsOf(manifest),
    loadingStrategy,
    signature: 'unsigned',
    angular: { detected: false, hideDeprecation: false },
  };
}

/** What Grafana puts below an app in its menu: pages that ask for it, but for the one that the app itself leads to. */
export function appPages({ manifest }: Built): AppPage[] {
  return manifest.includes
    .map(({ type, name, path = '', role, addToNav }) => ({
      isShown: type === 'page' && addToNav,
      page: { text: name, url: path.replaceAll('%PLUGIN_ID%', manifest.id), role },
    }))
    .filter(({ isShown, page }) => isShown && page.url !== `/a/${manifest.id}`)
    .map(({ page }) => page);
}

function appEntry(plugin: Built) {
  const { manifest, loadingStrategy } = plugin;
  return {
    id: manifest.id,
    path: moduleOf(),
    version: manifest.info.version,
    preload: manifest.preload,
    angular: { detected: false, hideDeprecation: false },
    loadingStrategy,
    dependencies: dependenciesOf(manifest),
    extensions: extensionsOf(manifest),
  };
}

function dataSourceSettings(record: DataSourceRecord) {
  const base = `public/app/plugins/datasource/${record.type}`;
  return {
    ...record,
    access: 'proxy',
    readOnly: false,
    url: `/api/datasources/proxy/uid/${record.uid}`,
    meta: {
      id: record.type,
      name: record.type,
      type: 'datasource',
      module: `${base}/module`,
      baseUrl: base,
      metrics: true,
      alerting: true,
      annotations: true,
      logs: record.type === 'loki',
      tracing: record.type === 'tempo',
      info: {
        author: { name: '' },
        description: '',
        links: [],
        logos: {
          small: 'public/build/img/icons/unicons/database.svg',
          large: 'public/build/img/icons/unicons/database.svg',
        },
        screenshots: [],
        updated: '',
        version: '',
      },
    },
  };
}

/** `/api/frontend/settings`, also the `settings` of the boot data. */
export function settingsOf(parts: { state: HostState; appSubUrl: string; version: string; plugin: PluginFiles }) {
  const { state, appSubUrl, version, plugin } = parts;
  return {
    appUrl: `${appSubUrl}/`,
    appSubUrl,
    namespace: 'default',
    buildInfo: {
      version,
      versionString: `Grafana v${version}`,
      buildstamp: 0,
      commit: 'demo',
      commitShort: 'demo',
      env: 'production',
      edition: 'Open Source',
      latestVersion: version,
      hasUpdate: false,
      hideVersion: false,
    },
    apps: plugin.built && state.settings.enabled ? { [plugin.manifest.id]: appEntry(plugin) } : {},
    datasources: Object.fromEntries(state.dataSources.map((record) => [record.name, dataSourceSettings(record)])),
    defaultDatasource: state.dataSources.find((record) => record.isDefault)?.uid ?? '',
    panels: {},
    featureToggles: {},
    exploreEnabled: true,
    unifiedAlertingEnabled: true,
    helpEnabled: true,
    profileEnabled: true,
    pluginAdminEnabled: true,
    anonymousEnabled: false,
    rbacEnabled: true,
    windowTitlePrefix: 'Grafana - ',
    licenseInfo: { expiry: 0, stateInfo: '', licenseUrl: '', edition: 'Open Source', enabledFeatures: {} },
  };
}
