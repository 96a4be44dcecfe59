/** The shared browser's API as its people use it: entering, seeing each other, driving, and all five ways to end. */
import { browserSessionSchema, joinBrowserResponseSchema } from '../../src/protocol/browserApi';
import pino from 'pino';
import { defaultConfig } from '../config';
import { memoryStores } from '../memory/memoryStores';
import { startServer } from '../startServer';
import { bearerHeader, call, errorOf } from '../testing/http';
import { until } from '../testing/until';
import { NoProvider } from './NoProvider';
import { openProvider } from './openProvider';
import { ProviderFailure } from './provider';
import { BrowserWorld } from './testing/BrowserWorld';
import { PlainProvider } from './testing/PlainProvider';

const world = new BrowserWorld();
afterEach(() => world.end());

const statusOf = async (answer: Promise<{ status: number }>) => (await answer).status;

describe('BROW-5, BROW-6: entering', () => {
  test('whoever creates one gets a code, a page, its end, and a token that is theirs alone', async () => {
    await world.start();
    const host = await world.create({ name: '  Ada\u202e ', startUrl: 'https://example.org/a' });
    expect(host.url).toBe(`${world.url}/shared-session/${host.shareCode}`);
    expect(host.expiresAt).toBe(world.clock.wall() + 10 * 60_000);
    const seen = browserSessionSchema.parse(JSON.parse((await world.get(host.shareCode, host.token)).text));
    expect(seen).toEqual({
      sessionId: host.sessionId,
      shareCode: host.shareCode,
      users: [{ id: host.userId, name: 'Ada', joinedAt: world.clock.wall(), isCreator: true }],
      createdAt: world.clock.wall(),
      expiresAt: host.expiresAt,
      url: host.url,
    });
    expect(world.provider.browsers.get(host.sessionId)?.launch.startUrl).toBe('https://example.org/a');
    expect(world.provider.browsers.get(host.sessionId)?.control).toEqual({ mode: 'one', driver: host.userId });
  });

  test('the address is for members alone, and nobody is told an address of anybody', async () => {
    await world.start();
    const host = await world.host();
    const guest = await world.guest(host.shareCode);
    const text = (await world.get(host.shareCode)).text;
    expect(browserSessionSchema.parse(JSON.parse(text)).url).toBeUndefined();
    const told = [text, (await world.get(host.shareCode, guest.token)).text, ...host.tab.texts, ...guest.tab.texts];
    expect(told.join('\n').replaceAll(world.url, '')).not.toMatch(/127\.0\.0\.1|::1/);
    expect(told.join('\n')).not.toContain(host.token);
  });

  test.each(['lower case', 'blanks and dashes', 'look-alikes'])(
    'a code is taken as people type it: %s',
    async (how) => {
      await world.start();
      const { shareCode } = await world.create();
      const typed = {
        'lower case': shareCode.toLowerCase(),
        'blanks and dashes': ` ${shareCode.slice(0, 3)}-${shareCode.slice(3)} `,
        'look-alikes': shareCode.replaceAll('1', 'l').replaceAll('0', 'o'),
      }[how];
      expect(await statusOf(world.post('join', { shareCode: typed }))).toBe(200);
      expect(await statusOf(world.get(encodeURIComponent(typed ?? '')))).toBe(200);
    }
  );

  test('a user is a token: two behind one router are two, and the same token again is the same one', async () => {
    await world.start();
    const host = await world.create();
    const bob = await world.join(host.shareCode, 'Bob');
    const eve = await world.join(host.shareCode);
    expect(new Set([host.userId, bob.userId, eve.userId]).size).toBe(3);
    expect(new Set([host.token, bob.token, eve.token]).size).toBe(3);
    const again = await world.join(host.shareCode, 'Robert', bob.token);
    expect(again).toMatchObject({ userId: bob.userId, token: bob.token, isNewUser: false });
    expect(bob.isNewUser).toBe(true);
    expect(again.users.map(({ name }) => name)).toEqual(['Host', 'Bob', 'Guest 2']);
    expect((await world.join(host.shareCode, 'x', host.token)).users[0].isCreator).toBe(true);
  });

  test('in Grafana, where the bearer is the key, the token comes in a header of its own', async () => {
    await world.start({ apiKey: 'k'.repeat(16) });
    const key = bearerHeader('k'.repeat(16));
    expect(errorOf(await world.post('create', {}))).toBe('401 unauthorized');
    const host = await world.create({}, key);
    const again = await world.post('join', { shareCode: host.shareCode }, undefined, {
      ...key,
      'x-live-token': host.token,
    });
    expect(joinBrowserResponseSchema.parse(JSON.parse(again.text))).toMatchObject({
      userId: host.userId,
      isNewUser: false,
    });
    // The code alone lets in.
    expect(await statusOf(world.post('join', { shareCode: host.shareCode }))).toBe(200);
  });

  test('the eleventh is told that it is full, and gets in when somebody leaves', async () => {
    await world.start();
    const host = await world.create();
    const guests = await Promise.all(Array.from({ length: 9 }, () => world.join(host.shareCode)));
    expect(errorOf(await world.post('join', { shareCode: host.shareCode }))).toBe('409 full');
    // Who is in already is not held up by that.
    expect((await world.join(host.shareCode, undefined, guests[0].token)).isNewUser).toBe(false);
    await world.post('leave', { shareCode: host.shareCode }, guests[3].token);
    expect((await world.join(host.shareCode)).users).toHaveLength(10);
  });

  test('what cannot be is answered with what to do', async () => {
    await world.start();
    const { shareCode, token } = await world.create();
    const answers: Array<[string, Promise<{ status: number; text: string }>]> = [
      ['404 not-found', world.get('ZZZZZZ')],
      ['404 not-found', world.get('no%20code')],
      ['404 not-found', world.post('join', { shareCode: 'ZZZZZZ' })],
      ['400 bad-request', world.post('join', {})],
      ['400 bad-request', world.post('create', { startUrl: 'file:///etc/passwd' })],
      ['400 bad-request', world.post('create', { startUrl: 'https://me:secret@example.org/' })],
      ['400 bad-request', world.post('create', { startUrl: 'javascript:alert(1)' })],
      ['400 bad-request', world.post('create', { name: 7 })],
      ['401 unauthorized', world.post('leave', { shareCode })],
      ['404 not-found', world.post('nothing', { shareCode }, token)],
    ];
    for (const [wanted, asked] of answers) {
      const { error, details } = JSON.parse((await asked).text);
      expect(`${(await asked).status} ${error}`).toBe(wanted);
      expect(details).toMatch(/^\w.{10,}\.$/);
      expect(details).not.toContain('secret');
    }
    expect(world.provider.launches).toBe(1);
  });

  test.each([
    ['unavailable', 'HYPERBEAM_API_KEY is not set.', '503 no-browser', undefined],
    ['failed', 'It has failed.', '502 browser-failed', undefined],
    ['busy', 'No room.', '429 too-many', '30'],
  ] as const)('a provider that is %s says so, and leaves nothing behind', async (kind, message, wanted, retry) => {
    await world.start();
    world.provider.failure = new ProviderFailure(kind, message);
    for (let n = 0; n < 3; n += 1) {
      const answer = await world.post('create', {});
      expect(errorOf(answer)).toBe(wanted);
      expect(JSON.parse(answer.text).details).toBe(message);
      expect(answer.headers['retry-after']).toBe(retry);
    }
    world.provider.failure = null;
    expect(await statusOf(world.post('create', {}))).toBe(201);
  });

  test('a server without any says which variable there is', async () => {
    const { url } = await world.start({ browser: false });
    const answer = await call(`${url}/api/vm/shared/create`, { method: 'POST', json: {} });
    expect(errorOf(answer)).toBe('404 not-found');
    expect(answer.text).toContain('BROWSER');
    expect(JSON.parse((await call(`${url}/api/offers`)).text).browser).toBe(false);
  });
});

test('BROW-1: a server that shares its sessions with others has none, and its log says why', async () => {
  const lines: string[] = [];
  const server = await startServer({
    config: { port: 0, browser: true },
    stores: Object.assign(memoryStores(world.clock), { kind: 'redis' as const }),
    browserProvider: new PlainProvider(),
    log: pino({ level: 'info' }, { write: (line) => lines.push(line) }),
  });
  const answer = await call(`${server.url}/api/vm/shared/create`, { method: 'POST', json: {} });
  const offers = await call(`${server.url}/api/offers`);
  await server.stop();
  expect(errorOf(answer)).toBe('404 not-found');
  expect(JSON.parse(offers.text).browser).toBe(false);
  expect(lines.join('')).toMatch(/no shared browser[^"]*REDIS_URL/);
});

test('BROW-12: one that can have no browser offers none, and says to who asks what is missing', async () => {
  const why = 'There is no Chromium. Or set HYPERBEAM_API_KEY, which is not set.';
  const { url } = await world.start({}, new NoProvider(why));
  const answer = await world.post('create', {});
  expect(errorOf(answer)).toBe('503 no-browser');
  expect(JSON.parse(answer.text).details).toBe(why);
  expect(JSON.parse((await call(`${url}/api/offers`)).text).browser).toBe(false);
});

test('BROW-12: started with a Chromium that is not there it names the variable', async () => {
  const config = { ...defaultConfig(), browserChromium: '/nowhere/chromium' };
  const provider = openProvider(config, world.clock, pino({ level: 'silent' }));
  await world.start({}, provider);
  const answer = await world.post('create', {});
  expect(errorOf(answer)).toBe('503 no-browser');
  expect(answer.text).toMatch(/BROWSER_CHROMIUM[^]*HYPERBEAM_API_KEY/);
});

describe('BROW-9: seeing each other', () => {
  test('all are told who comes, goes and drives; who opens a socket is told all', async () => {
    await world.start();
    const host = await world.host({ name: 'Ada' });
    const bob = await world.guest(host.shareCode, 'Bob');
    expect(await host.tab.hears('user_joined')).toMatchObject({ user: { id: bob.userId, name: 'Bob' }, totalUsers: 2 });
    expect(bob.tab.all('session_info')[0]).toMatchObject({
      session: { sessionId: host.sessionId, url: host.url, users: [{ name: 'Ada' }, { name: 'Bob' }] },
      userId: bob.userId,
      provider: 'local',
      control: { mode: 'one', driver: host.userId },
      endsWhenIdle: true,
    });
    await world.post('leave', { shareCode: host.shareCode }, bob.token);
    expect(await host.tab.hears('user_left')).toMatchObject({ user: { id: bob.userId }, totalUsers: 1 });
    expect(await bob.tab.ends()).toBe(1000);
    expect(await statusOf(world.get(host.shareCode, bob.token))).toBe(200);
    expect(JSON.parse((await world.get(host.shareCode, bob.token)).text).url).toBeUndefined();
  });

  test('pings are answered, and by header or by subprotocol a token opens the socket', async () => {
    await world.start();
    const host = await world.host();
    await host.tab.settled();
    expect(host.tab.socket.protocol).toBe('live-browser-events.v1');
    const program = await world.open(host, { byHeader: true, origin: null });
    await program.settled();
  });

  test('the view is handed to the provider, with who it is', async () => {
    await world.start();
    const host = await world.host();
    const bob = await world.guest(host.shareCode);
    const views = await Promise.all([host, bob].map((who) => world.open(who, { path: 'view' })));
    views.forEach(({ socket }) => socket.send('a key'));
    await until(() => views.every(({ texts }) => texts.length === 1), 'answers');
    expect(views.map(({ texts }) => texts[0])).toEqual(['taken', 'dropped']);
    expect(views[0].socket.protocol).toBe('live-browser-view.v1');
  });

  test('who the provider knows somebody as is passed on', async () => {
    await world.start();
    const host = await world.host();
    host.tab.say({ type: 'viewer', viewerId: 'v-1' });
    await host.tab.settled();
    expect(world.provider.browsers.get(host.sessionId)?.introduced).toEqual([[host.userId, 'v-1']]);
  });
});

describe('BROW-7: driving', () => {
  const one = (driver: string | null) => ({ mode: 'one' as const, driver });

  test('the creator gives and takes it, who has it may give it back, and nobody else says anything', async () => {
    await world.start();
    const host = await world.host();
    const [bob, eve] = [await world.guest(host.shareCode), await world.guest(host.shareCode)];
    const control = (token: string, wanted: object) =>
      world.post('control', { shareCode: host.shareCode, control: wanted }, token);
    expect(errorOf(await control(bob.token, one(bob.userId)))).toBe('403 forbidden');
    expect(await statusOf(control(host.token, one(bob.userId)))).toBe(200);
    expect((await eve.tab.hears('control_changed')).control).toEqual(one(bob.userId));
    expect(world.provider.browsers.get(host.sessionId)?.control).toEqual(one(bob.userId));
    // Not to whom they like.
    expect(errorOf(await control(bob.token, one(eve.userId)))).toBe('403 forbidden');
    expect(errorOf(await control(bob.token, { mode: 'everyone' }))).toBe('403 forbidden');
    expect(errorOf(await control(eve.token, one(null)))).toBe('403 forbidden');
    expect(await statusOf(control(bob.token, one(null)))).toBe(200);
    expect(await statusOf(control(host.token, { mode: 'everyone' }))).toBe(200);
    expect(errorOf(await control(host.token, one('0'.repeat(16))))).toBe('404 not-found');
    expect((await eve.tab.hears('control_changed', 3)).control).toEqual({ mode: 'everyone' });
  });

  test('who drove and is gone drives no more: the creator does', async () => {
    await world.start();
    const host = await world.host();
    const bob = await world.guest(host.shareCode);
    await world.post('control', { shareCode: host.shareCode, control: one(bob.userId) }, host.token);
    await world.post('leave', { shareCode: host.shareCode }, bob.token);
    expect((await host.tab.hears('control_changed', 2)).control).toEqual(one(host.userId));
    await until(() => {
      const { control } = world.provider.browsers.get(host.sessionId) ?? {};
      return control?.mode === 'one' && control.driver === host.userId;
    }, 'the provider to know');
  });

  test('whom the creator removes is told, is out, and does not come back with their token', async () => {
    await world.start();
    const host = await world.host();
    const bob = await world.guest(host.shareCode);
    const view = await world.open(bob, { path: 'view' });
    expect(await statusOf(world.post('remove', { shareCode: host.shareCode, userId: bob.userId }, host.token))).toBe(
      200
    );
    await bob.tab.hears('removed');
    expect([await bob.tab.ends(), await view.ends()]).toEqual([4403, 4403]);
    await host.tab.hears('user_left');
    expect(errorOf(await world.post('join', { shareCode: host.shareCode }, bob.token))).toBe('403 forbidden');
    expect(errorOf(await world.post('leave', { shareCode: host.shareCode }, bob.token))).toBe('403 forbidden');
    expect(await world.knock({ code: host.shareCode, token: bob.token })).toBe(403);
    expect(await world.knock({ code: host.shareCode, token: bob.token, path: 'view' })).toBe(403);
    expect(JSON.parse((await world.get(host.shareCode, bob.token)).text).url).toBeUndefined();
  });
});

describe('BROW-8: ending', () => {
  async function over(sessionId: string, shareCode: string) {
    await until(() => !world.provider.browsers.has(sessionId), 'the end of the browser');
    expect(errorOf(await world.get(shareCode))).toBe('404 not-found');
    expect(world.provider.left.size).toBe(0);
  }
  const reasons = () => world.lines.filter(({ msg }) => msg === 'shared browser: ended').map(({ reason }) => reason);

  test('time_limit: after ten minutes, warned a minute before, however busy', async () => {
    await world.start();
    const host = await world.host();
    for (let minute = 0; minute < 36; minute += 1) {
      world.clock.advance(15_000);
      host.tab.say({ type: 'user_activity' });
      await host.tab.settled();
    }
    expect(await host.tab.hears('warning', host.tab.all('warning').length || 1)).toBeDefined();
    await until(() => host.tab.all('warning').some(({ reason }) => reason === 'time_limit'), 'the warning');
    expect(host.tab.all('warning').find(({ reason }) => reason === 'time_limit')?.endsAt).toBe(host.expiresAt);
    for (let step = 0; step < 4; step += 1) {
      world.clock.advance(14_000);
      host.tab.say({ type: 'user_activity' });
      await host.tab.settled();
    }
    expect(host.tab.all('session_terminated')).toEqual([]);
    world.clock.advance(4_000);
    expect((await host.tab.hears('session_terminated')).reason).toBe('time_limit');
    expect(await host.tab.ends()).toBe(1000);
    await over(host.sessionId, host.shareCode);
    expect(reasons()).toEqual(['time_limit']);
  });

  test('inactivity: nobody does anything for 30 s, warned at 15 s; pings are nothing', async () => {
    await world.start();
    const host = await world.host();
    const bob = await world.guest(host.shareCode);
    world.clock.advance(14_999);
    await host.tab.settled();
    expect(host.tab.all('warning')).toEqual([]);
    world.clock.advance(1);
    expect(await bob.tab.hears('warning')).toMatchObject({ reason: 'inactivity', endsAt: world.clock.wall() + 15_000 });
    bob.tab.say({ type: 'user_activity' });
    await host.tab.hears('active');
    world.clock.advance(29_999);
    await host.tab.settled();
    await host.tab.hears('warning', 2);
    expect(host.tab.all('session_terminated')).toEqual([]);
    world.clock.advance(1);
    expect((await host.tab.hears('session_terminated')).reason).toBe('inactivity');
    expect((await bob.tab.hears('session_terminated')).reason).toBe('inactivity');
    await over(host.sessionId, host.shareCode);
    expect(reasons()).toEqual(['inactivity']);
  });

  test("a driver's input holds it up, an onlooker's does not", async () => {
    await world.start();
    const host = await world.host();
    const bob = await world.guest(host.shareCode);
    const [hosts, bobs] = [await world.open(host, { path: 'view' }), await world.open(bob, { path: 'view' })];
    world.clock.advance(20_000);
    await host.tab.hears('warning');
    bobs.socket.send('a key');
    await until(() => bobs.texts.length === 1, 'an answer');
    expect(host.tab.all('active')).toEqual([]);
    hosts.socket.send('a key');
    await host.tab.hears('active');
  });

  test('no_users: all have left, or closed their pages and were silent for 30 s', async () => {
    await world.start();
    const host = await world.host();
    const bob = await world.guest(host.shareCode);
    // Bob's page is closed; the host goes on.
    bob.tab.socket.close();
    await bob.tab.ends();
    world.clock.advance(29_000);
    host.tab.say({ type: 'user_activity' });
    await host.tab.settled();
    expect(host.tab.all('user_left')).toEqual([]);
    world.clock.advance(1_000);
    expect(await host.tab.hears('user_left')).toMatchObject({ user: { id: bob.userId }, totalUsers: 1 });
    // Who is back is the same one.
    expect(await world.join(host.shareCode, undefined, bob.token)).toMatchObject({
      userId: bob.userId,
      isNewUser: false,
    });
    expect(await host.tab.hears('user_joined', 2)).toMatchObject({ user: { id: bob.userId }, totalUsers: 2 });
    await world.post('leave', { shareCode: host.shareCode }, bob.token);
    await world.post('leave', { shareCode: host.shareCode }, host.token);
    expect(await host.tab.ends()).toBe(1000);
    await over(host.sessionId, host.shareCode);
    expect(reasons()).toEqual(['no_users']);
  });

  test('no_users: whoever created it and never came ends it, too', async () => {
    await world.start();
    const host = await world.create();
    world.clock.advance(30_000);
    await over(host.sessionId, host.shareCode);
    expect(reasons()).toEqual(['no_users']);
  });

  test('creator_ended: by the creator and nobody else', async () => {
    await world.start();
    const host = await world.host();
    const bob = await world.guest(host.shareCode);
    const { shareCode } = host;
    expect(errorOf(await world.post('end', { shareCode }, bob.token))).toBe('403 forbidden');
    expect(errorOf(await world.post('end', { shareCode }))).toBe('401 unauthorized');
    expect(await statusOf(world.post('end', { shareCode }, host.token))).toBe(200);
    expect((await bob.tab.hears('session_terminated')).reason).toBe('creator_ended');
    await over(host.sessionId, shareCode);
    expect(errorOf(await world.post('end', { shareCode }, host.token))).toBe('404 not-found');
    expect(reasons()).toEqual(['creator_ended']);
  });

  test('provider_error: the browser is gone', async () => {
    await world.start();
    const host = await world.host();
    await world.provider.kill(host.sessionId);
    expect((await host.tab.hears('session_terminated')).reason).toBe('provider_error');
    await over(host.sessionId, host.shareCode);
    expect(reasons()).toEqual(['provider_error']);
  });

  test('with the server: sockets are closed with 1001, and nothing is left', async () => {
    const server = await world.start();
    const { provider } = world;
    const host = await world.host();
    let let_go = () => {};
    provider.ready = new Promise((resolve) => (let_go = resolve));
    const late = world.post('create', {});
    await until(() => provider.launches === 2, 'the second launch');
    const stopped = server.stop();
    expect(await host.tab.ends()).toBe(1001);
    let_go();
    await stopped;
    await late.catch(() => {});
    expect([provider.left.size, provider.browsers.size, provider.closed]).toEqual([0, 0, true]);
  });

  test('what a killed server has left is swept before anything is started', async () => {
    world.provider.left.add('of another run');
    await world.start();
    await world.create();
    expect(world.provider.swept).toBe(1);
    expect(world.provider.left.size).toBe(1);
  });
});

test('BROW-11: says in the log who came, went, drove and how it ended, and never a code or a token', async () => {
  await world.start();
  const host = await world.host();
  const bob = await world.guest(host.shareCode);
  await world.post('control', { shareCode: host.shareCode, control: { mode: 'everyone' } }, host.token);
  await world.post('remove', { shareCode: host.shareCode, userId: bob.userId }, host.token);
  await world.post('end', { shareCode: host.shareCode }, host.token);
  const said = world.lines.filter(({ msg }) => String(msg).startsWith('shared browser: '));
  expect(said.map(({ msg }) => String(msg).slice(16))).toEqual(['created', 'joined', 'control', 'removed', 'ended']);
  expect(said.every(({ browser }) => browser === host.sessionId)).toBe(true);
  const all = JSON.stringify(world.lines);
  [host.token, bob.token, host.shareCode].forEach((secret) => expect(all).not.toContain(secret));
});

test('BROW-1: is offered, and counted', async () => {
  const { url } = await world.start();
  const host = await world.create();
  await world.join(host.shareCode);
  expect(JSON.parse((await call(`${url}/api/offers`)).text).browser).toBe(true);
  const { text } = await call(`${url}/metrics`);
  expect(text).toMatch(/^livesessions_browsers 1$/m);
  expect(text).toMatch(/^livesessions_browser_users 2$/m);
});
