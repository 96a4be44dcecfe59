/** `replay`: what was missed is said again, by the relay to those behind it, by the presenter to the others. */
import { whyNoWall } from '../../e2e/walled';
import { runParts, type Bench } from '../bench';
import { direct } from './direct';
import { relayed } from './relayed';

export const replay: Bench = {
  name: 'replay',
  limit: 600_000,
  async run(opened, progress, part) {
    const why = whyNoWall();
    if (why !== null) {
      throw new Error(why);
    }
    return { bench: 'replay', ...(await runParts(opened, progress, { relayed, direct }, part)) };
  },
};
