/** Brings the session machinery in, once for a page, from the plugin's saved settings. */
import type { AppPluginMeta } from '@grafana/data';
import { getBackendSrv } from '@grafana/runtime';
import { SessionError } from '../session/SessionError';
import { parseSettings, type LiveSettings } from './config/settings';
import { PLUGIN_ID } from './identity';
import type { LiveApp } from './LiveApp';

export interface LoadedApp {
  app: LiveApp;
  meta: AppPluginMeta;
  settings: LiveSettings;
}

let loading: Promise<LoadedApp> | null = null;

/** Rejects with a SessionError, or with what the chunk's loader threw; the next call then tries again. */
export async function loadApp(): Promise<LoadedApp> {
  const loaded = await loadAnyway();
  if (!loaded.settings.liveSessions) {
    throw new SessionError('switched-off');
  }
  return loaded;
}

/** Where it is switched off too: for whoever ends what was on. */
export function loadAnyway(): Promise<LoadedApp> {
  loading ??= load().catch((error: unknown) => {
    loading = null;
    throw error;
  });
  return loading;
}

async function load(): Promise<LoadedApp> {
  const [meta, { getLiveApp }] = await Promise.all([
    getBackendSrv().get<AppPluginMeta>(`/api/plugins/${PLUGIN_ID}/settings`, undefined, undefined, {
      showErrorAlert: false,
    }),
    import('../live'),
  ]);
  const settings = parseSettings(meta.jsonData);
  return { app: getLiveApp(settings), meta, settings };
}
