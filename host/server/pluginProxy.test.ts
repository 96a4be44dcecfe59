import { createServer, request as httpRequest, type IncomingMessage, type Server } from 'node:http';
import express from 'express';
import { LOGIN_HEADER } from '../people';
import { listen } from './listen';
import { pluginProxy, routesSchema } from './pluginProxy';
import { createState } from './state';

const received: IncomingMessage[] = [];
const open: Server[] = [];
let grafana: string;

beforeAll(async () => {
  const upstream = createServer((request, response) => {
    received.push(request);
    response.end('{}');
  });
  const upstreamUrl = await listen(upstream, 0, '127.0.0.1');
  const routes = routesSchema.parse([
    { path: 'sessions/*', method: 'GET', url: '{{ .JsonData.serverUrl }}/api/sessions' },
  ]);
  const app = express().use(
    '/proxy',
    pluginProxy(createState(upstreamUrl, 'key'), async () => routes)
  );
  const host = createServer(app);
  grafana = await listen(host, 0, '127.0.0.1');
  open.push(upstream, host);
});
beforeEach(() => {
  received.length = 0;
});
afterAll(() => open.forEach((server) => server.close()));

/** As written: fetch would tidy the path up. */
function get(path: string, headers: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(grafana);
    httpRequest({ hostname, port, path, headers, agent: false }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    })
      .on('error', reject)
      .end();
  });
}

test('says who is signed in, whatever the page says of itself', async () => {
  const claimed = { 'x-grafana-user': 'admin', 'x-grafana-context': '{"Login":"admin"}' };
  expect(await get('/proxy/sessions/ABCDEF', { ...claimed, [LOGIN_HEADER]: 'viewer' })).toBe(200);
  const [{ url, headers }] = received;
  expect(url).toBe('/api/sessions/ABCDEF');
  expect(headers['x-grafana-user']).toBeUndefined();
  expect(String(headers['x-grafana-context'])).toContain('"Login":"viewer"');
});

test('passes nothing on of a login that does not exist', async () => {
  expect(await get('/proxy/sessions/ABCDEF', { [LOGIN_HEADER]: 'nobody', 'x-grafana-context': '{}' })).toBe(401);
  expect(received).toEqual([]);
});

test.each([
  'sessions/../../metrics',
  'sessions/%2e%2e/%2E./metrics',
  'sessions/..%2f..%2fmetrics',
  'sessions/..\\..\\x',
])('never carries the key elsewhere than its route leads: %s', async (path) => {
  expect(await get(`/proxy/${path}`)).toBe(404);
  expect(received).toEqual([]);
});
