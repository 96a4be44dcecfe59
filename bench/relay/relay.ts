/** `relay`: what the session server's relay carries, with sockets that do nothing, and with a room of real sessions. */
import type { Bench } from '../bench';
import { rawCrowd } from './rawCrowd';

export const relay: Bench = {
  name: 'relay',
  limit: 600_000,
  async run(opened, progress) {
    const raw = await rawCrowd(opened, progress);
    return { bench: 'relay', figures: raw.figures, rounds: { raw: raw.rounds } };
  },
};
