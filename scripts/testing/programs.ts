/** Programs of the system that some tests need; without them those tests are left out, and say so. */
import { spawnSync } from 'node:child_process';

/** Where CI runs as root `npm test` installs what is missing, and nothing is left out there. */
const mustRun = process.env.CI !== undefined && process.getuid?.() === 0;

const isInstalled = (program: string) =>
  spawnSync('sh', ['-c', `command -v ${program}`], {
    env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/usr/local/sbin` },
  }).status === 0;

/** What of this is not installed, where tests may be left out for it; null where they are to run. */
export const missing = (...programs: string[]): string | null =>
  (mustRun ? '' : programs.filter((program) => !isInstalled(program)).join(', ')) || null;
