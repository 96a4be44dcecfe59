import { FakeClock } from '../testing/FakeClock';
import { MemoryNetwork } from '../testing/MemoryNetwork';
import { seededRandom } from '../testing/random';
import { LINK_CONTRACT, type LinkPair } from './linkContract';

/** Milliseconds of the fake clock; frames travel for at most 30. */
const LONG = 1000;

function memoryPair(): LinkPair {
  const clock = new FakeClock();
  const network = new MemoryNetwork(clock, seededRandom(1));
  network.weather = { delay: { least: 1, spread: 29 }, loss: 0 };
  const { near, far } = network.pair();
  return {
    near,
    far,
    settle: () => clock.advance(LONG),
    async until(ready, what) {
      await clock.advance(LONG);
      if (!ready()) {
        throw new Error(`still not there: ${what}`);
      }
    },
  };
}

describe('links in memory', () => {
  it.each(LINK_CONTRACT)('$title', ({ check }) => check(memoryPair()));
});
