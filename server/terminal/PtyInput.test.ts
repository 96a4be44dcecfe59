/** TERM-11: typing into a real pty whose program does not read. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn, type IPty } from '@lydell/node-pty';
import { until } from '../testing/until';
import { PtyInput } from './PtyInput';

/** More than a pty takes (64 KiB and what a program may be behind, 4 KiB). */
const TYPED = Array.from({ length: 40_000 }, (_, index) => `${index} ü\n`).join('');

let folder: string;
let said: string;
let pty: IPty;
let exited: boolean;

function run(script: string): PtyInput {
  pty = spawn('/bin/sh', ['-c', script], {});
  pty.onData((text) => (said += text));
  pty.onExit(() => (exited = true));
  return new PtyInput(pty);
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pty-input-'));
  said = '';
  exited = false;
});

afterEach(async () => {
  if (!exited) {
    pty.kill('SIGKILL');
    await until(() => exited, 'the end of the shell');
  }
  rmSync(folder, { recursive: true });
});

it('keeps in order what a full pty does not take, while the process goes on, and hands it over once there is room', async () => {
  const size = Buffer.byteLength(TYPED);
  const go = join(folder, 'go');
  const input = run(
    `stty raw -echo; echo ready; until [ -e ${go} ]; do sleep 0.05; done; head -c ${size} | sha256sum; echo end`
  );
  await until(() => said.includes('ready'), 'the program');
  for (let at = 0; at < TYPED.length; at += 10_000) {
    input.write(TYPED.slice(at, at + 10_000));
  }
  expect(input.waiting).toBeGreaterThan(size / 2);
  expect(input.waiting).toBeLessThan(size);
  writeFileSync(go, '');
  await until(() => said.includes('end'), 'what was read');
  expect(said).toContain(createHash('sha256').update(TYPED).digest('hex'));
  expect(input.waiting).toBe(0);
});

it('goes on while a program waits for its output to be read before it reads', async () => {
  const input = run(`stty raw -echo; echo ready; yes | head -c 1000000; head -c 200000 | wc -c; echo end`);
  await until(() => said.includes('ready'), 'the program');
  pty.pause();
  input.write('x'.repeat(200_000));
  expect(input.waiting).toBeGreaterThan(0);
  pty.resume();
  await until(() => /200000\s+end/.test(said), 'what was read');
  expect(input.waiting).toBe(0);
});

it('writes nothing into whatever file has the number of a pty that is closed', async () => {
  const input = run('stty raw -echo; echo ready; sleep 60');
  await until(() => said.includes('ready'), 'the program');
  input.write('x'.repeat(200_000));
  expect(input.waiting).toBeGreaterThan(0);
  pty.kill('SIGKILL');
  await until(() => exited && input.waiting === 0, 'the end');
  input.write('more');
  expect(input.waiting).toBe(0);
});
