/** TERM-1 to TERM-6: one shell for everybody with the same id, in a real server with a real pty. */
import { until } from '../testing/until';
import { isAlive, terminalWorld } from './testing/terminalWorld';

const world = terminalWorld();

it('TERM-1: two people with one id share one shell, output and typing', async () => {
  const [ada, bob] = [await world.join({ name: 'Ada' }), await world.join({ name: 'Bob' })];
  ada.type('answer=$((40+2)); echo "is $answer"\r');
  await Promise.all([ada.sees('is 42'), bob.sees('is 42')]);
  bob.type('echo "still $answer" too\r');
  await Promise.all([ada.sees('still 42 too'), bob.sees('still 42 too')]);
  expect(ada.welcome.run).toBe(bob.welcome.run);
  expect(ada.last('people')?.people.map(({ name }) => name)).toEqual(['Ada', 'Bob']);
});

it('TERM-1: ten who type at once lose no character, and see the same', async () => {
  const people = await Promise.all(Array.from({ length: 10 }, (_, index) => world.join({ name: `Person ${index}` })));
  const words = people.map((_, index) => String.fromCharCode(0x61 + index).repeat(20));
  const count = 'cat | tr -d "\\n" | fold -w1 | sort | uniq -c | tr -d "\\n"; echo " al""l"';
  people[0].type(`stty -echo; PS1=; echo re""ady; ${count}\r`);
  // Only then is nothing echoed that they type.
  await people[0].sees(/^ready$/m);
  people.forEach((each, index) => [...words[index]].forEach((letter) => each.type(letter)));
  await until(() => people.slice(1).every((each) => each.last('typed')?.input === 20), 'everybody’s answer');
  people[0].type('\r\x04');
  await Promise.all(people.map((each) => each.sees(/^ .* all$/m)));
  const counted = words.map((word) => ` +20 ${word[0]}`).join('');
  people.forEach((each) => expect(each.text).toMatch(new RegExp(counted)));
  expect(new Set(people.map(({ text }) => text)).size).toBe(1);
});

it('TERM-1: different ids are different shells', async () => {
  const [ada, bob] = [await world.join({ session: 'one' }), await world.join({ session: 'two' })];
  ada.type('secret=hush; echo "first $secret"\r');
  await ada.sees('first hush');
  bob.type('echo "second [$secret]"\r');
  await bob.sees('second []');
  expect(bob.text).not.toContain('hush');
  expect(world.terminal.terminals.pidOf('one')).not.toBe(world.terminal.terminals.pidOf('two'));
});

it('TERM-2: a shell is started by a hello, not by a page or a socket', async () => {
  const { url, terminals } = world.terminal;
  expect((await fetch(`${url}/?session=test`)).status).toBe(200);
  const opened = await world.open();
  expect(terminals.size).toBe(0);
  opened.hello();
  await opened.sees('Shared terminal.');
  expect(terminals.size).toBe(1);
});

it('TERM-6: ends the shell with all its processes when everybody is gone, also those that left its session', async () => {
  const ada = await world.join();
  ada.type(
    'setsid sleep 987 & (nohup sleep 986 >/dev/null 2>&1 &) ; trap "" HUP; sleep 985 & until [ $(pgrep -cxf "sleep 98[567]") -ge 3 ]; do sleep 0.1; done; echo pids $(pgrep -d, -xf "sleep 98[567]")\r'
  );
  await ada.sees(/pids [\d,]+/);
  const shell = world.terminal.terminals.pidOf('test') ?? 0;
  const pids = [shell, ...(/pids ([\d,]+)/.exec(ada.text)?.[1].split(',').map(Number) ?? [])];
  expect(pids.length).toBeGreaterThan(3);
  expect(isAlive(shell)).toBe(true);
  await ada.leave();
  await until(() => ours(pids).length === 0, 'the end of all processes');
  expect(world.terminal.terminals.size).toBe(0);
});

it('TERM-6: outlives a reload', async () => {
  const ada = await world.join();
  ada.type('kept=yes\r');
  const { run } = ada.welcome;
  await ada.leave();
  const again = await world.join();
  again.type('echo "kept: $kept"\r');
  await again.sees('kept: yes');
  expect(again.welcome.run).toBe(run);
});

it('TERM-6: says when the shell has exited', async () => {
  const ada = await world.join();
  ada.type('exit 7\r');
  await until(() => ada.closed !== null, 'the end');
  expect(ada.last('ended')).toEqual({ type: 'ended', why: 'exited', code: 7 });
});

/** Of these those that still run a sleep or a shell of this test. */
const ours = (pids: number[]) => pids.filter(isAlive);
