/** What an attendee's page says of itself reaches the presenter's, and is said again to the presenter's next page. */
import { Room } from '../testing/Room';
import { Inbox } from './Inbox';

async function openRoom() {
  const room = await Room.open(5, (last) => new Inbox(last));
  const [direct, , behindHub] = [room.join(), room.join(), room.join()];
  await room.clock.advance(500);
  const rowOf = ({ id }: typeof direct) => room.presenter?.session.view().rows.find((row) => row.attendeeId === id);
  const count = () => room.presenter?.session.view().receipts.get('simulated')?.get('step-1');
  return { room, direct, behindHub, rowOf, count };
}

test('JOIN-4: that following is paused or switched off, also after a reload of the presenter’s page', async () => {
  const { room, direct, behindHub, rowOf } = await openRoom();
  direct.session.setMode('follow');
  direct.session.setFollowing('paused');
  behindHub.session.setFollowing('off');
  await room.clock.advance(500);
  expect(rowOf(direct)).toMatchObject({ mode: 'follow', following: 'paused' });
  expect(rowOf(behindHub)).toMatchObject({ following: 'off' });
  room.closePresenter();
  await room.openPresenter();
  await room.clock.advance(5_000);
  expect(rowOf(direct)).toMatchObject({ mode: 'follow', following: 'paused' });
  direct.session.setFollowing('on');
  await room.clock.advance(500);
  expect(rowOf(direct)).toMatchObject({ mode: 'follow', following: 'on' });
  room.close();
});

test('RCPT-2: what became of a step, also when first the attendee’s page and then the presenter’s is loaded again', async () => {
  const { room, direct, count } = await openRoom();
  room.publish();
  await room.clock.advance(2_000);
  direct.reload();
  await room.clock.advance(2_000);
  room.closePresenter();
  await room.openPresenter();
  await room.clock.advance(5_000);
  expect(count()).toMatchObject({ shown: 3 });
  room.close();
});

test('RCPT-1, RCPT-2: that a question waits, until what became of it takes its place, over a reload of the presenter’s page', async () => {
  const { room, direct, count } = await openRoom();
  room.publish();
  await room.clock.advance(2_000);
  expect(count()).toMatchObject({ shown: 3, asked: 0 });
  const [{ of }] = direct.applied;
  direct.session.asked(of);
  await room.clock.advance(1_500);
  expect(count()).toMatchObject({ shown: 2, asked: 1 });
  room.closePresenter();
  await room.openPresenter();
  await room.clock.advance(5_000);
  expect(count()).toMatchObject({ shown: 2, asked: 1 });
  direct.session.receipt(of, 'declined');
  await room.clock.advance(1_500);
  expect(count()).toMatchObject({ shown: 2, asked: 0, declined: 1, failed: 0 });
  room.close();
});
