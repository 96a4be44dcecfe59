/** What conditions ask about Grafana, over @grafana/runtime. Answers of its API are kept for a moment. */
import { config, getBackendSrv, getDataSourceSrv } from '@grafana/runtime';
import { z } from 'zod';
import type { GrafanaFacts } from './conditions';
import { keptAnswers } from './keptAnswers';

/** Dashboards looked through for an exact title. */
const MOST_DASHBOARDS = 100;

const pluginsSchema = z.array(z.object({ id: z.string(), enabled: z.boolean() }));
const foundSchema = z.array(z.object({ title: z.string() }));
const healthSchema = z.object({ status: z.string() });

/** @param now milliseconds of a clock that only goes forward */
export function grafanaFacts(now: () => number): GrafanaFacts {
  const keep = keptAnswers(now);
  const ask = (path: string, params?: Record<string, string | number>): Promise<unknown> =>
    keep(path + JSON.stringify(params ?? {}), () =>
      getBackendSrv()
        .get<unknown>(path, params, undefined, { showErrorAlert: false })
        .catch((error: unknown) => {
          throw new Error(reasonOf(error));
        })
    );

  return {
    user() {
      const { isSignedIn, orgRole, isGrafanaAdmin } = config.bootData.user;
      return { signedIn: isSignedIn, orgRole, serverAdmin: isGrafanaAdmin };
    },
    hasPermission: (permission) => config.bootData.user.permissions?.[permission] === true,
    dataSources: () => getDataSourceSrv().getList(),
    async isHealthy(uid) {
      const health = healthSchema.safeParse(await ask(`/api/datasources/uid/${encodeURIComponent(uid)}/health`));
      return health.success && health.data.status.toUpperCase() === 'OK';
    },
    plugins: async () => pluginsSchema.parse(await ask('/api/plugins')),
    async dashboardTitles(query) {
      const params = { type: 'dash-db', limit: query === '' ? 1 : MOST_DASHBOARDS, ...(query !== '' && { query }) };
      return foundSchema.parse(await ask('/api/search', params)).map(({ title }) => title);
    },
    hasFeature: (name) => new Map(Object.entries(config.featureToggles)).get(name) === true,
    environment: () => config.buildInfo.env,
    version: () => config.buildInfo.version,
  };
}

/** A failed answer of Grafana's API, in a few words. */
function reasonOf(error: unknown): string {
  const failed = z.object({ status: z.number(), statusText: z.string().optional() }).safeParse(error);
  return failed.success ? `Grafana answered ${failed.data.status}` : 'Grafana did not answer';
}
