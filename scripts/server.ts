/** `npm run server`: builds the plugin, makes .env, and starts Grafana and all that goes with it by docker compose. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { buildPlugin } from './buildPlugin';

const ROOT = path.resolve(__dirname, '..');

const run = (program: string, args: string[]) => spawnSync(program, args, { cwd: ROOT, stdio: 'inherit' }).status === 0;

function main(): void {
  if (spawnSync('docker', ['compose', 'version']).status !== 0) {
    throw new Error('Docker with its compose plugin is needed. Without Docker: npm start, with the demo Grafana.');
  }
  buildPlugin();
  if (!run(process.execPath, ['scripts/compose-env.mjs'])) {
    throw new Error('.env could not be made; see above.');
  }
  console.log(
    'Grafana will be at http://localhost:3000, the session server at http://localhost:9000. Ctrl+C stops them.'
  );
  if (!run('docker', ['compose', 'up', '--build'])) {
    throw new Error('docker compose has failed; see above.');
  }
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
