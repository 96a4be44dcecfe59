/** What an operator sees: health, metrics, logs, and how the server stops. */
import { once } from 'node:events';
import { connect, createServer as createTcpServer } from 'node:net';
import { createLog } from './log';
import { startServer, type RunningServer } from './startServer';
import { call } from './testing/http';
import { offer, PeerClient, SDP } from './testing/peerClient';
import { attendeeTicket, Presenter } from './testing/people';

let server: RunningServer;
const lines: string[] = [];

beforeEach(async () => {
  lines.length = 0;
  const log = createLog('trace', { write: (line) => lines.push(line) });
  server = await startServer({ config: { port: 0 }, log });
});

afterEach(() => server.stop());

it('reports health with its version', async () => {
  const answer = await call(`${server.url}/health`);
  expect(answer.status).toBe(200);
  expect(JSON.parse(answer.text)).toEqual({
    ready: true,
    version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    uptimeSeconds: expect.any(Number),
  });
});

it('counts sessions, sockets, tickets and what it refused', async () => {
  const presenter = await Presenter.create(server.url);
  const stage = await PeerClient.open(server.url, await presenter.start());
  const attendee = await PeerClient.open(server.url, await attendeeTicket(server.url, presenter.code));
  attendee.send('rubbish');
  await attendee.closed;
  await PeerClient.knock(server.url, {});
  await call(`${server.url}/api/sessions/ZZZZZZ`);
  const { text } = await call(`${server.url}/metrics`);
  for (const line of [
    'livesessions_sessions 1',
    'livesessions_signalling_sockets 1',
    'livesessions_tickets_total{outcome="issued-presenter"} 1',
    'livesessions_tickets_total{outcome="issued-direct"} 1',
    'livesessions_tickets_total{outcome="redeemed-valid"} 2',
    'livesessions_refused_frames_total{reason="malformed"} 1',
    'livesessions_refused_sockets_total{reason="no-ticket"} 1',
    'livesessions_refused_calls_total{reason="not-found"} 1',
  ]) {
    expect(text.split('\n')).toContain(line);
  }
  expect(text).toMatch(/^process_resident_memory_bytes \d/m);
  stage.ws.terminate();
});

it('shows metrics to no page of another origin, not even of an allowed one', async () => {
  const calls: Array<Record<string, string>> = [
    { origin: 'http://localhost:3000' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ];
  for (const headers of calls) {
    expect((await call(`${server.url}/metrics`, { headers })).status).toBe(403);
  }
  expect((await call(`${server.url}/metrics`, { headers: { 'sec-fetch-site': 'none' } })).status).toBe(200);
});

it('logs the life of a session, and neither codes, names, tickets, tokens nor SDP, at any level', async () => {
  const presenter = await Presenter.create(server.url);
  const started = await presenter.start();
  const stage = await PeerClient.open(server.url, started);
  const entry = await attendeeTicket(server.url, presenter.code);
  const attendee = await PeerClient.open(server.url, entry);
  attendee.send(offer(stage.id));
  await stage.next('OFFER');
  attendee.send(offer(stage.id, 'dc_bad', { serialization: 'binary' }));
  await attendee.closed;
  await call(`${server.url}/api/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    raw: '{"name":"Logs for all"',
  });
  await presenter.end();
  await stage.closed;
  const text = lines.join('');
  for (const secret of [
    presenter.code,
    presenter.token,
    presenter.presenterKey,
    'Logs for all',
    'Ada',
    started.ticket,
    entry.ticket,
    SDP.slice(0, 8),
  ]) {
    expect(text).not.toContain(secret);
  }
  const messages = lines.map((line) => JSON.parse(line)).filter(({ level }) => level === 30);
  expect(messages.map(({ msg, session }) => [msg, session])).toEqual([
    ['session created', presenter.sessionId],
    ['presenting started', presenter.sessionId],
    ['session ended', presenter.sessionId],
  ]);
});

it('stops by telling every socket that it goes away, and takes no new calls', async () => {
  const presenter = await Presenter.create(server.url);
  const stage = await PeerClient.open(server.url, await presenter.start());
  await server.stop();
  expect(await stage.closed).toBe(1001);
  await expect(call(`${server.url}/health`)).rejects.toThrow('ECONNREFUSED');
});

it('stops within its limit although a socket does not answer and a call never ends', async () => {
  const presenter = await Presenter.create(server.url);
  const stage = await PeerClient.open(server.url, await presenter.start());
  stage.ws.pause();
  const slow = connect(server.port, '127.0.0.1');
  slow.on('error', () => slow.destroy());
  await once(slow, 'connect');
  slow.write('POST /api/sessions HTTP/1.1\r\nHost: localhost\r\n');
  const started = performance.now();
  await server.stop();
  expect(performance.now() - started).toBeLessThan(7000);
  stage.ws.terminate();
  slow.destroy();
}, 15_000);

it('says that a port is taken and leaves the holder alone', async () => {
  const holder = createTcpServer();
  holder.listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const address = holder.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  await expect(startServer({ config: { port, logLevel: 'silent' } })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  expect(holder.listening).toBe(true);
  holder.close();
});

it('keeps no timer when it has stopped, although the peer package has endless ones', async () => {
  const timeouts = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  const before = timeouts();
  const other = await startServer({ config: { port: 0, logLevel: 'silent' } });
  expect(timeouts()).toBeGreaterThan(before);
  await other.stop();
  expect(timeouts()).toBe(before);
});
