/**
 * `exec node scripts/run.mjs WHAT PROGRAM.ts`: the set-up for WHAT, then the TypeScript program, all in this one process. A
 * signal to npm reaches only what npm started: with a shell or a second process between, the program would live on and keep
 * its ports, which is also why the commands say `exec`.
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import './setup.mjs';

const require = createRequire(import.meta.url);
// There since the set-up, not before.
require('tsx/cjs/api').register();
require(path.resolve(process.argv[3]));
