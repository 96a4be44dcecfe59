/** Asking for control: who created the browser is told, and nobody else. */
import { BrowserWorld } from './testing/BrowserWorld';
import { BROWSER_LIMITS as LIMITS } from './limits';

const world = new BrowserWorld();
afterEach(() => world.end());

async function room() {
  await world.start();
  const host = await world.host({ name: 'Ada' });
  const bob = await world.guest(host.shareCode, 'Bob');
  const eve = await world.guest(host.shareCode, 'Eve');
  const control = (json: object) => world.post('control', { shareCode: host.shareCode, control: json }, host.token);
  return { host, bob, eve, control };
}

test('BROW-7: who asks for control is told to the creator alone, and gets it when it is given', async () => {
  const { host, bob, eve, control } = await room();
  bob.tab.say({ type: 'ask_control' });
  expect(await host.tab.hears('control_asked')).toEqual({ type: 'control_asked', userId: bob.userId });
  await Promise.all([bob.tab.settled(), eve.tab.settled()]);
  expect([bob, eve].flatMap(({ tab }) => tab.all('control_asked'))).toEqual([]);
  // Asking alone gives nothing.
  expect(bob.tab.all('control_changed')).toEqual([]);
  await control({ mode: 'one', driver: bob.userId });
  expect(await bob.tab.hears('control_changed')).toMatchObject({ control: { driver: bob.userId } });
});

test('BROW-7: asking again and again is told once in a while, for each who asks', async () => {
  const { host, bob, eve } = await room();
  for (let n = 0; n < 20; n += 1) {
    bob.tab.say({ type: 'ask_control' });
  }
  await bob.tab.settled();
  eve.tab.say({ type: 'ask_control' });
  await host.tab.hears('control_asked', 2);
  expect(host.tab.all('control_asked').map(({ userId }) => userId)).toEqual([bob.userId, eve.userId]);
  world.clock.advance(LIMITS.askEvery);
  bob.tab.say({ type: 'ask_control' });
  await host.tab.hears('control_asked', 3);
});

test('BROW-7: nobody is told where there is nothing to give: by who drives, by the creator, or while all may', async () => {
  const { host, bob, control } = await room();
  host.tab.say({ type: 'ask_control' });
  await control({ mode: 'one', driver: bob.userId });
  await bob.tab.hears('control_changed');
  bob.tab.say({ type: 'ask_control' });
  await bob.tab.settled();
  await control({ mode: 'everyone' });
  await bob.tab.hears('control_changed', 2);
  bob.tab.say({ type: 'ask_control' });
  await Promise.all([host.tab.settled(), bob.tab.settled()]);
  await host.tab.settled();
  expect(host.tab.all('control_asked')).toEqual([]);
});

test('BROW-7: while the creator is away nobody is told, and asking keeps the browser from idling', async () => {
  const { host, bob } = await room();
  await world.post('leave', { shareCode: host.shareCode }, host.token);
  await bob.tab.hears('user_left');
  bob.tab.say({ type: 'ask_control' });
  await bob.tab.settled();
  expect(bob.tab.all('control_asked')).toEqual([]);
  expect(bob.tab.closed).toBeNull();
});
