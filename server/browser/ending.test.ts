/** The ways in which a shared browser ends, and that nothing is left of it. */
import { errorOf, statusOf } from '../testing/http';
import { until } from '../testing/until';
import { BrowserWorld } from './testing/BrowserWorld';

const world = new BrowserWorld();
afterEach(() => world.end());

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
