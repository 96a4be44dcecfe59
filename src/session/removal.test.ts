/** SPEC SEAL: what comes after a removal is not for the removed one's key. */
import { Room } from '../testing/Room';
import { Inbox } from './Inbox';

test('a removed attendee is told, stays out, and the others go on without a gap', async () => {
  const room = await Room.open(3, (last) => new Inbox(last));
  const [first, removed, behindHub] = [room.join(), room.join(), room.join()];
  await room.clock.advance(500);
  room.publish();
  await room.clock.advance(500);
  const removing = room.remove(removed);
  await room.clock.advance(50);
  await removing;
  expect(removed.session.view().connection).toMatchObject({ kind: 'ended', reason: 'removed' });
  room.publish();
  room.publish();
  await room.clock.advance(15_000);
  const steps = ({ applied }: typeof first) => applied.map(({ step }) => step);
  expect(steps(removed)).toEqual(['step-1']);
  expect(removed.isLive()).toBe(false);
  for (const attendee of [first, behindHub]) {
    expect(steps(attendee)).toEqual(['step-1', 'step-2', 'step-3']);
    expect(attendee.applied.map(({ of }) => of.epoch)).toEqual([1, 2, 2]);
    expect(attendee.snapshots).toHaveLength(1);
    expect(attendee.isLive()).toBe(true);
  }
  expect(
    room.presenter?.session
      .view()
      .rows.map(({ attendeeId }) => attendeeId)
      .sort()
  ).toEqual([first.id, behindHub.id].sort());
  room.close();
});
