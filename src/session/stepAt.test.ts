/** An attendee's page knows at which step the presenter is, however it came to be there. */
import { Room } from '../testing/Room';
import { Inbox } from './Inbox';

const stepAt = (room: Room, index: number) => room.attendees[index].session.view().step?.stepId ?? null;

test('the newest step counts, for newcomers, over outages and reloads too, and stays when the highlight goes', async () => {
  const room = await Room.open(1, (last) => new Inbox(last));
  room.join();
  await room.clock.advance(500);
  expect(stepAt(room, 0)).toBeNull();
  room.publish();
  room.publish();
  await room.clock.advance(500);
  expect(stepAt(room, 0)).toBe('step-2');

  room.join();
  await room.clock.advance(500);
  expect(stepAt(room, 1)).toBe('step-2');
  room.attendees[0].reload();
  await room.clock.advance(3000);
  expect(stepAt(room, 0)).toBe('step-2');

  room.presenter?.session.publish({ type: 'clear_highlight' });
  room.attendees[0].drop();
  await room.clock.advance(3000);
  expect(stepAt(room, 0)).toBe('step-2');
  room.close();
});
