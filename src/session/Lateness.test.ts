import { TIMES } from '../protocol/limits';
import { Room } from '../testing/Room';
import { Inbox } from './Inbox';
import { Lateness } from './Lateness';

const at = (seq: number, epoch = 1) => ({ epoch, seq });

describe('SAFE-19: what was said while an attendee was cut off', () => {
  test('is what comes after a long silence, up to the newest event that the presenter then names', () => {
    const lateness = new Lateness();
    lateness.heard(TIMES.shortOutage + 1);
    expect(lateness.isLate(at(4))).toBe(true);
    lateness.newest(at(6));
    expect([5, 6, 7].map((seq) => lateness.isLate(at(seq)))).toEqual([true, true, false]);
    lateness.newest(at(9));
    expect(lateness.isLate(at(8))).toBe(false);
    expect(lateness.isLate(at(5, 2))).toBe(false);
  });

  test('is nothing after a short one', () => {
    const lateness = new Lateness();
    lateness.heard(TIMES.shortOutage);
    lateness.newest(at(6));
    expect(lateness.isLate(at(6))).toBe(false);
  });

  test('is told with each event of a session whose presenter was away, and not with those after', async () => {
    const room = await Room.open(3, (last) => new Inbox(last));
    const attendee = room.join();
    await room.clock.advance(500);
    room.publish();
    await room.clock.advance(1_000);
    room.crashPresenter(0);
    await room.clock.advance(2 * TIMES.shortOutage);
    await room.openPresenter();
    room.publish();
    room.publish();
    await room.clock.advance(10_000);
    room.publish();
    await room.clock.advance(1_000);
    expect(attendee.applied.map(({ step, late }) => [step, late])).toEqual([
      ['step-1', false],
      ['step-2', true],
      ['step-3', true],
      ['step-4', false],
    ]);
    room.close();
  });
});
