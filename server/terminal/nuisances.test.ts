/** TERM-6, TERM-11: one person's or program's doing that is everybody's, tried at a real server with a real pty. */
import { until } from '../testing/until';
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
