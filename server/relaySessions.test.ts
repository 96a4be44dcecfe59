/** Whole sessions through a real relay: what its keeping is good for. */
import { breakableWire } from './testing/breakableWire';
import { open, world } from './testing/relay';
import { until } from './testing/until';
import { attendRelayed, MORE_THAN_KEPT, presentRelayed } from './testing/relayedSession';

async function roomWith(attendees: number) {
  const room = await presentRelayed(world.url);
  open.push(room);
  const wire = await breakableWire(world.port);
  open.push(wire);
  const people = Array.from({ length: attendees }, (_, number) =>
    attendRelayed(number === 0 ? () => wire.url : () => world.url, room.presenter)
  );
  open.push(...people);
  await until(() => people.every((person) => person.isLive()), 'everybody');
  return { room, people, cut: wire.cut, mend: wire.mend };
}

it('an attendee cut off for a moment has every event, in order and once, as everybody else', async () => {
  const { room, people, cut, mend } = await roomWith(3);
  const steps = [room.show(), room.show()];
  await until(() => people.every(({ shown }) => shown.length === 2), 'two events');
  cut();
  steps.push(...Array.from({ length: 20 }, () => room.show()));
  await until(() => people[1].shown.length === 22, 'the others to have them');
  mend();
  await until(() => people[0].shown.length === 22, 'what was missed');
  expect(people.map(({ shown }) => shown)).toEqual([steps, steps, steps]);
});

it('RELAY-3: one that missed more than is kept anywhere is brought up by the snapshot, and goes on from there', async () => {
  const { room, people, cut, mend } = await roomWith(2);
  const [late, other] = people;
  cut();
  let newest = '';
  for (let event = 0; event < MORE_THAN_KEPT; event++) {
    newest = room.show();
    if (event % 40 === 0) {
      await until(() => other.shown.length === event + 1, 'the other to keep up');
    }
  }
  mend();
  await until(() => late.session.view().step?.stepId === newest, 'the room as it is');
  expect(late.snapshots.length).toBeGreaterThan(0);
  const next = room.show();
  await until(() => late.shown.at(-1) === next, 'the next event');
  expect(new Set(late.shown).size).toBe(late.shown.length);
});
