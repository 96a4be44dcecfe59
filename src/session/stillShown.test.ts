/** What stood on an attendee's page stands on it again after a reload. */
import { Room } from '../testing/Room';
import { Inbox } from './Inbox';

async function openRoom() {
  const room = await Room.open(5, (last) => new Inbox(last));
  const people = [room.join(), room.join(), room.join()];
  await room.clock.advance(500);
  room.publish();
  await room.clock.advance(2_000);
  const reload = async () => {
    people.forEach((person) => person.reload());
    await room.clock.advance(2_000);
  };
  return { room, people, reload };
}

const steps = ({ applied }: { applied: ReadonlyArray<{ step: string }> }) => applied.map(({ step }) => step);

test('CON-19: the step that is shown, once for each page, and no event is handed on again for it', async () => {
  const { room, people, reload } = await openRoom();
  expect(people.map(({ drawnAgain }) => drawnAgain)).toEqual([[], [], []]);
  await reload();
  await reload();
  for (const person of people) {
    expect(person.drawnAgain).toEqual(['step-1', 'step-1']);
    expect(steps(person)).toEqual(['step-1']);
  }
  room.close();
});

test('CON-19: not what was taken away, and what was shown meanwhile comes as an event alone', async () => {
  const { room, people, reload } = await openRoom();
  room.presenter?.session.publish({ type: 'clear_highlight' });
  await room.clock.advance(2_000);
  await reload();
  people.forEach((person) => person.reload());
  room.publish();
  await room.clock.advance(5_000);
  for (const person of people) {
    expect(person.drawnAgain).toEqual([]);
    expect(steps(person)).toEqual(['step-1', 'step-2']);
  }
  room.close();
});

test('CON-19: an outage without a reload draws nothing again: the page has it still', async () => {
  const { room, people } = await openRoom();
  people.forEach((person) => person.drop());
  await room.clock.advance(10_000);
  expect(people.every((person) => person.isLive())).toBe(true);
  expect(people.map(({ drawnAgain }) => drawnAgain)).toEqual([[], [], []]);
  room.close();
});

test('CON-19: also where the presenter’s page was loaded anew meanwhile', async () => {
  const { room, people } = await openRoom();
  room.closePresenter();
  people.forEach((person) => person.reload());
  await room.openPresenter();
  await room.clock.advance(10_000);
  expect(people.map(({ drawnAgain }) => drawnAgain)).toEqual([['step-1'], ['step-1'], ['step-1']]);
  room.close();
});
