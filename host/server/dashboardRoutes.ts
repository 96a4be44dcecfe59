import express, { type Router } from 'express';
import { z } from 'zod';
import { DASHBOARDS, dashboardPath } from '../demo/dashboards';
import { needs, personOf } from './access';
import type { HostState } from './state';

const searchQuery = z.object({
  query: z.string().max(200).default(''),
  type: z.string().optional(),
  tag: z.union([z.string(), z.array(z.string())]).optional(),
});

const savedDashboard = z.object({
  dashboard: z.object({ uid: z.string().max(190), removedPanels: z.array(z.number().int().min(0)).max(200) }),
});

const findDashboard = (uid: string) => DASHBOARDS.find((dashboard) => dashboard.uid === uid);

/** `/api/search`, `/api/dashboards` and `/api/user/stars`: find, read, save, star. */
export function dashboardRoutes(state: HostState, appSubUrl: string): Router {
  const routes = express.Router();
  const starsOf = (login: string) => {
    const stars = state.stars.get(login) ?? new Set<string>();
    state.stars.set(login, stars);
    return stars;
  };

  routes.get('/search', (request, response) => {
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
  routes.get('/dashboards/uid/:uid', (request, response) => {
    const found = findDashboard(request.params.uid);
    if (!found) {
      response.status(404).json({ message: 'Dashboard not found' });
      return;
    }
    const { slug, folderTitle, folderUid, ...dashboard } = found;
    const canSave = personOf(request)?.permissions.includes('dashboards:write') ?? false;
    response.json({
      meta: { slug, folderTitle, folderUid, url: appSubUrl + dashboardPath(found), canEdit: canSave, canSave },
      dashboard: {
        ...dashboard,
        schemaVersion: 41,
        panels: [],
        removedPanels: state.removedPanels.get(found.uid) ?? [],
      },
    });
  });
  routes.post('/dashboards/db', needs('dashboards:write'), (request, response) => {
    const asked = savedDashboard.safeParse(request.body);
    const found = asked.success ? findDashboard(asked.data.dashboard.uid) : undefined;
    if (!asked.success || !found) {
      response
        .status(asked.success ? 404 : 400)
        .json({ message: asked.success ? 'Dashboard not found' : 'bad request data' });
      return;
    }
    state.removedPanels.set(found.uid, asked.data.dashboard.removedPanels);
    response.json({ uid: found.uid, status: 'success', url: appSubUrl + dashboardPath(found) });
  });

  routes.get('/user/stars', (request, response) => {
    response.json([...starsOf(personOf(request)?.login ?? '')]);
  });
  const star =
    (starred: boolean): express.RequestHandler<{ uid: string }> =>
    (request, response) => {
      const found = findDashboard(request.params.uid);
      if (!found) {
        response.status(404).json({ message: 'Dashboard not found' });
        return;
      }
      const stars = starsOf(personOf(request)?.login ?? '');
      if (starred) {
        stars.add(found.uid);
      } else {
        stars.delete(found.uid);
      }
      response.json({ message: starred ? 'Dashboard starred!' : 'Dashboard unstarred' });
    };
  routes.post('/user/stars/dashboard/uid/:uid', star(true));
  routes.delete('/user/stars/dashboard/uid/:uid', star(false));
  return routes;
}
