/** A presenter with attendees on pairs and behind one hub at the same time. */
import { Room } from '../testing/Room';
import { Inbox } from './Inbox';

const BEHIND_HUB = [2, 5, 8];

function present({ presenter }: Room) {
  if (!presenter) {
    throw new Error('nobody presents');
  }
  return presenter;
}

async function roomOf(attendees: number): Promise<Room> {
  const room = await Room.open(1, (last) => new Inbox(last));
  Array.from({ length: attendees }, () => room.join());
  await room.clock.advance(500);
  return room;
}

test('an event for everyone goes over the hub once, however many are behind it, and reaches all', async () => {
  const room = await roomOf(9);
  expect(room.attendees.every((attendee) => attendee.isLive())).toBe(true);
  const before = room.presenter?.hub.broadcasts ?? 0;
  room.publish();
  await room.clock.advance(400);
  expect(room.attendees.map(({ applied }) => applied.map(({ step }) => step))).toEqual(
    Array.from({ length: 9 }, () => ['step-1'])
  );
  expect((room.presenter?.hub.broadcasts ?? 0) - before).toBe(1);
  room.close();
});

test('rows say which way their links go', async () => {
  const room = await roomOf(9);
  const routes = room.presenter?.session.view().rows.map((row) => row.links.at(-1)?.route);
  expect(routes?.filter((route) => route === 'relay')).toHaveLength(BEHIND_HUB.length);
  expect(room.attendees.map((attendee) => attendee.session.view().route)).toEqual(
    Array.from({ length: 9 }, (_, index) => (BEHIND_HUB.includes(index) ? 'relay' : 'p2p'))
  );
  room.close();
});

test('when one behind the hub drops out the others notice nothing', async () => {
  const room = await roomOf(9);
  room.attendees[2].drop();
  room.publish();
  await room.clock.advance(400);
  const missed = room.attendees.filter(({ applied }) => applied.length !== 1).map(({ index }) => index);
  expect(missed.filter((index) => index !== 2)).toEqual([]);
  await room.clock.advance(3000);
  expect(room.attendees[2].applied.map(({ step }) => step)).toEqual(['step-1']);
  room.close();
});

test('CON-16: who came by the hub, as directly there was no way, moves over once there is one, and misses nothing', async () => {
  const room = await Room.open(1, (last) => new Inbox(last));
  room.join();
  await room.clock.advance(500);
  room.directFailure = 1;
  const walled = room.join();
  await room.clock.advance(3_000);
  expect(walled.session.view().route).toBe('relay');
  room.directFailure = 0;
  for (let second = 0; second < 20; second++) {
    room.publish();
    await room.clock.advance(1_000);
    expect(walled.isLive()).toBe(true);
  }
  expect(walled.session.view().route).toBe('p2p');
  expect(walled.applied.map(({ step }) => step)).toEqual(room.log());
  room.close();
});

test.each([
  ['nothing', null, 3],
  ['some', 2, 1],
  ['everything', 3, 0],
])(
  'RELAY-5: a hub that comes back and has kept %s is told to keep what follows, and then what it lacks',
  async (_what, seq, lacking) => {
    const room = await roomOf(3);
    [1, 2, 3].forEach(() => room.publish());
    await room.clock.advance(400);
    const { hub, session } = present(room);
    const before = hub.order.length;
    hub.attach(seq === null ? null : { epoch: session.view().epoch, seq });
    await room.clock.advance(50);
    expect(hub.order.slice(before)).toEqual(['proceed', ...Array.from({ length: lacking }, () => 'broadcast')]);
    expect(room.attendees.map(({ applied }) => applied.length)).toEqual([3, 3, 3]);
    room.close();
  }
);

test('RELAY-5: a hub that has kept nothing since the key changed is said everything since then', async () => {
  const room = await roomOf(3);
  room.publish();
  await room.clock.advance(400);
  const removing = room.remove(room.attendees[0]);
  await room.clock.advance(50);
  await removing;
  [2, 3].forEach(() => room.publish());
  await room.clock.advance(400);
  const { hub } = present(room);
  const before = hub.order.length;
  hub.attach({ epoch: 1, seq: 1 });
  await room.clock.advance(50);
  expect(hub.order.slice(before)).toEqual(['proceed', 'broadcast', 'broadcast']);
  room.close();
});
