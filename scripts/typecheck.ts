/** Types of everything, and of the layers that must do without the DOM (core, server) or without Node (core). */
import { spawnSync } from 'node:child_process';

const projects = ['tsconfig.json', 'tsconfig.core.json', 'server/tsconfig.json'];
const failed = projects.filter(
  (project) => spawnSync('npx', ['tsc', '-p', project], { stdio: 'inherit' }).status !== 0
);
process.exitCode = failed.length === 0 ? 0 : 1;
