/** deploy/nginx.conf with a real nginx in front of a real session server, as a browser at https://grafana.example.org. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer, request as httpRequest, type Server } from 'node:http';
import { request } from 'node:https';
import path from 'node:path';
import WebSocket from 'ws';
import { createSessionResponseSchema, startResponseSchema } from '../src/protocol/directoryApi';
import { startServer, type RunningServer } from '../server/startServer';
import { SERVER_LIMITS } from '../server/serverLimits';
import { NGINX_NAME as NAME, nginxIsThere, startNginx, type RunningNginx } from './testing/nginx';

const ORIGIN = `https://${NAME}`;
const BASE = '/live-sessions';

if (!nginxIsThere) {
  process.stderr.write('Skipped: nginx (or openssl) is not installed, so deploy/nginx.conf is not tried.\n');
}

interface Answer {
  status: number;
  text: string;
  headers: Record<string, string | string[] | undefined>;
}

let nginx: RunningNginx | null = null;
let grafana: Server;
let grafanaPort: number;
/** What the program at Grafana's place was asked for. */
let asked: Array<Record<string, string | string[] | undefined>>;
const servers: RunningServer[] = [];
const sockets: WebSocket[] = [];

async function start(config: Parameters<typeof startServer>[0] = {}): Promise<void> {
  const server = await startServer({
    config: {
      port: 0,
      logLevel: 'silent',
      publicUrl: `${ORIGIN}${BASE}`,
      allowedOrigins: [ORIGIN],
      ...config.config,
    },
  });
  servers.push(server);
  nginx = await startNginx({ grafanaPort, serverPort: server.port });
}

/** The one that was started. */
function running(): RunningNginx {
  if (!nginx) {
    throw new Error('nginx is not started');
  }
  return nginx;
}

interface Call {
  method?: string;
  json?: unknown;
  raw?: string;
  headers?: Record<string, string>;
  /** The client's own address; all of 127.0.0.0/8 is this machine. */
  from?: string;
}

function call(url: string, { method = 'GET', json, raw, headers = {}, from }: Call = {}): Promise<Answer> {
  const body = raw ?? (json === undefined ? undefined : JSON.stringify(json));
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        ...{ host: '127.0.0.1', port: running().ports.https, path: url, method, servername: NAME, localAddress: from },
        ca: readFileSync(running().certificate),
        agent: false,
        headers: {
          host: NAME,
          ...(body !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
          ...headers,
        },
      },
      (response) => {
        let text = '';
        response.on('data', (chunk) => (text += chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text, headers: response.headers }));
      }
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

const newSession = (more: Partial<Call> = {}) =>
  call(`${BASE}/api/sessions`, {
    method: 'POST',
    json: { name: 'Logs for all', presenterName: 'Ada', presenterKey: 'a'.repeat(64) },
    ...more,
    headers: { origin: ORIGIN, ...more.headers },
  });

/** A presenter who has started: its code, and what opens its signalling. */
async function presenting(): Promise<{ code: string; peerId: string; ticket: string }> {
  const { code, sessionId, directoryToken } = createSessionResponseSchema.parse(JSON.parse((await newSession()).text));
  const about = { sessionId, name: 'Logs for all', presenterName: 'Ada', presenterKey: 'a'.repeat(64) };
  const started = await call(`${BASE}/api/sessions/${code}/start`, {
    method: 'POST',
    headers: { origin: ORIGIN, authorization: `Bearer ${directoryToken}` },
    json: { ...about, pageId: 'b'.repeat(16), knownEpoch: 0, takeOver: false },
  });
  return { code, ...startResponseSchema.parse(JSON.parse(started.text)) };
}

function open(peerId: string, ticket: string, origin = ORIGIN): WebSocket {
  const query = new URLSearchParams({ key: 'pathfinder', id: peerId, token: ticket, version: '1.5.5' });
  const ca = readFileSync(running().certificate);
  const options = { ca, servername: NAME, headers: { host: NAME }, origin };
  const socket = new WebSocket(`wss://127.0.0.1:${running().ports.https}${BASE}/pathfinder/peerjs?${query}`, options);
  socket.on('error', () => socket.terminate());
  sockets.push(socket);
  return socket;
}

beforeEach(async () => {
  asked = [];
  grafana = createHttpServer((incoming, response) => {
    asked.push({ url: incoming.url, ...incoming.headers });
    response.end('Grafana');
  }).listen(0, '127.0.0.1');
  await once(grafana, 'listening');
  const address = grafana.address();
  grafanaPort = typeof address === 'object' && address ? address.port : 0;
});

afterEach(async () => {
  sockets.splice(0).forEach((socket) => socket.terminate());
  await nginx?.stop();
  nginx = null;
  await Promise.all(servers.splice(0).map((server) => server.stop()));
  grafana.closeAllConnections();
  grafana.close();
});

(nginxIsThere ? describe : describe.skip)('nginx in front', () => {
  it('passes the session server’s part on without its prefix, and all else to Grafana', async () => {
    await start();
    const health = await call(`${BASE}/health`);
    expect([health.status, JSON.parse(health.text).ready]).toEqual([200, true]);
    expect((await call('/d/abc?orgId=1')).text).toBe('Grafana');
    expect(asked).toEqual([
      expect.objectContaining({ url: '/d/abc?orgId=1', host: NAME, 'x-forwarded-proto': 'https' }),
    ]);
  });

  it('sends plain http to https', async () => {
    await start();
    const location = await new Promise((resolve) =>
      httpRequest(
        { host: '127.0.0.1', port: running().ports.http, path: '/x', headers: { host: NAME } },
        (response) => {
          response.resume();
          resolve([response.statusCode, response.headers.location]);
        }
      ).end()
    );
    expect(location).toEqual([301, `${ORIGIN}/x`]);
  });

  it('opens a signalling WebSocket that carries frames, for Grafana’s origin alone', async () => {
    await start();
    const { peerId, ticket } = await presenting();
    const [opened] = await once(open(peerId, ticket), 'message');
    expect(JSON.parse(String(opened))).toEqual({ type: 'OPEN' });
    const [, refused] = await once(open(peerId, ticket, 'https://evil.example'), 'unexpected-response');
    expect(refused.statusCode).toBe(403);
  });

  it('leaves origins and hosts to the session server, and holds up bodies above its limit', async () => {
    await start();
    expect((await newSession({ headers: { origin: 'https://evil.example' } })).status).toBe(403);
    expect((await call(`${BASE}/health`, { headers: { host: 'rebound.example' } })).status).toBe(403);
    const filled = (bytes: number) => newSession({ raw: JSON.stringify({ name: 'x'.repeat(bytes - 11) }) });
    expect((await filled(SERVER_LIMITS.bodyBytes)).status).toBe(400);
    expect((await filled(SERVER_LIMITS.bodyBytes + 1)).status).toBe(413);
  });

  it('shows metrics to nobody', async () => {
    await start();
    const direct = ['/metrics', '/metrics/', '/METRICS', '//metrics', '/%6detrics', '/metrics%2f', '/metrics?x', ''];
    const around = ['/./metrics', '/x/../metrics', '/api/../metrics', '/api/%2e%2e/metrics', '/api/..%2fmetrics'];
    for (const url of [...direct, ...around]) {
      expect((await call(`${BASE}${url}`)).text).not.toContain('livesessions_');
    }
  });

  it('writes neither codes nor tickets to its logs', async () => {
    await start();
    const { code, peerId, ticket } = await presenting();
    await once(open(peerId, ticket), 'message');
    await call('/api/health');
    const { process, logs: folder } = running();
    process.kill('SIGTERM');
    await once(process, 'exit');
    const logs = ['access.log', 'error.log'].map((name) => readFileSync(path.join(folder, name), 'utf8')).join('');
    expect(logs).toContain('/api/health');
    for (const secret of [code, ticket, peerId]) {
      expect(logs).not.toContain(secret);
    }
  });

  /** Spends all new sessions that an address may have in a minute, under forged addresses. */
  async function spend(from: string): Promise<number> {
    let status = 201;
    for (let count = 0; count < SERVER_LIMITS.createsPerMinute && status === 201; count += 1) {
      const headers = { 'x-forwarded-for': `198.51.100.${count}`, 'x-real-ip': `198.51.100.${count}` };
      ({ status } = await newSession({ from, headers }));
    }
    expect(status).toBe(201);
    return (await newSession({ from, headers: { 'x-forwarded-for': '203.0.113.1' } })).status;
  }

  it('lets the session server tell clients apart by X-Forwarded-For, which they cannot forge', async () => {
    await start({ config: { trustedProxies: ['127.0.0.1'] } });
    expect(await spend('127.0.0.2')).toBe(429);
    expect((await newSession({ from: '127.0.0.3' })).status).toBe(201);
  });

  it('without TRUSTED_PROXIES everybody counts as the proxy', async () => {
    await start();
    expect(await spend('127.0.0.2')).toBe(429);
    expect((await newSession({ from: '127.0.0.3' })).status).toBe(429);
  });
});
