/** `recovery`: what is cut off comes back by itself, how soon, and with nothing lost. */
import { whyNoWall } from '../../e2e/walled';
import { runParts, type Bench } from '../bench';
import { killedServer } from './killed';
import { outages } from './outages';
import { walledJoins } from './walledJoins';

export const recovery: Bench = {
  name: 'recovery',
  limit: 900_000,
  async run(opened, progress, part) {
    const why = whyNoWall();
    if (part !== 'killedServer' && why !== null) {
      throw new Error(why);
    }
    const parts = await runParts(opened, progress, { walledJoins, outages, killedServer }, part);
    return { bench: 'recovery', ...parts };
  },
};
