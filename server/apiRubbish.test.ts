/** Rubbish for the HTTP API, and how everybody else is left alone. */
import { connect } from 'node:net';
import { LIMITS } from '../src/protocol/limits';
import { SERVER_LIMITS } from './serverLimits';
import { call, errorOf } from './testing/http';
import { World } from './testing/room';

let world: World;

beforeEach(async () => {
  world = new World();
  await world.start();
});

afterEach(() => world.end());

const fields = { name: 'n', presenterName: 'p', presenterKey: 'a'.repeat(64) };

it.each([
  ['an empty name', { ...fields, name: '' }],
  ['a name of invisible characters', { ...fields, name: '\u200b\u202e' }],
  ['a name that is one too long', { ...fields, name: 'n'.repeat(LIMITS.sessionNameLength + 1) }],
  ['a presenter’s name that is one too long', { ...fields, presenterName: 'n'.repeat(LIMITS.nameLength + 1) }],
  ['a short key', { ...fields, presenterKey: 'AAAA' }],
  ['a list', []],
  ['nothing', {}],
])('%s is refused without being quoted', async (_what, json) => {
  const answer = await call(`${world.url}/api/sessions`, { method: 'POST', json });
  expect(errorOf(answer)).toBe('400 bad-request');
  expect(answer.text).not.toContain('nnnn');
});

it.each(['{', '"text"', 'null', '{"name":"\ud800', 'SECRET'])('a body %j is refused and not echoed', async (raw) => {
  const answer = await call(`${world.url}/api/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    raw,
  });
  expect(errorOf(answer)).toBe('400 bad-request');
  expect(answer.text).not.toContain('SECRET');
});

it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])(
  'a body of type %s, which any page can post, is refused',
  async (type) => {
    const headers = { 'content-type': type };
    const raw = JSON.stringify(fields);
    expect(errorOf(await call(`${world.url}/api/sessions`, { method: 'POST', headers, raw }))).toBe('415 bad-request');
    expect(errorOf(await call(`${world.url}/api/sessions`, { method: 'POST', raw }))).toBe('415 bad-request');
  }
);

it('a body of 10 MB is cut off while another call is answered', async () => {
  const { port } = world;
  const body = Buffer.alloc(10_000_000, 0x61);
  const socket = connect(port, '127.0.0.1');
  const ended = new Promise<string>((resolve) => {
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString()));
    socket.on('error', () => resolve(text));
    socket.on('close', () => resolve(text));
  });
  socket.write(
    `POST /api/sessions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`
  );
  socket.write(body);
  expect((await call(`${world.url}/health`)).status).toBe(200);
  expect(await ended).toMatch(/^HTTP\/1\.1 413 /);
});

it('a body at the bound is read and one byte more is not', async () => {
  const sized = (bytes: number) => {
    const frame = JSON.stringify({ ...fields, pad: '' });
    return JSON.stringify({ ...fields, pad: 'x'.repeat(bytes - frame.length) });
  };
  const headers = { 'content-type': 'application/json' };
  const post = (raw: string) => call(`${world.url}/api/sessions`, { method: 'POST', headers, raw });
  expect((await post(sized(SERVER_LIMITS.bodyBytes))).status).toBe(201);
  expect(errorOf(await post(sized(SERVER_LIMITS.bodyBytes + 1)))).toBe('413 bad-request');
});

it('a code that can be none, an unknown path and bytes that are no HTTP leave everybody else alone', async () => {
  expect(errorOf(await call(`${world.url}/api/sessions/abc`))).toBe('400 bad-request');
  expect(errorOf(await call(`${world.url}/api/sessions/%ff%00`))).toBe('400 bad-request');
  expect(errorOf(await call(`${world.url}/api/sessions/__proto__/tickets`, { method: 'POST', json: {} }))).toBe(
    '400 bad-request'
  );
  expect(errorOf(await call(`${world.url}/nothing/here`))).toBe('404 not-found');
  const socket = connect(world.port, '127.0.0.1');
  const answered = new Promise<string>((resolve) => socket.once('data', (data) => resolve(data.toString())));
  socket.write('\u0000\u0001rubbish\r\n\r\n');
  expect(await answered).toMatch(/^HTTP\/1\.1 400 /);
  socket.destroy();
  expect((await call(`${world.url}/health`)).status).toBe(200);
});
