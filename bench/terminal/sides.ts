/** The terminals that are compared, seen alike: our server, WeTTY, and a pty without any server. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { spawn as spawnPty } from '@lydell/node-pty';
import { WebSocket } from 'ws';
import type { Opened } from '../bench';
import type { EchoServerCalls } from '../processes/echoServer';
import { Program } from '../processes/Program';
import type { TerminalServerCalls } from '../processes/terminalServer';
import { Viewer } from './Viewer';

/** One who types and sees, whatever is between. */
export interface Seat {
  type(data: string): void;
  /** Takes what is seen from now on, in place of the one before. */
  onOutput(listener: (bytes: Uint8Array) => void): void;
  close(): void;
}

export interface OurTerminal {
  port: number;
  program: Program<TerminalServerCalls>;
  join(session: string): Promise<Viewer>;
  /** By `Viewer.joinLean`. */
  joinLean(session: string): Promise<Viewer>;
}

const PATIENCE = 20_000;

/** `npm run terminal`, with the shells that it has by default. */
export async function startOurs(opened: Opened): Promise<OurTerminal> {
  const port = await freePort();
  const program = await opened.use(
    Program.start<TerminalServerCalls>(
      'terminalServer',
      { TERMINAL_PORT: String(port), SERVER_SECRET: randomBytes(32).toString('hex'), LOG_LEVEL: 'warn' },
      'ignore'
    ),
    (started) => started.kill()
  );
  await answers(`http://localhost:${port}/health`);
  const kept = (joined: Promise<Viewer>) => opened.use(joined, async (viewer) => viewer.close());
  const join = (session: string) => kept(Viewer.join(port, session));
  const joinLean = (session: string) => kept(Viewer.joinLean(port, session));
  // Page and screen model are built for the first who comes.
  await atPrompt(await join('first'));
  return { port, program, join, joinLean };
}

/** The floor: a shell on a pty, without server, sockets and clients. */
export async function startPty(opened: Opened): Promise<Seat> {
  const pty = spawnPty('/bin/bash', ['--norc', '-i'], { cols: 80, rows: 24, encoding: null });
  let heard: (bytes: Uint8Array) => void = () => {};
  pty.onData((data: string | Uint8Array) => heard(typeof data === 'string' ? Buffer.from(data) : data));
  const seat: Seat = {
    type: (data) => pty.write(data),
    onOutput: (listener) => (heard = listener),
    close: () => pty.kill('SIGKILL'),
  };
  return opened.use(atPrompt(seat), async () => seat.close());
}

/** What `ws` takes alone: a server in another program that says back what it is told. */
export async function startSocket(opened: Opened): Promise<Seat> {
  const program = await opened.use(Program.start<EchoServerCalls>('echoServer'), (started) => started.kill());
  const socket = new WebSocket(`ws://127.0.0.1:${await program.call('port')}`, { perMessageDeflate: false });
  let heard: (bytes: Uint8Array) => void = () => {};
  socket.on('message', (data: Buffer) => heard(data));
  await once(socket, 'open');
  return opened.use(
    Promise.resolve({
      type: (data: string) => socket.send(JSON.stringify({ type: 'input', seq: 1, data })),
      onOutput: (listener: (bytes: Uint8Array) => void) => (heard = listener),
      close: () => socket.terminate(),
    }),
    async (seat) => seat.close()
  );
}

/** Resolves once a shell has answered. */
export async function atPrompt<S extends Seat>(seat: S): Promise<S> {
  const there = sees(seat, 'rea-dy');
  seat.type("echo rea'-dy'\r");
  await there;
  await pause(100);
  return seat;
}

/** Resolves to the time, by `performance.now()`, at which a word was seen. It must not be in what is typed. */
export function sees(seat: Seat, word: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`"${word}" was not seen within ${PATIENCE / 1000} s`)), PATIENCE);
    let tail = Buffer.alloc(0);
    seat.onOutput((bytes) => {
      const at = performance.now();
      const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
      // Also where it is cut between two.
      tail = Buffer.concat([tail, view.subarray(0, word.length)]);
      if (view.includes(word) || tail.includes(word)) {
        clearTimeout(late);
        seat.onOutput(() => {});
        resolve(at);
      }
      tail = Buffer.concat([tail, view.subarray(word.length).subarray(-word.length)]).subarray(-word.length);
    });
  });
}

export async function answers(url: string): Promise<void> {
  const until = Date.now() + PATIENCE;
  for (;;) {
    try {
      await (await fetch(url)).arrayBuffer();
      return;
    } catch (error) {
      if (Date.now() > until) {
        throw error;
      }
      await pause(50);
    }
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') {
    throw new Error('no free port');
  }
  return address.port;
}
