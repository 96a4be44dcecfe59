/** When a connection that broke is tried again. Pure. */

/** Milliseconds: at once, then slower. */
const PAUSES = [100, 300, 700, 1500, 3000, 5000];

/**
 * @param attempts that failed since it last was connected
 * @param random from 0 to 1, so that a room of people does not come back in the same moment
 * @returns milliseconds
 */
export function pauseBefore(attempts: number, random: number): number {
  return PAUSES[Math.min(attempts, PAUSES.length - 1)] * (0.75 + random / 2);
}
