/** `npm run e2e`: builds what is missing, then runs the browser tests with the arguments that are given. */
import { spawnSync } from 'node:child_process';
import { buildAll } from './buildAll';

buildAll();
process.exitCode = spawnSync('npx', ['playwright', 'test', ...process.argv.slice(2)], { stdio: 'inherit' }).status ?? 1;
