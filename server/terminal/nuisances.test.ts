/** TERM-6, TERM-11: one person's or program's doing that is everybody's, tried at a real server with a real pty. */
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../testing/until';
import { TERMINAL_LIMITS as LIMITS } from './limits';
import { terminalWorld } from './testing/terminalWorld';

const world = terminalWorld();

it('TERM-6: a program that gives its terminal up ends the session, and a new size goes to no file that has its number now', async () => {
  const ada = await world.join({ session: 'one' });
  ada.type('trap "" HUP; echo re""ady; exec sleep 600 </dev/null >/dev/null 2>&1\r');
  await ada.sees('ready');
  const bob = await world.join({ session: 'two', name: 'Bob' });
  let rows = 24;
  await until(() => {
    rows = rows === 24 ? 30 : 24;
    ada.say({ type: 'size', cols: 90, rows });
    return ada.closed !== null;
  }, 'the end');
  expect(ada.last('ended')?.why).toBe('exited');
  bob.type('echo "size $(stty size)."\r');
  await bob.sees('size 24 80.');
});

/** As many as are let in at once, whatever the rate. */
const MANY = 300;

it('TERM-11: who says another name again and again is not a list of all for everybody each time', async () => {
  const [ada, eve] = [await world.join(), await world.join({ name: 'Eve' })];
  for (let count = 1; count <= MANY; count += 1) {
    eve.say({ type: 'name', name: `Eve ${count}` });
  }
  await until(() => ada.last('people')?.people.some(({ name }) => name === `Eve ${MANY}`) === true, 'the last name');
  expect(ada.said.filter(({ type }) => type === 'people').length).toBeLessThan(MANY / 3);
});

it('TERM-11: whose window has another size again and again does not have everybody draw all lines anew each time', async () => {
  const [ada, bob] = [await world.join(), await world.join({ name: 'Bob' })];
  for (let count = 1; count <= MANY; count += 1) {
    ada.say({ type: 'size', cols: 80 + (count % 7), rows: 24 });
  }
  ada.say({ type: 'size', cols: 77, rows: 22 });
  await until(() => bob.terminal.cols === 77 && bob.terminal.rows === 22, 'the last size');
  expect(bob.kinds.filter((kind) => kind === 'resize').length).toBeLessThan(MANY / 3);
  ada.type('echo "size $(stty size)."\r');
  await bob.sees('size 22 77.');
});

it('TERM-5, TERM-11: who presses a key where another has filled the shell goes on seeing what is shown', async () => {
  const [ada, eve] = [await world.join(), await world.join({ name: 'Eve' })];
  const go = join(tmpdir(), `go-on-${process.pid}`);
  const wait = `until [ -e ${go} ]; do sleep 0.05; done`;
  try {
    ada.type(
      `stty raw -echo; echo re""ady; ${wait}; yes abcdefghijklmnopqrstuvwxyz | head -c ${3 * LIMITS.undrawnBytes}; echo sa""id; sleep 600\r`
    );
    await ada.sees('ready');
    const parts = (2 * LIMITS.unreadInputBytes) / LIMITS.inputLength;
    for (let part = 0; part < parts; part += 1) {
      eve.type('x'.repeat(LIMITS.inputLength));
    }
    await until(() => (eve.last('typed')?.input ?? 0) > LIMITS.unreadInputBytes / LIMITS.inputLength, 'a full shell');
    ada.type('\x03');
    await until(() => ada.last('typed')?.input === 2, 'the key');
    writeFileSync(go, '');
    await ada.sees('said');
  } finally {
    rmSync(go, { force: true });
  }
});

it('TERM-11: who comes again and again cannot have a shell that does not read keep more each time, and loses nothing', async () => {
  const ada = await world.join();
  ada.type('stty raw -echo; echo re""ady; sleep 600\r');
  await ada.sees('ready');
  const typed = 'x'.repeat(LIMITS.inputLength);
  let refused: number | null = null;
  const most = (2 * LIMITS.unreadOfAll) / LIMITS.inputLength;
  for (let count = 0; count < most && refused === null; count += 1) {
    const eve = await world.join({ name: 'Eve' });
    eve.type(typed);
    await until(() => eve.last('typed') !== undefined || eve.closed !== null, 'an answer');
    refused = eve.closed;
    eve.socket.terminate();
  }
  expect(refused).toBe(1013);
  await until(() => ada.last('people')?.people.length === 1, 'everybody else to be gone');
  expect(ada.closed).toBeNull();
});
