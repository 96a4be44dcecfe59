import express, { type Router } from 'express';
import { z } from 'zod';
import { DASHBOARDS, dashboardPath } from '../demo/dashboards';
import { PLUGIN_ID } from '../plugin';
import { needs, personOf, sameOrigin, signedIn } from './access';
import { alertRoutes } from './alertRoutes';
import { dataSourceRoutes } from './dataSourceRoutes';
import { pluginMeta, settingsOf } from './frontendSettings';
import type { PluginFiles } from './pluginFiles';
import type { HostState } from './state';

const settingsUpdate = z.object({
  enabled: z.boolean().optional(),
  pinned: z.boolean().optional(),
  jsonData: z.record(z.string(), z.unknown()).optional(),
  secureJsonData: z.record(z.string(), z.string()).optional(),
});

const searchQuery = z.object({
  query: z.string().max(200).default(''),
  type: z.string().optional(),
  tag: z.union([z.string(), z.array(z.string())]).optional(),
});

export interface ApiOptions {
  state: HostState;
  appSubUrl: string;
  version: string;
  readPlugin: () => Promise<PluginFiles>;
}

/** The part of Grafana's HTTP API that an app plugin and the demo pages use; kept in `options.state`. */
export function apiRoutes({ state, appSubUrl, version, readPlugin }: ApiOptions): Router {
  const api = express.Router();
  api.use(sameOrigin);
  api.get('/health', (_request, response) => {
    response.json({ database: 'ok', version, commit: 'demo' });
  });
  api.use(signedIn, express.json({ limit: '256kb' }));

  api.get('/user', (request, response) => {
    const person = personOf(request);
    response.json({ ...person, orgId: 1, isDisabled: false, isExternal: false, authLabels: [] });
  });
  api.get('/org', (_request, response) => {
    response.json({ id: 1, name: 'Main Org.' });
  });
  api.get('/frontend/settings', async (_request, response) => {
    response.json(settingsOf({ state, appSubUrl, version, plugin: await readPlugin() }));
  });

  api.get('/search', (request, response) => {
    const asked = searchQuery.safeParse(request.query);
    if (!asked.success) {
      response.status(400).json({ message: 'bad search' });
      return;
    }
    const words = asked.data.query.toLowerCase();
    const hits =
      asked.data.type === 'dash-folder' ? [] : DASHBOARDS.filter((d) => d.title.toLowerCase().includes(words));
    response.json(hits.map((d) => ({ ...d, type: 'dash-db', uri: `db/${d.slug}`, url: appSubUrl + dashboardPath(d) })));
  });
  api.get('/dashboards/uid/:uid', (request, response) => {
    const found = DASHBOARDS.find((d) => d.uid === request.params.uid);
    if (!found) {
      response.status(404).json({ message: 'Dashboard not found' });
      return;
    }
    const { slug, folderTitle, folderUid, ...dashboard } = found;
    response.json({
      meta: { slug, folderTitle, folderUid, url: appSubUrl + dashboardPath(found), canEdit: false, canSave: false },
      dashboard: { ...dashboard, schemaVersion: 41, panels: [] },
    });
  });

  api.use('/datasources', dataSourceRoutes(state));
  api.use('/v1/provisioning/alert-rules', alertRoutes(state));

  api.get(`/plugins/${PLUGIN_ID}/settings`, async (_request, response) => {
    const plugin = await readPlugin();
    if (!plugin.built) {
      response.status(404).json({ message: 'Plugin not found, no installed plugin with that id' });
      return;
    }
    response.json({ ...pluginMeta(plugin), ...state.settings });
  });
  api.post(`/plugins/${PLUGIN_ID}/settings`, needs('plugins:write'), (request, response) => {
    const update = settingsUpdate.safeParse(request.body);
    if (!update.success) {
      response.status(400).json({ message: 'bad request data' });
      return;
    }
    const { secureJsonData = {}, ...rest } = update.data;
    const secretsSet = Object.keys(secureJsonData).map((name) => [name, secureJsonData[name] !== '']);
    state.settings = {
      enabled: rest.enabled ?? state.settings.enabled,
      pinned: rest.pinned ?? state.settings.pinned,
      jsonData: rest.jsonData ?? state.settings.jsonData,
      secureJsonFields: { ...state.settings.secureJsonFields, ...Object.fromEntries(secretsSet) },
    };
    response.json({ message: 'Plugin settings updated' });
  });

  api.use((_request, response) => {
    response.status(404).json({ message: 'Not found' });
  });
  return api;
}
