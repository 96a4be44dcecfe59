/** Grafana's plugin proxy: passes on what a route of plugin.json allows, with the plugin's secrets and the person's name. */
import type { Request, RequestHandler } from 'express';
import { z } from 'zod';
import type { Person } from '../people';
import { personOf } from './access';
import type { HostState } from './state';

const routeSchema = z.object({
  path: z.string(),
  method: z.string().default('*'),
  reqRole: z.enum(['Viewer', 'Editor', 'Admin']).optional(),
  url: z.string(),
  headers: z.array(z.object({ name: z.string(), content: z.string() })).default([]),
});
export const routesSchema = z.array(routeSchema).default([]);
type Route = z.output<typeof routeSchema>;

const ROLES = ['Viewer', 'Editor', 'Admin'];
/** Headers of the page that Grafana's proxy does not pass on, those that only Grafana may set, and those of the connection alone. */
const DROPPED = [
  ...['cookie', 'origin', 'referer', 'x-grafana-user', 'x-grafana-context'],
  ...['host', 'connection', 'content-length', 'accept-encoding'],
];
/** Would lead out of what the route names, with the plugin's secrets. */
const LEADS_AWAY = /(^|\/)\.{1,2}(\/|$)|[\\%]/;

/**
 * The first route with this method and path decides; it answers 403 below its role. A path ends in a slash and a star
 * where what follows is appended to the route's URL. Mounted at the plugin's own path.
 */
export function pluginProxy(state: HostState, routesOf: () => Promise<readonly Route[]>): RequestHandler {
  return async (request, response) => {
    const person = personOf(request);
    if (!person) {
      response.status(401).json({ message: 'Unauthorized' });
      return;
    }
    const path = request.path.replace(/^\//, '');
    const route = (await routesOf()).find(
      ({ method, path: pattern }) => (method === '*' || method === request.method) && restOf(pattern, path) !== null
    );
    if (!route || LEADS_AWAY.test(path)) {
      response.status(404).json({ message: 'plugin route match not found' });
      return;
    }
    if (ROLES.indexOf(person.orgRole) < ROLES.indexOf(route.reqRole ?? 'Viewer')) {
      response.status(403).json({ message: 'plugin proxy route access denied' });
      return;
    }
    const fill = (template: string) =>
      template.replace(/\{\{ *\.(JsonData|SecureJsonData)\.(\w+) *\}\}/g, (_all, from: string, name: string) =>
        String((from === 'JsonData' ? state.settings.jsonData[name] : state.secrets[name]) ?? '')
      );
    const rest = restOf(route.path, path) ?? '';
    const target = fill(route.url) + (rest === '' ? '' : `/${rest}`);
    const headers = new Headers(passedOn(request));
    headers.set('x-grafana-context', contextOf(person));
    route.headers.forEach(({ name, content }) => headers.set(name, fill(content)));
    try {
      const answer = await fetch(target, {
        method: request.method,
        headers,
        redirect: 'manual',
        body: request.method === 'GET' ? undefined : JSON.stringify(request.body),
      });
      response.status(answer.status).type(answer.headers.get('content-type') ?? 'text/plain');
      response.send(Buffer.from(await answer.arrayBuffer()));
    } catch {
      response.status(502).json({ message: 'Bad Gateway' });
    }
  };
}

/** What follows the star, empty without one; null when the path is another. */
function restOf(pattern: string, path: string): string | null {
  if (!pattern.endsWith('/*')) {
    return pattern === path ? '' : null;
  }
  const prefix = pattern.slice(0, -1);
  return path.startsWith(prefix) ? path.slice(prefix.length) : null;
}

function passedOn(request: Request): Array<[string, string]> {
  return Object.entries(request.headers).flatMap(([name, value]): Array<[string, string]> =>
    typeof value === 'string' && !DROPPED.includes(name) ? [[name, value]] : []
  );
}

/** The fields of Grafana's signed-in user that are of interest to plugins. */
function contextOf({ id, login, name, email, orgRole }: Person): string {
  return JSON.stringify({
    UserID: id,
    OrgID: 1,
    OrgRole: orgRole,
    Login: login,
    Name: name,
    Email: email,
    IsAnonymous: false,
  });
}
