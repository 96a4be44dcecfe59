/** `relay`: what the session server's relay carries, with a room of real sessions, and with sockets that do nothing. */
import { runParts, type Bench } from '../bench';
import { rawCrowd } from './rawCrowd';
import { realRoom } from './realRoom';

export const relay: Bench = {
  name: 'relay',
  limit: 900_000,
  async run(opened, progress, part) {
    return { bench: 'relay', ...(await runParts(opened, progress, { realRoom, rawCrowd }, part)) };
  },
};
