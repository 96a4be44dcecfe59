import { getBackendSrv } from '@grafana/runtime';
import { lastValueFrom } from 'rxjs';
import { PLUGIN_ID } from '../identity';
import type { LiveSettings } from './settings';

export interface SavedPlugin {
  enabled: boolean;
  pinned: boolean;
  jsonData: LiveSettings;
  /**
   * Only what is to change; Grafana keeps the rest and never gives it back. An empty text removes it: Grafana's
   * `secureJsonFields` then no longer names it (pkg/api/plugins.go, GetPluginSettingByID).
   */
  secureJsonData?: { apiKey: string };
}

/** Saves through Grafana's API, which lets only administrators do so. Rejects with Grafana's FetchError. */
export async function saveSettings(plugin: SavedPlugin): Promise<void> {
  await lastValueFrom(
    getBackendSrv().fetch({
      url: `/api/plugins/${PLUGIN_ID}/settings`,
      method: 'POST',
      data: plugin,
      showErrorAlert: false,
    })
  );
}
