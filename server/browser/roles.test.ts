/** The shared browser's API as its people use it: seeing each other, and driving. */
import { errorOf, statusOf } from '../testing/http';
import { until } from '../testing/until';
import { BrowserWorld } from './testing/BrowserWorld';

const world = new BrowserWorld();
afterEach(() => world.end());

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
