/** SPEC ORD, SEAL-6: new keys take nobody back and nobody past anything, however often there are some. */
import { LIMITS } from '../protocol/limits';
import { Room } from '../testing/Room';
import { Inbox } from './Inbox';

const steps = ({ applied }: { applied: ReadonlyArray<{ step: string }> }) => applied.map(({ step }) => step);

test('ORD-3: two removals, with events between them, have nobody do anything twice', async () => {
  const room = await Room.open(3, (last) => new Inbox(last));
  const [direct, one, behindHub, other] = [room.join(), room.join(), room.join(), room.join()];
  await room.clock.advance(500);
  room.publish();
  await room.clock.advance(500);
  for (const removed of [one, other]) {
    const removing = room.remove(removed);
    await room.clock.advance(50);
    await removing;
    room.publish();
    room.publish();
    await room.clock.advance(500);
  }
  await room.clock.advance(5_000);
  for (const attendee of [direct, behindHub]) {
    expect(steps(attendee)).toEqual(room.log());
    expect(attendee.isLive()).toBe(true);
  }
  room.close();
});

test('SEAL-6: a removal late in a session takes nobody who has every event anew to where the room stands', async () => {
  const room = await Room.open(3, (last) => new Inbox(last));
  const [direct, removed, behindHub] = [room.join(), room.join(), room.join()];
  await room.clock.advance(500);
  for (let event = 0; event <= LIMITS.logEvents; event++) {
    room.publish();
    await room.clock.advance(50);
  }
  await room.clock.advance(1_000);
  const removing = room.remove(removed);
  await room.clock.advance(50);
  await removing;
  room.publish();
  await room.clock.advance(5_000);
  for (const attendee of [direct, behindHub]) {
    expect(attendee.applied).toHaveLength(LIMITS.logEvents + 2);
    expect(attendee.snapshots).toHaveLength(1);
  }
  room.close();
});

test.each([0, 200, 400, 600, 800, 1_000, 1_200, 1_400])(
  'ORD-6: who asks for what they miss around a removal gets it, and not the snapshot in its place: %i ms after the event',
  async (after) => {
    const room = await Room.open(3, (last) => new Inbox(last));
    const [asking, removed] = [room.join(), room.join()];
    await room.clock.advance(500);
    room.publish();
    await room.clock.advance(3_000);
    room.network.weather = { delay: { least: 0, spread: 0 }, loss: 1 };
    room.publish();
    await room.clock.advance(10);
    room.network.weather = { delay: { least: 200, spread: 0 }, loss: 0 };
    await room.clock.advance(after);
    const removing = room.remove(removed);
    await room.clock.advance(50);
    await removing;
    await room.clock.advance(5_000);
    expect(steps(asking)).toEqual(room.log());
    expect(asking.snapshots).toHaveLength(1);
    room.close();
  }
);
