/** A server that may open no more files: what it cannot start ends nothing else. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const LOADER = pathToFileURL(path.join(__dirname, '../../node_modules/tsx/dist/loader.mjs')).href;
const SCRIPT = path.join(__dirname, 'testing/fullServer.ts');

test.each([4, 6])(
  'with %i files left no browser starts, nothing is left of it, and the server goes on',
  async (free) => {
    const args = [`--import=${LOADER}`, SCRIPT, randomBytes(16).toString('hex'), `${free}`];
    const server = spawn('/bin/sh', ['-c', 'ulimit -n 300; exec "$0" "$@"', process.execPath, ...args], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    let said: unknown = null;
    let errors = '';
    server.on('message', (message) => (said = message));
    server.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString('utf8')));
    await once(server, 'close');
    expect(errors).toBe('');
    expect(said).toEqual({ launched: 'failed', left: false });
  }
);
