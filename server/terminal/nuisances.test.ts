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
