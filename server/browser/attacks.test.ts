/** What must not work with shared browsers, tried at a real server; no attack may start a browser, or end somebody else's. */
import { connect } from 'node:net';
import { once } from 'node:events';
import { SERVER_LIMITS } from '../serverLimits';
import { bearerHeader, call, errorOf } from '../testing/http';
import { BROWSER_LIMITS as LIMITS } from './limits';
import { BrowserWorld } from './testing/BrowserWorld';

const world = new BrowserWorld();
afterEach(() => world.end());

const EVIL = 'https://evil.example';
const statusOf = async (answer: Promise<{ status: number }>) => (await answer).status;

/** Every call that changes something, with a body that would do. */
const callsOf = (shareCode: string, userId: string): Array<[string, object]> => [
  ['create', {}],
  ['join', { shareCode }],
  ['leave', { shareCode }],
  ['control', { shareCode, control: { mode: 'everyone' } }],
  ['remove', { shareCode, userId }],
  ['end', { shareCode }],
];

describe('BROW-10: pages of other origins', () => {
  test.each([
    ['another site', { origin: EVIL }],
    ['a sandboxed frame', { origin: 'null' }],
    ['a name that an attacker has pointed here', { host: 'evil.example' }],
    ['a name that only begins as this server', { host: 'localhost.evil.example' }],
    ['this host by another port', { origin: 'http://127.0.0.1:1' }],
    ['this host by another scheme', { origin: 'https://127.0.0.1' }],
    ['a rebound name that is its own origin', { host: 'evil.example:9000', origin: 'http://evil.example:9000' }],
    ['a picture or a script, which names no origin', { 'sec-fetch-site': 'cross-site' }],
  ])('%s calls nothing, with the right token', async (_who, headers) => {
    await world.start();
    const host = await world.host();
    const bob = await world.guest(host.shareCode);
    for (const [path, body] of callsOf(host.shareCode, bob.userId)) {
      expect([path, errorOf(await world.post(path, body, host.token, headers))]).toEqual([path, '403 forbidden']);
    }
    expect(errorOf(await world.get(host.shareCode, host.token, headers))).toBe('403 forbidden');
    expect(world.provider.launches).toBe(1);
    expect((await world.get(host.shareCode)).status).toBe(200);
  });

  test.each([
    ['text/plain', '{}'],
    ['text/plain;application/json', '{}'],
    ['application/x-www-form-urlencoded', 'startUrl=http://evil.example'],
    ['multipart/form-data; boundary=x', '--x--'],
    ['', '{}'],
  ])('a form, or a post that asks nobody first (%s), starts no Chromium', async (type, raw) => {
    const { url } = await world.start();
    const post = (headers: Record<string, string>) =>
      call(`${url}/api/vm/shared/create`, { method: 'POST', raw, headers: { 'content-type': type, ...headers } });
    expect(await statusOf(post({ origin: EVIL, 'sec-fetch-site': 'cross-site' }))).toBe(403);
    // By the type alone, too.
    expect(await statusOf(post({}))).toBe(415);
    expect(await statusOf(post({ origin: url }))).toBe(415);
    expect(world.provider.launches).toBe(0);
  });

  test("its own page calls it, by the address that it was opened at; so do the listed Grafanas'", async () => {
    const { url, port } = await world.start();
    expect(await statusOf(world.post('create', {}, undefined, { origin: url }))).toBe(201);
    const named = { host: `localhost:${port}`, origin: `http://localhost:${port}` };
    expect(await statusOf(world.post('create', {}, undefined, named))).toBe(201);
    const grafana = await world.get('ZZZZZZ', undefined, { origin: 'http://localhost:3000' });
    expect(grafana.headers['access-control-allow-origin']).toBe('http://localhost:3000');
    // Other endpoints are none of that page's business.
    const { status } = await call(`${url}/api/sessions/ZZZZZZ`, { headers: { origin: url } });
    expect(status).toBe(403);
  });

  test('with an address of its own on this machine it has both', async () => {
    const { url } = await world.start({ publicUrl: 'http://localhost:9000' });
    const proxied = { host: 'localhost:9000', origin: 'http://localhost:9000' };
    expect(await statusOf(world.post('create', {}, undefined, proxied))).toBe(201);
    expect(await statusOf(world.post('create', {}, undefined, { origin: url }))).toBe(201);
    expect(await statusOf(world.post('create', {}, undefined, { origin: 'http://localhost:9001' }))).toBe(403);
  });

  test('behind an address of its own that is the one origin, and not what Host says', async () => {
    await world.start({ publicUrl: 'https://live.example.org/live' });
    const host = 'live.example.org';
    expect(await statusOf(world.post('create', {}, undefined, { host, origin: `https://${host}` }))).toBe(201);
    expect(await statusOf(world.post('create', {}, undefined, { host, origin: `http://${host}` }))).toBe(403);
    expect(await statusOf(world.post('create', {}, undefined, { origin: world.url }))).toBe(403);
  });
});

describe('BROW-9: sockets', () => {
  test.each(['ws', 'view'] as const)(
    '%s opens for no other origin, no other host, and for no page that names none',
    async (path) => {
      await world.start();
      const host = await world.create();
      const at = { code: host.shareCode, token: host.token, path };
      expect(await world.knock({ ...at, origin: EVIL })).toBe(403);
      expect(await world.knock({ ...at, origin: 'null' })).toBe(403);
      expect(await world.knock({ ...at, origin: null })).toBe(403);
      expect(await world.knock({ ...at, origin: EVIL, byHeader: true })).toBe(403);
      expect(await world.knock({ ...at, headers: { host: 'evil.example' } })).toBe(403);
      expect(await world.knock({ ...at, origin: 'http://evil.example', headers: { host: 'evil.example' } })).toBe(403);
      expect(typeof (await world.knock(at))).toBe('object');
    }
  );

  test.each(['ws', 'view'] as const)('%s opens for no token but one of this session', async (path) => {
    await world.start();
    const [host, other] = [await world.create(), await world.create()];
    const at = { code: host.shareCode, path };
    expect(await world.knock(at)).toBe(401);
    expect(await world.knock({ ...at, token: other.token })).toBe(401);
    expect(
      await world.knock({ ...at, token: `${host.token.slice(0, -1)}${host.token.endsWith('A') ? 'E' : 'A'}` })
    ).toBe(401);
    expect(await world.knock({ ...at, token: 'short' })).toBe(401);
    expect(await world.knock({ code: 'ZZZZZZ', path, token: host.token })).toBe(404);
    expect(await world.knock({ code: '', path, token: host.token })).toBe(404);
  });

  test('as many as a user may have, and no more', async () => {
    await world.start();
    const host = await world.create();
    for (let n = 0; n < LIMITS.socketsPerUser; n += 1) {
      await world.open(host);
    }
    const more = await world.knock({ code: host.shareCode, token: host.token });
    expect(typeof more === 'object' && (await more.ends())).toBe(4429);
  });

  test.each([
    ['no JSON', 'x', 4400],
    ['nothing that is known', '{"type":"session_terminated","reason":"time_limit"}', 4400],
    ['a viewer without an id', '{"type":"viewer"}', 4400],
    ['a key of the prototype', '{"type":"__proto__"}', 4400],
    ['a picture', Buffer.from([1, 2, 3]), 4400],
    ['too much', 'x'.repeat(LIMITS.messageBytes.events + 1), 1009],
  ])('whoever says %s is out, and nobody else', async (_what, said, code) => {
    await world.start();
    const host = await world.host();
    const bob = await world.guest(host.shareCode);
    bob.tab.socket.send(said);
    expect(await bob.tab.ends()).toBe(code);
    await host.tab.settled();
    expect(host.tab.all('session_terminated')).toEqual([]);
  });

  test('whoever floods is out', async () => {
    await world.start();
    const host = await world.host();
    for (let n = 0; n <= LIMITS.messages.burst; n += 1) {
      host.tab.say({ type: 'ping' });
    }
    expect(await host.tab.ends()).toBe(4429);
  });

  test.each(['//', '//[', '/api/vm/shared/ws?shareCode=%', '/api/vm/shared/ws', '/api/vm/shared/view?shareCode=', '*'])(
    'goes on after a request to be upgraded at %s',
    async (address) => {
      const { port } = await world.start();
      const wire = connect(port, '127.0.0.1');
      const headers = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'];
      const key = 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==';
      wire.write(`${[`GET ${address} HTTP/1.1`, `Host: 127.0.0.1:${port}`, ...headers, key].join('\r\n')}\r\n\r\n`);
      const [answer] = await once(wire, 'data');
      expect(String(answer)).toMatch(/^HTTP\/1\.1 4\d\d /);
      wire.destroy();
      expect((await world.create()).shareCode).toHaveLength(6);
    }
  );
});

describe('BROW-6, BROW-7: who is not the creator', () => {
  test('steers, removes and ends nothing, nor with a token of a session that is their own', async () => {
    await world.start();
    const [host, eve] = [await world.host(), await world.create()];
    const bob = await world.guest(host.shareCode);
    const { shareCode } = host;
    for (const token of [bob.token, eve.token, undefined]) {
      const wanted = token === bob.token ? '403 forbidden' : '401 unauthorized';
      for (const [path, body] of callsOf(shareCode, host.userId).slice(3)) {
        expect([path, errorOf(await world.post(path, body, token))]).toEqual([path, wanted]);
      }
    }
    expect(errorOf(await world.post('leave', { shareCode }, eve.token))).toBe('401 unauthorized');
    expect(JSON.parse((await world.get(shareCode, eve.token)).text).url).toBeUndefined();
    // To join with it makes somebody new of them, with a token of their own.
    const joined = await world.join(shareCode, 'Eve', eve.token);
    expect(joined.isNewUser).toBe(true);
    expect([joined.token, joined.userId]).not.toContain(eve.token);
    expect(joined.userId).not.toBe(eve.userId);
    await host.tab.settled();
    expect(host.tab.all('control_changed')).toEqual([]);
    expect(errorOf(await world.post('remove', { shareCode, userId: host.userId }, host.token))).toBe('400 bad-request');
  });

  test('nobody becomes somebody else by an id that all are told', async () => {
    await world.start();
    const host = await world.host();
    for (const token of [host.userId, host.sessionId, host.shareCode]) {
      expect(errorOf(await world.post('end', { shareCode: host.shareCode }, token))).toBe('401 unauthorized');
    }
  });
});

describe('BROW-10: floods', () => {
  test('codes cannot be guessed for long, and members behind the same router notice nothing', async () => {
    await world.start();
    const host = await world.create();
    const tried = [];
    for (let guess = 0; guess <= LIMITS.wrongCodesPerMinute; guess += 1) {
      const wrong = `ZZZZ${String(guess).padStart(2, '0')}`;
      const { status, headers } = guess % 2 ? await world.get(wrong) : await world.post('join', { shareCode: wrong });
      tried.push({ status, retry: headers['retry-after'] });
    }
    expect(tried.slice(0, -1).every(({ status }) => status === 404)).toBe(true);
    expect(tried.at(-1)).toEqual({ status: 429, retry: '60' });
    expect(await world.knock({ code: 'ZZZZZZ', token: host.token })).toBe(429);
    // Nor does the right one tell that it is right.
    expect(errorOf(await world.get(host.shareCode))).toBe('429 too-many');
    expect(await statusOf(world.get(host.shareCode, host.token))).toBe(200);
    expect(typeof (await world.knock({ code: host.shareCode, token: host.token }))).toBe('object');
  });

  test('two sessions an address, asked for at once or not, and again when one is over', async () => {
    await world.start();
    const answers = await Promise.all(Array.from({ length: 6 }, () => world.post('create', {})));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 429, 429, 429, 429]);
    expect(world.provider.launches).toBe(2);
    const refused = answers.find(({ status }) => status === 429);
    expect(Number(refused?.headers['retry-after'])).toBe(600);
    const made = JSON.parse(answers.find(({ status }) => status === 201)?.text ?? '');
    await world.post('end', { shareCode: made.shareCode }, made.token);
    expect(await statusOf(world.post('create', {}))).toBe(201);
  });

  test('to start and end them without end is held up, too', async () => {
    await world.start();
    for (let n = 0; n < LIMITS.createsPerMinute; n += 1) {
      const { shareCode, token } = await world.create();
      await world.post('end', { shareCode }, token);
    }
    const refused = await world.post('create', {});
    expect([errorOf(refused), refused.headers['retry-after']]).toEqual(['429 too-many', '60']);
    expect(world.provider.launches).toBe(LIMITS.createsPerMinute);
  });

  test('a forged X-Forwarded-For is another address behind a trusted proxy alone', async () => {
    const from = (address: string) => world.post('create', {}, undefined, { 'x-forwarded-for': address });
    await world.start();
    const forged = [await from('10.0.0.1'), await from('10.0.0.2'), await from('10.0.0.3')];
    expect(forged.map(({ status }) => status)).toEqual([201, 201, 429]);
    await world.end();
    await world.start({ trustedProxies: ['127.0.0.1'] });
    const passed = [await from('10.0.0.1'), await from('10.0.0.1'), await from('10.0.0.1'), await from('10.0.0.2')];
    expect(passed.map(({ status }) => status)).toEqual([201, 201, 429, 201]);
    // What stands left of what the proxy wrote is the caller's own.
    expect(await statusOf(from('1.1.1.1, 10.0.0.1'))).toBe(429);
  });

  test("in Grafana two a login, by whatever address; and its headers are nobody's without the key", async () => {
    const key = 'k'.repeat(16);
    await world.start({ apiKey: key });
    const as = (login: string, bearer = key) =>
      world.post('create', {}, undefined, { ...bearerHeader(bearer), 'x-grafana-user': login });
    expect(await Promise.all(['ada', 'ada', 'bob'].map((login) => statusOf(as(login))))).toEqual([201, 201, 201]);
    expect(await statusOf(as('ada'))).toBe(429);
    expect(await statusOf(as('eve', 'w'.repeat(16)))).toBe(401);
    const anonymous = { ...bearerHeader(key), 'x-grafana-context': '{"Login":"","IsAnonymous":true}' };
    expect(await statusOf(world.post('create', {}, undefined, anonymous))).toBe(403);
    expect(world.provider.launches).toBe(3);
  });

  test('as many browsers as the server takes, whoever asks', async () => {
    await world.start({ trustedProxies: ['127.0.0.1'] });
    const tried = [];
    for (let n = 0; n <= LIMITS.sessions; n += 1) {
      tried.push(await statusOf(world.post('create', {}, undefined, { 'x-forwarded-for': `10.0.0.${n}` })));
    }
    expect(tried.slice(0, -1).every((status) => status === 201)).toBe(true);
    expect(tried.at(-1)).toBe(503);
  });

  test('to come and go without end fills nothing up, and pushes neither the creator nor a removal out', async () => {
    await world.start();
    const host = await world.host();
    const bob = await world.join(host.shareCode);
    await world.post('remove', { shareCode: host.shareCode, userId: bob.userId }, host.token);
    for (let n = 0; n < LIMITS.rememberedUsers + 20; n += 1) {
      const { token } = await world.join(host.shareCode);
      await world.post('leave', { shareCode: host.shareCode }, token);
    }
    expect(errorOf(await world.post('join', { shareCode: host.shareCode }, bob.token))).toBe('403 forbidden');
    expect((await world.join(host.shareCode, undefined, host.token)).users[0]).toMatchObject({ isCreator: true });
  });
});

describe('BROW-10: bodies', () => {
  test('a huge one is not read, a deep or broken one is refused, and neither starts anything', async () => {
    const { url } = await world.start();
    const post = (raw: string) =>
      call(`${url}/api/vm/shared/create`, { method: 'POST', raw, headers: { 'content-type': 'application/json' } });
    expect(await statusOf(post(JSON.stringify({ name: 'x'.repeat(SERVER_LIMITS.bodyBytes) })))).toBe(413);
    expect(await statusOf(post('['.repeat(8000) + ']'.repeat(8000)))).toBe(400);
    for (const raw of ['{', 'null', '[]', '"x"', '{"name":{}}', '{"startUrl":1}', `{"name":"${'x'.repeat(200)}"}`]) {
      expect([raw, await statusOf(post(raw))]).toEqual([raw, 400]);
    }
    expect(world.provider.launches).toBe(0);
  });

  test('a name turns no line around, looks like no other, and is cut', async () => {
    await world.start();
    const host = await world.create({ name: '\u202eadA\u0000\u200b' });
    const long = await world.join(host.shareCode, 'y'.repeat(100));
    const empty = await world.join(host.shareCode, '\u200b\u200b');
    expect(empty.users.map(({ name }) => name)).toEqual(['adA', 'y'.repeat(40), 'Guest 2']);
    expect(long.isNewUser).toBe(true);
  });
});
