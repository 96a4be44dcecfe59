/** A Grafana that has nothing, for tests whose conditions ask it little or nothing. */
import type { GrafanaFacts } from '../actions/conditions';

export const BARE_GRAFANA: GrafanaFacts = {
  user: () => ({ signedIn: true, orgRole: 'Viewer', serverAdmin: false }),
  hasPermission: () => false,
  dataSources: () => [],
  isHealthy: async () => false,
  plugins: async () => [],
  dashboardTitles: async () => [],
  hasFeature: () => false,
  environment: () => 'production',
  version: () => '13.2.2',
};
