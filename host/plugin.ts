/** The plugin that the demo Grafana loads, as its server tells its pages. */
import type { PluginMeta } from '@grafana/data';

export const PLUGIN_ID = 'livesessions-guide-app';

export interface PluginSettings {
  enabled: boolean;
  pinned: boolean;
  jsonData: Record<string, unknown>;
  /** Names of the secrets that are set; never their values. */
  secureJsonFields: Record<string, boolean>;
}

/** What `/api/plugins/ID/settings` answers. */
export type PluginSettingsResponse = PluginMeta & PluginSettings;
