import { availableParallelism, loadavg } from 'node:os';

/** Of a film that begins now: fewer where this machine has more to do than it can. */
export function framesPerSecond(load = loadavg()[0], cores = availableParallelism()): 30 | 60 {
  return load > cores ? 30 : 60;
}
