/** What Grafana's plugin proxy can be brought to ask by somebody who may do little in Grafana. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { bearerHeader, call, errorOf } from './testing/http';
import { Presenter, randomHex } from './testing/people';
import { World } from './testing/room';

let world: World;

beforeEach(() => {
  world = new World();
});

afterEach(() => world.end());

const API_KEY = 'a-key-between-grafana-and-server';
const key = bearerHeader(API_KEY);
const context = (user: Record<string, unknown>) => ({ ...key, 'x-grafana-context': JSON.stringify(user) });
const routeSchema = z.object({ method: z.string(), reqRole: z.string(), url: z.string() });

describe('DIR-11: by the routes of plugin.json that Viewers may use', () => {
  const manifest: unknown = JSON.parse(readFileSync(join(__dirname, '../src/plugin.json'), 'utf8'));
  const { routes } = z.object({ routes: z.array(routeSchema) }).parse(manifest);
  const below = (grafanaServerUrl: string, method: string) => {
    const open = routes.filter((route) => route.method === method && route.reqRole === 'Viewer');
    expect(open).toHaveLength(1);
    return open[0].url.replace('{{ .JsonData.grafanaServerUrl }}', grafanaServerUrl);
  };

  it.each(['', '/', '//', '/?x=1', '/.', '/./', '/x/..'])('nobody creates a session: “%s”', async (rest) => {
    const { url } = await world.start({ apiKey: API_KEY });
    const answer = await call(`${below(url, 'POST')}${rest}`, {
      method: 'POST',
      headers: context({ Login: 'vic', OrgRole: 'Viewer' }),
      json: { name: 'Mine', presenterName: 'Vic', presenterKey: randomHex(32) },
    });
    expect(errorOf(answer)).toBe('404 not-found');
  });

  it('nobody looks a session up or joins it who had the proxy leave out who they are', async () => {
    const { url } = await world.start({ apiKey: API_KEY });
    const { code } = await Presenter.create(url, key);
    const ticket = (headers: Record<string, string>) =>
      call(`${below(url, 'POST')}/${code}/tickets`, {
        method: 'POST',
        headers,
        json: { attendeeId: randomHex(16) },
      });
    expect(errorOf(await ticket(key))).toBe('403 forbidden');
    expect(errorOf(await call(`${below(url, 'GET')}/${code}`, { headers: key }))).toBe('403 forbidden');
    const vic = context({ Login: 'vic', OrgRole: 'Viewer' });
    expect((await ticket(vic)).status).toBe(200);
    expect((await call(`${below(url, 'GET')}/${code}`, { headers: vic })).status).toBe(200);
  });
});
