/** TERM-11: who makes the server keep what nobody reads, tried at a real server with a real pty. */
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../testing/until';
import { TERMINAL_LIMITS as LIMITS } from './limits';
import type { TerminalClient } from './testing/terminalClient';
import { terminalWorld } from './testing/terminalWorld';

const world = terminalWorld();

/** What the system itself may hold of a connection on its way, at both ends. */
const IN_SYSTEM = 12 * 1024 * 1024;

/** Reads nothing, and says that all of it is drawn. */
function lie(client: TerminalClient): () => void {
  client.socket.pause();
  const lies = setInterval(() => client.say({ type: 'drawn', bytes: Number.MAX_SAFE_INTEGER }), 10);
  return () => clearInterval(lies);
}

it('TERM-5, TERM-11: who reads nothing and says that all is drawn is sent no more than anybody who does not draw', async () => {
  const ada = await world.join();
  const eve = await world.join({ name: 'Eve' });
  await until(() => eve.kinds.includes('screen'), 'the first screen');
  const before = eve.bytes;
  const stop = lie(eve);
  ada.type('yes abcdefghijklmnopqrstuvwxyz | head -c 24000000; echo do""ne\r');
  await ada.sees('done');
  stop();
  const kinds = eve.kinds.length;
  eve.socket.resume();
  await eve.sees('done');
  // What came before the screen that took the place of all that was not sent.
  expect(eve.kinds.slice(kinds)).toContain('screen');
  expect(eve.bytes - before).toBeLessThan(LIMITS.undrawnBytes + IN_SYSTEM);
});

it('TERM-4: of a history with styles at every cell a newcomer is sent as much as they can take at once, and the shell goes on', async () => {
  const size = { cols: 100, rows: 24 };
  const cell = (line: number, column: number) => `\x1b[38;2;${line % 256};${column};200mx`;
  const line = (number: number) => Array.from({ length: size.cols }, (_, column) => cell(number, column)).join('');
  const file = join(tmpdir(), `styles-${process.pid}`);
  writeFileSync(file, Array.from({ length: 4000 }, (_, number) => line(number)).join(''), { mode: 0o644 });
  try {
    const ada = await world.join({ size });
    ada.type(`cat ${file}; printf '\\033[0m'; echo do""ne\r`);
    await ada.sees('done');
    const bob = await world.join({ size, name: 'Bob' });
    await until(() => bob.kinds.filter((kind) => kind === 'screen').length > 1 && bob.isIdle, 'the history');
    expect(bob.bytes).toBeLessThan(LIMITS.undrawnBytes);
    expect(bob.terminal.buffer.active.baseY).toBeGreaterThan(200);
    ada.type('echo st""ill\r');
    await bob.sees('still');
  } finally {
    rmSync(file);
  }
});

it('TERM-11: a program that asks its terminal without end, and reads none of the answers, fills nothing up', async () => {
  const ada = await world.join();
  ada.type(
    `stty raw -echo; yes $'\\e[c' | head -c 1500000; sleep 1; n=$(timeout --foreground 2 cat | wc -c); stty sane; echo "read $n" by""tes\r`
  );
  await ada.sees(/read \d+ bytes/);
  const read = Number(/read (\d+) bytes/.exec(ada.text)?.[1]);
  expect(read).toBeGreaterThan(0);
  expect(read).toBeLessThan(2 * LIMITS.unreadInputBytes);
});

it('TERM-3, TERM-11: while a program does not read what somebody types the others go on seeing it, and none of it is lost', async () => {
  const [ada, eve] = [await world.join(), await world.join({ name: 'Eve' })];
  const parts = Array.from({ length: 40 }, () => 'x'.repeat(LIMITS.inputLength));
  const size = parts.join('').length;
  const go = join(tmpdir(), `go-${process.pid}`);
  const say = `yes abcdefghijklmnopqrstuvwxyz | head -c ${3 * LIMITS.undrawnBytes}; echo sa""id`;
  const read = `until [ -e ${go} ]; do sleep 0.05; done; echo "read $(head -c ${size} | wc -c)."`;
  try {
    ada.type(`stty raw -echo; echo re""ady; head -c 1 >/dev/null; ${say}; ${read}\r`);
    await ada.sees('ready');
    ada.type('.');
    parts.forEach((part) => ada.type(part));
    await eve.sees('said');
    expect(ada.last('typed')?.input).toBeLessThan(2 + parts.length);
    writeFileSync(go, '');
    await Promise.all([ada, eve].map((each) => each.sees(`read ${size}.`)));
  } finally {
    rmSync(go, { force: true });
  }
});
