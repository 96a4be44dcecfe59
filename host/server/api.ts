import express, { type Router } from 'express';
import { z } from 'zod';
import { DATA_SOURCE_TYPES } from '../demo/dataSources';
import { PLUGIN_ID } from '../plugin';
import { needs, sameOrigin, signedIn } from './access';
import { alertRoutes } from './alertRoutes';
import { dashboardRoutes } from './dashboardRoutes';
import { dataSourceRoutes } from './dataSourceRoutes';
import { pluginMeta, settingsOf } from './frontendSettings';
import type { PluginFiles } from './pluginFiles';
import { pluginProxy } from './pluginProxy';
import type { HostState } from './state';
import { userRoutes } from './userRoutes';

const settingsUpdate = z.object({
  enabled: z.boolean().optional(),
  pinned: z.boolean().optional(),
  jsonData: z.record(z.string(), z.unknown()).optional(),
  secureJsonData: z.record(z.string(), z.string()).optional(),
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

  api.use(userRoutes());
  api.get('/org', (_request, response) => {
    response.json({ id: 1, name: 'Main Org.' });
  });
  api.get('/frontend/settings', async (_request, response) => {
    response.json(settingsOf({ state, appSubUrl, version, plugin: await readPlugin() }));
  });

  api.use(dashboardRoutes(state, appSubUrl));
  api.use('/datasources', dataSourceRoutes(state));
  api.use('/v1/provisioning/alert-rules', alertRoutes(state));

  api.get('/plugins', async (_request, response) => {
    const plugin = await readPlugin();
    const { enabled, pinned } = state.settings;
    response.json([
      ...DATA_SOURCE_TYPES.map(({ id, name }) => ({ id, name, type: 'datasource', enabled: true, pinned: false })),
      ...(plugin.built ? [{ ...pluginMeta(plugin), enabled, pinned }] : []),
    ]);
  });
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
    // As Grafana does: what is not named stays, an empty one counts as none and is not among the fields.
    Object.assign(state.secrets, secureJsonData);
    const stored = Object.keys(state.secrets).filter((name) => state.secrets[name] !== '');
    state.settings = {
      enabled: rest.enabled ?? state.settings.enabled,
      pinned: rest.pinned ?? state.settings.pinned,
      jsonData: rest.jsonData ?? state.settings.jsonData,
      secureJsonFields: Object.fromEntries(stored.map((name) => [name, true])),
    };
    response.json({ message: 'Plugin settings updated' });
  });

  api.use(
    `/plugin-proxy/${PLUGIN_ID}`,
    pluginProxy(state, async () => {
      const plugin = await readPlugin();
      return plugin.built ? plugin.manifest.routes : [];
    })
  );

  api.use((_request, response) => {
    response.status(404).json({ message: 'Not found' });
  });
  return api;
}
