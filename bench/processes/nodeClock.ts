/** The clock of sessions that run in Node. */
import type { Clock } from '../../src/session/clock';

export const nodeClock: Clock = {
  now: () => performance.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};
