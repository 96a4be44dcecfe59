/** A share of what `npm run fuzz` throws at servers. */
import { runRounds } from '../src/testing/fuzz/runRounds';
import { Tally } from '../src/testing/fuzz/Tally';
import { directoryTarget } from './testing/fuzz/directoryTarget';
import { filterTarget } from './testing/fuzz/filterTarget';
import { relayTarget } from './testing/fuzz/relayTarget';
import { signallingTarget } from './testing/fuzz/signallingTarget';

const SEED = 1;

test.each([
  ['DIR-7: the filter of signalling', filterTarget, 4_000],
  ['DIR-7: signalling', signallingTarget, 400],
  ['DIR-8: the directory', directoryTarget, 700],
  ['RELAY-2: the relay', relayTarget, 1_000],
])('%s bears what nobody should send, and the honest beside notice nothing', async (_what, make, frames) => {
  const target = await make();
  const tally = new Tally();
  await runRounds(target, frames, SEED, tally);
  await target.close();
  expect(tally.findings).toEqual([]);
  const { frames: sent, deep, refused } = tally.total();
  expect(sent).toBeGreaterThanOrEqual(frames);
  expect(deep).toBeGreaterThan(sent / 2);
  expect(refused).toBeGreaterThan(sent / 10);
  expect(refused).toBeLessThan(sent);
});
