/** A share of what `npm run fuzz` throws at servers. */
import { bears } from '../src/testing/fuzz/bears';
import { browserTarget } from './testing/fuzz/browserTarget';
import { directoryTarget } from './testing/fuzz/directoryTarget';
import { filterTarget } from './testing/fuzz/filterTarget';
import { relayTarget } from './testing/fuzz/relayTarget';
import { signallingTarget } from './testing/fuzz/signallingTarget';
import { terminalTarget } from './testing/fuzz/terminalTarget';

// Each ends by what it has sent, not by time.
jest.setTimeout(120_000);

const SEED = 1;

test.each([
  ['DIR-7: the filter of signalling', filterTarget, 2_000],
  ['DIR-7: signalling', signallingTarget, 200],
  ['DIR-8: the directory', directoryTarget, 350],
  ['RELAY-2: the relay', relayTarget, 500],
  ['TERM-11: the terminal', terminalTarget, 150],
  ['the shared browser', browserTarget, 250],
])('%s bears what nobody should send, and the honest beside notice nothing', async (_what, make, frames) => {
  await bears(await make(), { frames, seed: SEED, refusedAtLeast: 1 / 10 });
});
