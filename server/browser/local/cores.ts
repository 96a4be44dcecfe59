/** Which processor cores browsers may use, all together: never all of a larger machine, so that the server itself always has some. */
import { existsSync, readFileSync } from 'node:fs';

/** On fewer nothing is held back but by `nice`: with one core alone a browser is too slow to be of use. */
const LEAST = 2;

/**
 * Half of them, the last ones. Pure.
 * @param allowed as the kernel lists them, such as `0-3,6`
 * @returns a list as it is given; null where they may use all
 */
export function browserCores(allowed: string): string | null {
  const all = allowed
    .trim()
    .split(',')
    .flatMap((range) => {
      const [first, last = first] = range.split('-').map(Number);
      return Array.from({ length: last - first + 1 }, (_none, index) => first + index);
    });
  const most = Math.max(LEAST, Math.ceil(all.length / 2));
  return all.length > most && all.every(Number.isInteger) ? all.slice(-most).join(',') : null;
}

/** What is put before a command so that it keeps to these cores; nothing where the system has no means to. */
export function keptTo(cores: string | null): string[] {
  const taskset = ['/usr/bin/taskset', '/bin/taskset'].find((file) => existsSync(file));
  return cores !== null && taskset !== undefined ? [taskset, '-c', cores] : [];
}

/** Those that this process may use: a container may have some of the machine's alone. */
export function allowedCores(): string {
  try {
    return /^Cpus_allowed_list:\s*(\S+)$/m.exec(readFileSync('/proc/self/status', 'latin1'))?.[1] ?? '';
  } catch {
    return '';
  }
}
