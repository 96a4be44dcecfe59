/** What npm starts ends with npm, whichever signal it gets and however it was started. */
import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';

const ROOT = path.resolve(__dirname, '..');
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')));
jest.setTimeout(60_000);

/** A copy of the project without its set-up, which is not what is tried here. */
let project: string;
beforeEach(() => {
  project = mkdtempSync(path.join(tmpdir(), 'live-sessions-run-'));
  mkdirSync(path.join(project, 'scripts'));
  for (const part of ['server', 'src', 'node_modules', 'tsconfig.json']) {
    symlinkSync(path.join(ROOT, part), path.join(project, part));
  }
  copyFileSync(path.join(ROOT, 'scripts/run.mjs'), path.join(project, 'scripts/run.mjs'));
  writeFileSync(path.join(project, 'scripts/setup.mjs'), '');
  writeFileSync(path.join(project, 'package.json'), JSON.stringify({ scripts }));
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });

const until = async (holds: () => Promise<boolean>) => {
  while (!(await holds())) {
    await new Promise((resolve) => setImmediate(resolve));
  }
};

/** Settles with the port when the command is over. */
async function startAndSignal(command: string, args: string[], send: (npmPid: number) => void): Promise<number> {
  const port = await freePort();
  const child = spawn(command, args, {
    cwd: project,
    env: { ...process.env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (text: Buffer) => (said += text.toString()));
  const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  const ready = new Promise<void>((resolve) =>
    child.stdout.on('data', (text: Buffer) => {
      said += text.toString();
      if (said.includes('Ready for connections')) {
        resolve();
      }
    })
  );
  await Promise.race([
    ready,
    ended.then(() => {
      throw new Error(`It ended by itself: ${said}`);
    }),
  ]);
  expect(await answers(port)).toBe(true);
  send(Number(/npm (\d+)/.exec(said)?.[1] ?? child.pid));
  await ended;
  return port;
}

test.each(['SIGTERM', 'SIGINT'] as const)('%s to npm ends the program, and its port is free', async (signal) => {
  const port = await startAndSignal('npm', ['run', 'peerjs-server'], (pid) => process.kill(pid, signal));
  await until(async () => !(await answers(port)));
});

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s does so where a shell started npm in the background, where it ignores SIGINT',
  async (signal) => {
    const script = 'npm run peerjs-server & echo npm $!; wait';
    const port = await startAndSignal('sh', ['-c', script], (pid) => process.kill(pid, signal));
    await until(async () => !(await answers(port)));
  }
);

test('every command that goes on until it is ended is one process below npm', () => {
  for (const name of ['start', 'server', 'peerjs-server']) {
    expect(scripts[name]).toMatch(/^exec node scripts\/run\.mjs \w+ [\w/]+\.ts$/);
  }
});
