/** A share of what `npm run fuzz` throws, and that what would be wrong is found. */
import { attendeeTarget } from './attendeeTarget';
import { bears } from './bears';
import { Dice } from './Dice';
import { decodeTarget } from './decodeTarget';
import { mutateJson } from './mutateJson';
import { presenterTarget } from './presenterTarget';
import { runRounds } from './runRounds';
import { Tally } from './Tally';
import type { Target } from './target';

/** Fixed: a test has to say the same each time. */
const SEED = 1;

test.each([
  ['MSG-6: the codec', decodeTarget, 3_000],
  ['HS-1: a presenter’s link', presenterTarget, 1_200],
  ['HS-1: an attendee’s link', attendeeTarget, 2_500],
])('%s bears frames that nobody should send', async (_what, make, frames) => {
  await bears(await make(), { frames, seed: SEED, refusedAtLeast: 1 / 3 });
});

const targetOf = (round: Target['round']): Target => ({ name: 'broken', round, async close() {} });
const counted = (tally: Tally) => tally.count('x', { crypto: false, schema: true, refused: true });

describe('what is wrong is found, with the seed of its round:', () => {
  test('an exception', async () => {
    const tally = new Tally();
    const broken = targetOf(async (seed) => {
      tally.sending(Uint8Array.of(1, 2, 3));
      counted(tally);
      if (seed === 7) {
        throw new RangeError('broken');
      }
    });
    await runRounds(broken, 100, 5, tally);
    expect(tally.findings).toMatchObject([{ target: 'broken', seed: 7, frame: '010203' }]);
    expect(tally.findings[0].what).toContain('RangeError: broken');
  });

  test('memory that is kept for each frame', async () => {
    const tally = new Tally();
    const kept: string[][] = [];
    await runRounds(
      targetOf(async () => {
        counted(tally);
        kept.push(Array.from({ length: 20_000 }, (_, n) => `${n}`));
      }),
      100,
      1,
      tally
    );
    expect(kept).toHaveLength(100);
    expect(tally.findings.map(({ what }) => what)).toEqual([expect.stringMatching(/^the heap grew by \d+ bytes$/)]);
  });

  test('handles that are left behind', async () => {
    const tally = new Tally();
    const timers: NodeJS.Timeout[] = [];
    const leaving = targetOf(async () => {
      counted(tally);
      timers.push(setTimeout(() => {}, 60_000));
    });
    await runRounds(leaving, 20, 1, tally, () => {}, 0);
    timers.forEach(clearTimeout);
    expect(tally.findings.map(({ what }) => what)).toEqual([expect.stringMatching(/^there are more handles: Timeout/)]);
  });
});

test('a seed makes the same frames again, another one others', () => {
  const text = (seed: number) => {
    const dice = new Dice(seed);
    return Array.from({ length: 50 }, () => mutateJson({ type: 'ping', seq: 7, people: 3 }, ['pong'], dice)).join();
  };
  expect(text(3)).toBe(text(3));
  expect(text(3)).not.toBe(text(4));
});
