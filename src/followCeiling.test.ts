import { CEILING_EVERY, FollowCeiling, lowerPolicy } from './followCeiling';
import type { FollowPolicy } from './protocol/messages';
import { FakeClock } from './testing/FakeClock';

function setUp(first: FollowPolicy = 'ask') {
  const clock = new FakeClock();
  let answer: FollowPolicy | Error = first;
  let asked = 0;
  const changes: FollowPolicy[] = [];
  const ceiling = new FollowCeiling(first, {
    clock,
    ask: async () => {
      asked++;
      if (answer instanceof Error) {
        throw answer;
      }
      return answer;
    },
    changed: () => changes.push(ceiling.value()),
  });
  return {
    ceiling,
    changes,
    asked: () => asked,
    answers: (next: FollowPolicy | Error) => (answer = next),
    pass: (ms: number) => clock.advance(ms),
  };
}

describe('SAFE-17: the administrator’s bound', () => {
  it('reaches a page that follows within half a minute', async () => {
    const { ceiling, answers, changes, pass } = setUp();
    ceiling.watch(true);
    await pass(0);
    answers('off');
    await pass(CEILING_EVERY);
    expect(CEILING_EVERY).toBeLessThanOrEqual(30_000);
    expect([ceiling.value(), changes]).toEqual(['off', ['off']]);
  });

  it('is looked at when following begins, and not while nobody follows', async () => {
    const { ceiling, answers, asked, pass } = setUp();
    await pass(10 * CEILING_EVERY);
    expect(asked()).toBe(0);
    answers('off');
    ceiling.watch(true);
    ceiling.watch(true);
    await pass(0);
    expect([ceiling.value(), asked()]).toEqual(['off', 1]);
    ceiling.watch(false);
    await pass(10 * CEILING_EVERY);
    expect(asked()).toBe(1);
  });

  it('stays where Grafana does not answer, and is asked for again', async () => {
    const { ceiling, answers, changes, pass } = setUp();
    answers(new Error('no network'));
    ceiling.watch(true);
    await pass(CEILING_EVERY);
    expect([ceiling.value(), changes]).toEqual(['ask', []]);
    answers('off');
    await pass(CEILING_EVERY);
    expect(changes).toEqual(['off']);
  });
});

test.each<[FollowPolicy, FollowPolicy, FollowPolicy]>([
  ['off', 'on', 'off'],
  ['ask', 'off', 'off'],
  ['ask', 'on', 'ask'],
  ['on', 'on', 'on'],
])('SAFE-1: of the bounds %s and %s %s holds', (a, b, lower) => {
  expect(lowerPolicy(a, b)).toBe(lower);
});
