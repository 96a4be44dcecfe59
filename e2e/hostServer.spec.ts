/** The demo Grafana's server by itself: who may do what, and what an attacker would try. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { serveHost, type RunningHost } from '../host/serve';

const PLUGIN = 'livesessions-guide-app';
const SERVER = 'http://localhost:9';
const SETTINGS = `/api/plugins/${PLUGIN}/settings`;
const MANIFEST = { id: PLUGIN, type: 'app', name: 'Probe', preload: true, info: { version: '1.2.3' } };

let distDir: string;
let host: RunningHost;

const api = (login: string, address: string, init: RequestInit = {}) =>
  fetch(host.url + address, {
    ...init,
    headers: { 'x-demo-login': login, 'content-type': 'application/json', ...init.headers },
  });

test.beforeAll(async () => {
  distDir = await mkdtemp(path.join(tmpdir(), 'probe-plugin-'));
  await writeFile(path.join(distDir, 'module.js'), 'define([], () => ({}));');
  await writeFile(path.join(distDir, 'plugin.json'), JSON.stringify(MANIFEST));
  host = await serveHost({ port: 0, sessionServerUrl: SERVER, distDir });
});

test.afterAll(async () => {
  await host.stop();
  await rm(distDir, { recursive: true });
});

test('leads from the shared browser’s address to the session server, whatever stands behind it', async () => {
  for (const [path, to] of [
    ['/shared-session', '/shared-session'],
    ['/shared-session/7K3M9Q', '/shared-session/7K3M9Q'],
    ['/shared-session/..%2F..%2F%2Fevil.example', '/shared-session/..%2F..%2F%2Fevil.example'],
  ]) {
    const { status, headers } = await fetch(host.url + path, { redirect: 'manual' });
    expect([status, headers.get('location')]).toEqual([302, SERVER + to]);
  }
});

test('lets the admin alone change the plugin settings, and never gives a secret back', async () => {
  const body = JSON.stringify({
    jsonData: { sessionServerUrl: SERVER, debug: false },
    secureJsonData: { apiKey: 'k1' },
  });
  expect((await api('viewer', SETTINGS, { method: 'POST', body })).status).toBe(403);
  expect((await api('editor', SETTINGS, { method: 'POST', body })).status).toBe(403);
  expect((await api('admin', SETTINGS, { method: 'POST', body })).status).toBe(200);
  const text = await (await api('viewer', SETTINGS)).text();
  expect(JSON.parse(text)).toMatchObject({ jsonData: { debug: false }, secureJsonFields: { apiKey: true } });
  expect(text).not.toContain('k1');
  const fields = async () => JSON.parse(await (await api('viewer', SETTINGS)).text()).secureJsonFields;
  await api('admin', SETTINGS, { method: 'POST', body: JSON.stringify({ jsonData: {} }) });
  expect(await fields()).toEqual({ apiKey: true });
  await api('admin', SETTINGS, { method: 'POST', body: JSON.stringify({ secureJsonData: { apiKey: '' } }) });
  expect(await fields()).toEqual({});
});

test('refuses unknown people, other origins, rubbish and too much', async () => {
  const post = (body: string, headers: Record<string, string> = {}) =>
    api('admin', SETTINGS, { method: 'POST', body, headers });
  expect((await api('root', '/api/user')).status).toBe(401);
  expect((await api('__proto__', '/api/user')).status).toBe(401);
  expect((await post('{}', { origin: 'http://evil.example' })).status).toBe(403);
  expect((await post('{}', { origin: 'null' })).status).toBe(403);
  expect((await post('{"jsonData":')).status).toBe(400);
  expect((await post('[]')).status).toBe(400);
  const large = await post(JSON.stringify({ jsonData: { text: 'x'.repeat(300_000) } }));
  expect([large.status, await large.json()]).toEqual([413, { message: 'request body too large' }]);
});

test('gives no file outside its folders and no path of the machine', async () => {
  for (const address of [
    `/public/plugins/${PLUGIN}/%2e%2e/%2e%2e/package.json`,
    '/public/../../package.json',
    '/public/none.js',
  ]) {
    const status = await new Promise<{ code?: number; text: string }>((resolve, reject) => {
      // fetch would resolve the dots before it sends them.
      httpRequest(host.url, { path: address }, (response) => {
        let text = '';
        response.on('data', (chunk) => (text += chunk)).on('end', () => resolve({ code: response.statusCode, text }));
      })
        .on('error', reject)
        .end();
    });
    expect([403, 404], address).toContain(status.code);
    expect(status.text).not.toContain('/host');
  }
});

test('puts names into the page as data, never as markup', async ({ page }) => {
  const name = '</script><script>window.broken = true</script>';
  const added = await api('editor', '/api/datasources', {
    method: 'POST',
    body: JSON.stringify({ name, type: 'loki' }),
  });
  expect(added.status).toBe(200);
  const { datasource } = await added.json();
  await page.goto(`${host.url}/connections/datasources`);
  await expect(page.getByText(name)).toBeVisible();
  expect(await page.evaluate('window.broken')).toBeUndefined();
  await api('editor', `/api/datasources/uid/${datasource.uid}`, { method: 'DELETE' });
});

test('names a taken port, and a bad option', async () => {
  const port = Number(new URL(host.url).port);
  await expect(serveHost({ port, sessionServerUrl: SERVER })).rejects.toThrow(`Port ${port} is taken`);
  await expect(serveHost({ port: 0, sessionServerUrl: 'javascript:alert(1)' })).rejects.toThrow('sessionServerUrl');
  await expect(serveHost({ port: 0, sessionServerUrl: SERVER, appSubUrl: '/"><x' })).rejects.toThrow('appSubUrl');
});

test('shows the users and changes dashboards for those alone who may', async () => {
  const save = (login: string, dashboard: object) =>
    api(login, '/api/dashboards/db', { method: 'POST', body: JSON.stringify({ dashboard }) });
  expect((await api('editor', '/api/users/search')).status).toBe(403);
  expect(await (await api('admin', '/api/users/search?query=vera')).json()).toMatchObject({ totalCount: 1 });
  expect((await save('viewer', { uid: 'hosts', removedPanels: [] })).status).toBe(403);
  expect((await save('editor', { uid: 'nowhere', removedPanels: [] })).status).toBe(404);
  expect((await save('editor', { uid: 'hosts', removedPanels: ['x'] })).status).toBe(400);
  const star = '/api/user/stars/dashboard/uid/hosts';
  expect((await api('viewer', star, { method: 'POST' })).status).toBe(200);
  expect(await (await api('viewer', '/api/user/stars')).json()).toEqual(['hosts']);
  expect(await (await api('editor', '/api/user/stars')).json()).toEqual([]);
  expect((await api('viewer', star.replace('hosts', '__proto__'), { method: 'POST' })).status).toBe(404);
});
