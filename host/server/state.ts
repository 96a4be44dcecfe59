import { FIRST_ALERT_RULES, type AlertRule } from '../demo/alertRules';
import { FIRST_DATA_SOURCES, type DataSourceRecord } from '../demo/dataSources';
import type { PluginSettings } from '../plugin';

/** Everything that the demo Grafana remembers; gone when it stops. */
export interface HostState {
  settings: PluginSettings;
  /** The plugin's secrets, which leave through the plugin proxy alone. */
  secrets: Record<string, string>;
  dataSources: DataSourceRecord[];
  nextDataSourceId: number;
  alertRules: AlertRule[];
  /** Ids of the panels that were taken off a dashboard, by its uid. */
  removedPanels: Map<string, number[]>;
  /** Uids of starred dashboards, by login. */
  stars: Map<string, Set<string>>;
}

/**
 * A fresh state whose plugin settings name `sessionServerUrl` (where browsers reach the session server). With
 * `sessionServerKey` the plugin goes through the plugin proxy, which reaches the server at `proxiedUrl`.
 */
export function createState(
  sessionServerUrl: string,
  sessionServerKey: string | null,
  proxiedUrl = sessionServerUrl
): HostState {
  const grafanaServerUrl = sessionServerKey === null ? '' : proxiedUrl;
  return {
    settings: {
      enabled: true,
      pinned: true,
      jsonData: {
        serverUrl: sessionServerUrl,
        grafanaServerUrl,
        peerjsKey: 'pathfinder',
        followCeiling: 'on',
        debug: true,
      },
      secureJsonFields: sessionServerKey === null ? {} : { apiKey: true },
    },
    secrets: sessionServerKey === null ? {} : { apiKey: sessionServerKey },
    dataSources: FIRST_DATA_SOURCES.map((record) => ({ ...record })),
    nextDataSourceId: FIRST_DATA_SOURCES.length + 1,
    alertRules: FIRST_ALERT_RULES.map((rule) => ({ ...rule })),
    removedPanels: new Map(),
    stars: new Map(),
  };
}
