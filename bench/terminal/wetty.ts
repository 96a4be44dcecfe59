/**
 * WeTTY, the terminal that is compared with. It compiles a native module and brings 130 MB, so it is no dependency: it is
 * installed into a cache when the bench first asks for it.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { io } from 'socket.io-client';
import type { Opened } from '../bench';
import { answers, atPrompt, freePort, type Seat } from './sides';

const VERSION = '3.2.0';
const HOME = path.resolve(__dirname, `../../node_modules/.cache/bench/wetty-${VERSION}`);
const PROGRAM = path.join(HOME, 'node_modules/wetty/build/main.js');
const INSTALL_LIMIT = 180_000;
/** Characters after which its page says that it has drawn them. */
const COMMIT = 262_144;

/** Why it cannot be had here; null when it can. */
export async function installWetty(): Promise<string | null> {
  if (process.getuid?.() !== 0) {
    return 'it starts a shell of its own for root alone, and asks others to log in by ssh';
  }
  if (existsSync(PROGRAM)) {
    return null;
  }
  try {
    await mkdir(HOME, { recursive: true });
    const options = ['--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
    await promisify(execFile)('npm', ['install', '--prefix', HOME, ...options, `wetty@${VERSION}`], {
      timeout: INSTALL_LIMIT,
    });
    return existsSync(PROGRAM) ? null : 'npm installed it without its program';
  } catch (error) {
    return `npm could not install it: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`;
  }
}

/** Its own server, and one client that speaks as its page does, by WebSocket from the beginning. */
export async function startWetty(opened: Opened): Promise<Seat> {
  const port = await freePort();
  const options = ['--host', '127.0.0.1', '--port', String(port), '--base', '/', '--log-level', 'error'];
  const child = spawn(process.execPath, [PROGRAM, ...options, '--command', '/bin/bash --norc -i'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, NODE_ENV: 'production', NODE_OPTIONS: '' },
  });
  await opened.use(Promise.resolve(child), async () => {
    const gone = once(child, 'exit');
    if (child.kill()) {
      await gone;
    }
  });
  await answers(`http://127.0.0.1:${port}/`);
  const socket = io(`http://127.0.0.1:${port}`, { path: '/socket.io', transports: ['websocket'] });
  await opened.use(Promise.resolve(socket), async () => socket.close());
  let heard: (bytes: Uint8Array) => void = () => {};
  let uncommitted = 0;
  socket.on('data', (data: string) => {
    heard(Buffer.from(data));
    uncommitted += data.length;
    if (uncommitted >= COMMIT) {
      uncommitted -= COMMIT;
      socket.emit('commit', COMMIT);
    }
  });
  await new Promise<void>((resolve) => socket.once('login', () => resolve()));
  socket.emit('resize', { cols: 80, rows: 24 });
  return atPrompt({
    type: (data) => socket.emit('input', data),
    onOutput: (listener) => (heard = listener),
    close: () => socket.close(),
  });
}
