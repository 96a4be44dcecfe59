/** The relay never puts its snapshot in the place of events that their presenter could still say. */
import { breakableWire } from './testing/breakableWire';
import { open, world } from './testing/relay';
import { until } from './testing/until';
import { attendRelayed, presentRelayed } from './testing/relayedSession';

it('RELAY-3: events that were said while the presenter was cut off, after a removal, reach everybody', async () => {
  const wire = await breakableWire(world.port);
  open.push(wire);
  const room = await presentRelayed(wire.url);
  open.push(room);
  const people = [1, 2, 3].map(() => attendRelayed(() => world.url, room.presenter));
  open.push(...people);
  await until(() => people.every((person) => person.isLive()), 'everybody');
  const steps = [room.show(), room.show()];
  await until(() => people.every(({ shown }) => shown.length === 2), 'two events');
  const [removed] = room.session.view().rows;
  await room.remove(removed.attendeeId);
  await until(() => people.filter((person) => person.isLive()).length === 2, 'the removal');
  // The new key has reached them.
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  wire.cut();
  await new Promise((resolve) => setTimeout(resolve, 100));
  steps.push(room.show(), room.show());
  wire.mend();
  const others = people.filter((person) => person.isLive());
  await until(
    () => others.every(({ shown, session }) => shown.length === 4 || session.view().step?.stepId === steps[3]),
    'what was said meanwhile'
  );
  expect(others.map(({ shown }) => shown)).toEqual([steps, steps]);
});
