/** TERM-6: what a server that is killed leaves of its shells, and that the next one ends it. Real servers, real shells. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { until } from '../testing/until';
import { startTerminal } from './startTerminal';
import { isAlive, terminalWorld } from './testing/terminalWorld';

const world = terminalWorld();
const crashing: ChildProcess[] = [];
afterEach(() => crashing.splice(0).forEach((server) => server.kill('SIGKILL')));

/** Starts two that go on without their terminal. */
const LASTING =
  '(trap "" HUP; exec sleep 985) & nohup sleep 987 >/dev/null 2>&1 & sleep 0.2; echo "home $PWD pids" $(jobs -p) en""d';

it('is ended by the next server, also what outlived its terminal; and nothing of who is there', async () => {
  const ada = await world.join();
  ada.type('sleep 988 & echo pid $!.\r');
  await ada.sees(/pid \d+\./);
  const mine = Number(/pid (\d+)\./.exec(ada.text)?.[1]);

  const file = resolve(__dirname, 'testing/crashingTerminal.ts');
  const server = spawn(process.execPath, ['--import', 'tsx', file, LASTING, 'pids [0-9 ]+ end'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  crashing.push(server);
  let said = '';
  server.stdout.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  await until(() => said.endsWith('up\n'), 'a shell');
  const [, home, list] = /home (\S+) pids ([\d\s]+) end/.exec(said) ?? [];
  const pids = list.trim().split(/\s+/).map(Number);
  expect(pids).toHaveLength(2);
  const exit = once(server, 'exit');
  server.kill('SIGKILL');
  await exit;
  expect(pids.filter(isAlive)).toEqual(pids);

  const next = await startTerminal({ config: { terminalPort: 0, logLevel: 'silent' } });
  await next.stop();
  await until(() => pids.filter(isAlive).length === 0, 'their end');
  if (process.getuid?.() === 0) {
    // It was made for the shell; who is not root has a home.
    expect(home).toMatch(/\/terminal-/);
    expect(existsSync(home)).toBe(false);
  }
  expect(isAlive(mine)).toBe(true);
  ada.type('echo st""ill in $PWD; ls -d $PWD\r');
  await ada.sees(/still in/);
  expect(ada.text).not.toMatch(/No such file/);
}, 60_000);
