/** How much of the machine a bench gets. */

/** Milliseconds of CPU time that one probe burns. */
const PROBE = 100;

/**
 * Wall time over CPU time of this thread while it wants to run without a pause: 1 on an idle machine, 2 where it gets
 * every other moment. Blocks for as long as it takes.
 */
export function contention(): number {
  const wall = process.hrtime.bigint();
  const cpu = process.cpuUsage();
  let burnt = 0;
  while (burnt < PROBE) {
    const { user, system } = process.cpuUsage(cpu);
    burnt = (user + system) / 1000;
  }
  return Number(process.hrtime.bigint() - wall) / 1e6 / burnt;
}
