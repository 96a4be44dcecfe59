/** TERM-3, TERM-5, TERM-13: outages, slow people, and what was typed meanwhile. */
import { until } from '../testing/until';
import { TERMINAL_LIMITS as LIMITS } from './limits';
import { drawn, together } from './testing/drawn';
import { terminalWorld } from './testing/terminalWorld';

const world = terminalWorld({ terminalLingerMs: 5000 });

it('TERM-3: who was cut off gets what was missed, without drawing the screen anew', async () => {
  const [ada, bob] = [await world.join(), await world.join({ name: 'Bob' })];
  await bob.sees('$');
  await until(() => bob.kinds.filter((kind) => kind === 'screen').length === 2, 'the first screens');
  await together(ada, bob);
  const { run } = bob.welcome;
  const frame = bob.drawn;
  bob.socket.terminate();
  await until(() => ada.last('people')?.people.length === 1, 'Bob gone');
  ada.type('echo mis""sed\r');
  await ada.sees('missed');
  const back = await world.join({ client: bob.secret, name: 'Bob', resume: { run, frame } });
  await back.sees('missed');
  expect(back.kinds).not.toContain('screen');
  expect(back.welcome.you).toBe(bob.welcome.you);
});

it('TERM-3: who missed more than is kept gets the screen', async () => {
  const [ada, bob] = [await world.join(), await world.join({ name: 'Bob' })];
  await until(() => bob.kinds.filter((kind) => kind === 'screen').length === 2, 'the first screens');
  const { run } = bob.welcome;
  const frame = bob.drawn;
  bob.socket.terminate();
  ada.type(`head -c ${3 * LIMITS.keptBytes} /dev/zero | tr '\\0' 'x' | fold -w 70; echo do""ne\r`);
  await ada.sees('done');
  const back = await world.join({ client: bob.secret, resume: { run, frame } });
  await back.sees('done');
  expect(back.kinds[0]).toBe('screen');
  await together(ada, back);
  expect(drawn(back).rows).toEqual(drawn(ada).rows);
});

it('TERM-3: who comes back to a shell that has ended is told, and starts none', async () => {
  const ada = await world.join();
  const { run } = ada.welcome;
  ada.type('exit\r');
  await until(() => ada.closed !== null, 'the end');
  const back = await world.open({ client: ada.secret, resume: { run, frame: 1 } });
  back.hello();
  await until(() => back.closed !== null, 'the answer');
  expect(back.last('ended')).toEqual({ type: 'ended', why: 'gone', code: null });
  expect(world.terminal.terminals.size).toBe(0);
});

it('TERM-13: what was typed is applied once, said once or twice', async () => {
  const ada = await world.join();
  await ada.sees('$');
  ada.type('echo "on', 1);
  await until(() => ada.last('typed')?.input === 1, 'the answer');
  const { run } = ada.welcome;
  const frame = ada.drawn;
  ada.socket.terminate();
  const back = await world.join({ client: ada.secret, resume: { run, frame } });
  expect(back.welcome.input).toBe(1);
  // As a page does that has not had the answer.
  back.type('echo "on', 1);
  back.type('ce" tw""ice\r', 2);
  await back.sees(/^once twice/m);
});

it('TERM-5: one who draws nothing holds up nobody, and gets the screen when drawing again', async () => {
  const [ada, slow] = [await world.join(), await world.join({ name: 'Slow' })];
  await slow.sees('$');
  slow.socket.pause();
  // Three times what may be sent ahead, and what the kernel keeps for a socket.
  ada.type(`yes 'a line of text that is neither short nor long' | head -c ${4 * LIMITS.undrawnBytes}; echo do""ne\r`);
  await ada.sees('done');
  expect(slow.bytes).toBeLessThan(LIMITS.undrawnBytes);
  slow.socket.resume();
  await slow.sees('done');
  expect(slow.bytes).toBeLessThan(3 * LIMITS.undrawnBytes);
  expect(slow.kinds.filter((kind) => kind === 'screen').length).toBeGreaterThan(2);
  await together(ada, slow);
  expect(drawn(slow).rows).toEqual(drawn(ada).rows);
  ada.type('echo li""ve\r');
  await slow.sees('live');
});

it('TERM-1: fifty people see the same', async () => {
  const people = await Promise.all(Array.from({ length: 50 }, (_, index) => world.join({ name: `Person ${index}` })));
  people[49].type('echo to "all" of y""ou\r');
  await Promise.all(people.map((each) => each.sees('to all of you')));
  expect(people[0].last('people')?.people).toHaveLength(50);
});

it('TERM-13: a long paste arrives whole', async () => {
  const ada = await world.join();
  await ada.sees('$');
  const part = `${'0123456789'.repeat(100)}\n`;
  ada.type("stty -echo; PS1=; head -c 1001000 | md5sum; echo en''d\r");
  await until(() => ada.last('typed')?.input === 1, 'the answer');
  for (let index = 0; index < 1000; index += 16) {
    ada.type(part.repeat(Math.min(16, 1000 - index)).replaceAll('\n', '\r'));
  }
  await ada.sees('end');
  expect(ada.text).toContain('f048a6c2914d1589151920a5c726c399');
});
