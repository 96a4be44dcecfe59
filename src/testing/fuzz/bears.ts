/** What a share of the fuzz has to show of a target: nothing was found, and what was sent was neither all good nor all junk. */
import { runRounds } from './runRounds';
import { Tally } from './Tally';
import type { Target } from './target';

/** Throws where the target does not bear `frames` frames, or where they tested little. */
export async function bears(
  target: Target,
  { frames, seed, refusedAtLeast }: { frames: number; seed: number; /** A share of 1. */ refusedAtLeast: number }
): Promise<void> {
  const tally = new Tally();
  await runRounds(target, frames, seed, tally);
  await target.close();
  expect(tally.findings).toEqual([]);
  const { frames: sent, deep, refused } = tally.total();
  expect(sent).toBeGreaterThanOrEqual(frames);
  // Frames that are refused by their first byte test nothing.
  expect(deep).toBeGreaterThan(sent / 2);
  expect(refused).toBeGreaterThan(sent * refusedAtLeast);
  expect(refused).toBeLessThan(sent);
}
