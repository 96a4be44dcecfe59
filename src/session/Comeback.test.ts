import { FakeClock } from '../testing/FakeClock';
import { Comeback, type Try } from './Comeback';
import { SessionError, type SessionErrorReason } from './SessionError';

const failed = (reason: SessionErrorReason, as: 'presenter' | 'attendee' = 'attendee'): Try => ({
  kind: 'failed',
  as,
  error: new SessionError(reason),
});

function trying(answer: (number: number) => Try) {
  const clock = new FakeClock();
  const waits: string[] = [];
  let tries = 0;
  let ended: SessionError | null | 'trying' = 'trying';
  const comeback = new Comeback({
    clock,
    random: () => 0.5,
    once: async () => answer((tries += 1)),
    waits: (since, reason) => waits.push(`${reason} since ${since}`),
  });
  void comeback.run().then((error) => (ended = error));
  return { clock, comeback, waits, tries: () => tries, ended: () => ended };
}

test('CON-17: a server that is down is tried every second, and after half a minute every five, until it answers', async () => {
  const { clock, waits, tries, ended } = trying((number) => (number < 40 ? failed('server-down') : { kind: 'over' }));
  await clock.advance(29_500);
  expect(tries()).toBe(30);
  await clock.advance(30_000);
  expect(tries()).toBe(36);
  expect(new Set(waits)).toEqual(new Set(['server-down since 0']));
  await clock.advance(30_000);
  expect([tries(), ended()]).toEqual([40, null]);
});

test('a code that nobody knows may be known again for a while, after which it is over', async () => {
  const { clock, ended } = trying(() => failed('code-unknown'));
  await clock.advance(14_000);
  expect(ended()).toBe('trying');
  await clock.advance(2_000);
  expect(ended()).toMatchObject({ reason: 'code-unknown' });
});

test.each([failed('identity-changed'), failed('lease-held', 'presenter'), failed('code-unknown', 'presenter')])(
  'what does not pass is said at once',
  async (answer) => {
    const { clock, tries, ended } = trying(() => answer);
    await clock.advance(1);
    expect(tries()).toBe(1);
    expect(ended()).toBe(answer.kind === 'failed' && answer.error);
  }
);

test('the network’s return makes it try at once; given up it tries no more', async () => {
  const { clock, comeback, tries, ended } = trying(() => failed('server-down'));
  await clock.advance(1);
  comeback.now();
  await clock.advance(1);
  expect(tries()).toBe(2);
  comeback.giveUp();
  await clock.advance(60_000);
  expect([tries(), ended()]).toEqual([2, null]);
});
