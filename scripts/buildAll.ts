/** Builds what the browser tests and the demo need, unless it is there already. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { buildPlugin } from './buildPlugin';

const ROOT = path.resolve(__dirname, '..');

/** Throws when a build fails; its messages are on the terminal then. */
export function buildAll(): void {
  buildPlugin();
  const host = spawnSync('npm', ['run', '--silent', 'build:host'], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (host.status !== 0) {
    throw new Error('The demo Grafana could not be built; see above.');
  }
}

if (process.argv[1] === __filename) {
  buildAll();
}
