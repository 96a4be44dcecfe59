/** What a presenter's page seals after a reload shares nothing with what it sealed before. */
import { bytesToHex } from '../protocol/bytes';
import { parseFrame, type Envelope } from '../protocol/envelope';
import { Room } from '../testing/Room';
import { Inbox } from './Inbox';

/** Everything that this page says to all from now on. */
function listen(room: Room, said: Envelope[]): void {
  const hub = room.presenter?.hub.link;
  if (!hub) {
    throw new Error('nobody presents');
  }
  const { broadcast } = hub;
  hub.broadcast = (frame) => {
    const parsed = parseFrame(frame);
    if (parsed.kind === 'envelope') {
      said.push(parsed.envelope);
    }
    broadcast(frame);
  };
}

test.each([
  ['a reload', (room: Room) => room.closePresenter()],
  ['a crash that loses the log’s end', (room: Room) => room.crashPresenter(2)],
])('SEAL-1, ORD-1: no nonce and no place in the order is used again after %s', async (_what, goes) => {
  const room = await Room.open(5, (last) => new Inbox(last));
  const said: Envelope[] = [];
  [0, 1, 2].forEach(() => room.join());
  listen(room, said);
  await room.clock.advance(500);
  for (let page = 0; page < 3; page++) {
    [1, 2, 3].forEach(() => room.publish());
    await room.clock.advance(2_500);
    goes(room);
    await room.openPresenter();
    listen(room, said);
    await room.clock.advance(5_000);
  }
  const stage = said.filter(({ header }) => header.class === 'stage');
  expect(stage.length).toBeGreaterThan(8);
  expect(new Set(said.map(({ nonce }) => bytesToHex(nonce))).size).toBe(said.length);
  const sealedAs = new Map(stage.map((each) => [`${each.header.epoch}/${each.header.seq}`, bytesToHex(each.nonce)]));
  expect(sealedAs.size).toBe(stage.length);
  room.close();
});
