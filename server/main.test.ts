/** The server as a program of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { freePort } from '../scripts/testing/freePort';
import { call } from './testing/http';

const ROOT = resolve(__dirname, '..');
const LOADER = pathToFileURL(join(ROOT, 'node_modules/tsx/dist/loader.mjs')).href;
const API_KEY = 'k'.repeat(16);

let folder: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'live-sessions-'));
});

afterEach(() => {
  children.splice(0).forEach((child) => child.kill('SIGKILL'));
  rmSync(folder, { recursive: true, force: true });
});

/** Without the terminal: that has a port of its own, which another server of this machine may have. */
function run(env: Record<string, string>, program = [`--import=${LOADER}`, join(ROOT, 'server/main.ts')]) {
  const child = spawn(process.execPath, program, {
    cwd: folder,
    env: { PATH: process.env.PATH, TERMINAL: 'off', ...env },
  });
  children.push(child);
  const output = { stdout: '', stderr: '' };
  const ready = new Promise<void>((resolveReady) => {
    child.stdout.on('data', (chunk) => {
      output.stdout += chunk;
      if (output.stdout.includes('Status: Ready for connections')) {
        resolveReady();
      }
    });
  });
  child.stderr.on('data', (chunk) => (output.stderr += chunk));
  const exit = once(child, 'close').then(([code]: unknown[]) => code);
  return { child, output, ready, exit };
}

it('prints the banner, keeps a secret of its own for later, and stops by SIGTERM with 0', async () => {
  const port = await freePort();
  const { child, output, ready, exit } = run({ PORT: String(port) });
  await ready;
  expect(output.stdout.trim().split('\n')).toEqual([
    'PeerJS Signaling Server for Grafana Pathfinder',
    `Running on: http://localhost:${port}/pathfinder`,
    'Status: Ready for connections',
    expect.stringMatching(/^\(Pathfinder is .*\)$/),
  ]);
  expect((await call(`http://127.0.0.1:${port}/health`)).status).toBe(200);
  const secret = join(folder, '.live-sessions/secret');
  expect(statSync(secret).mode & 0o777).toBe(0o600);
  expect(readFileSync(secret, 'utf8')).toMatch(/^[0-9a-f]{64}$/);
  child.kill('SIGTERM');
  expect(await exit).toBe(0);

  const before = readFileSync(secret, 'utf8');
  const again = run({ PORT: String(port) });
  await again.ready;
  expect(readFileSync(secret, 'utf8')).toBe(before);
  again.child.kill('SIGINT');
  expect(await again.exit).toBe(0);
});

it.each([
  [{ PORT: 'hunter2' }, /^PORT [^\n]+\n$/],
  [{ HOST: '0.0.0.0' }, /^API_KEY [^\n]+\n$/],
  [{ PUBLIC_URL: 'https://hunter2.example.org', TRUSTED_PROXIES: '127.0.0.1' }, /^API_KEY must be set [^\n]+\n$/],
  [{ SERVER_SECRET: 'hunter2' }, /^SERVER_SECRET [^\n]+\n$/],
])('ends with 2 and one line for %j', async (env, line) => {
  const { output, exit } = run({ ...env });
  expect(await exit).toBe(2);
  expect(output.stderr).toMatch(line);
  expect(output.stderr).not.toContain('hunter2');
});

it('ends with 1 when the port is taken, names the holder and leaves it alone', async () => {
  const holder = createServer();
  holder.listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const address = holder.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const { output, exit } = run({ PORT: String(port) });
  expect(await exit).toBe(1);
  expect(output.stderr).toMatch(new RegExp(`^PORT ${port} is taken by `));
  if (process.platform === 'linux') {
    expect(output.stderr).toContain(`process ${process.pid}`);
  }
  expect(holder.listening).toBe(true);
  holder.close();
});

it('says so where a key of Hyperbeam is set, and shared browsers are not asked for', async () => {
  const { child, output, ready, exit } = run({
    PORT: String(await freePort()),
    HYPERBEAM_API_KEY: 'hunter2',
  });
  await ready;
  child.kill('SIGTERM');
  await exit;
  const told = output.stderr
    .split('\n')
    .filter((line) => line.includes('BROWSER is off'))
    .map((line) => JSON.parse(line).variable);
  expect(told).toEqual(['HYPERBEAM_API_KEY']);
  expect(output.stderr).not.toContain('hunter2');
});

it.each([
  ['stands behind a proxy with a name', { PUBLIC_URL: 'https://live.example.org', API_KEY }, true],
  ['serves this machine alone', { PUBLIC_URL: 'http://[::1]:9000' }, false],
  ['has a key of its own', { PUBLIC_URL: 'https://live.example.org', API_KEY, PEERJS_KEY: 'own' }, false],
])('warns of the default key or not where it %s', async (_where, env, warns) => {
  const { child, output, ready, exit } = run({ PORT: String(await freePort()), ...env });
  await ready;
  child.kill('SIGTERM');
  await exit;
  const warnings = output.stderr.split('\n').filter((line) => line.includes('"variable":"PEERJS_KEY"'));
  expect(warnings).toHaveLength(warns ? 1 : 0);
});

it('runs as one bundled file with plain node, away from its packages', async () => {
  const bundle = join(folder, 'peerjs-server.js');
  const build = spawn(process.execPath, [`--import=${LOADER}`, 'scripts/build-server.ts', bundle], {
    cwd: ROOT,
    stdio: 'ignore',
  });
  expect(await once(build, 'close')).toEqual([0, null]);
  const port = await freePort();
  const { child, ready, exit } = run({ PORT: String(port) }, [bundle]);
  await ready;
  expect((await call(`http://127.0.0.1:${port}/pathfinder/pathfinder/id`)).status).toBe(200);
  child.kill('SIGTERM');
  expect(await exit).toBe(0);
});
