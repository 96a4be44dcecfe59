import 'systemjs/dist/system.js';
import 'systemjs/dist/extras/amd.js';
import { AppPlugin, type AppPluginConfig } from '@grafana/data';
import { config, getBackendSrv } from '@grafana/runtime';
import type { PluginSettingsResponse } from '../../plugin';
import { registerExtensions } from './registry';
import { SHARED_MODULES } from './sharedModules';

const SHARED_PREFIX = 'package:';

/**
 * SystemJS copies a plain object when it is set, and with that loses live bindings such as `PluginPage`; it keeps
 * what says that it is a module.
 */
function asModule(namespace: object): System.Module {
  return Object.create(namespace, { [Symbol.toStringTag]: { value: 'Module' } });
}

/** Makes the shared packages known to SystemJS. */
export function shareModules(): void {
  const imports: Record<string, string> = {};
  for (const [name, namespace] of Object.entries(SHARED_MODULES)) {
    imports[name] = SHARED_PREFIX + name;
    System.set(imports[name], asModule(namespace));
  }
  System.addImportMap({ imports });
  const loader: typeof System & { shouldFetch?: (url: string) => boolean } = System;
  loader.shouldFetch = (url) =>
    Object.values(config.apps).some((app) => app.loadingStrategy === 'fetch' && url.includes(`/plugins/${app.id}/`));
}

const loaded = new Map<string, Promise<AppPlugin>>();

async function load(app: AppPluginConfig): Promise<AppPlugin> {
  const address = new URL(`${app.path}?_cache=${encodeURIComponent(app.version)}`, document.baseURI).href;
  const [exports, meta] = await Promise.all([
    System.import(address),
    getBackendSrv().get<PluginSettingsResponse>(`/api/plugins/${app.id}/settings`),
  ]);
  const plugin: unknown = exports.plugin ?? new AppPlugin();
  if (!(plugin instanceof AppPlugin)) {
    throw new Error(`${app.id} exports no AppPlugin`);
  }
  plugin.meta = meta;
  plugin.setComponentsFromLegacyExports(exports);
  plugin.init(meta);
  registerExtensions(app.id, plugin);
  return plugin;
}

/** The plugin with this id, loaded once; rejects when it is not installed or its bundle fails. */
export function loadAppPlugin(id: string): Promise<AppPlugin> {
  const app = config.apps[id];
  if (!app) {
    return Promise.reject(new Error(`The app plugin ${id} is not installed or not enabled`));
  }
  let promise = loaded.get(id);
  if (!promise) {
    promise = load(app);
    loaded.set(id, promise);
  }
  return promise;
}

export interface PreloadFailure {
  id: string;
  message: string;
}

/** Loads every plugin whose plugin.json says `preload`; resolves to those that failed. */
export async function preloadPlugins(): Promise<PreloadFailure[]> {
  const wanted = Object.values(config.apps).filter((app) => app.preload);
  const results = await Promise.allSettled(wanted.map((app) => loadAppPlugin(app.id)));
  return results.flatMap((result, index) =>
    result.status === 'rejected'
      ? [
          {
            id: wanted[index].id,
            message: result.reason instanceof Error ? result.reason.message : String(result.reason),
          },
        ]
      : []
  );
}
