/** The relay as pages meet it: the real client's links through a real server. */
import { concatBytes } from '../src/protocol/bytes';
import { LIMITS } from '../src/protocol/limits';
import { LINK_CONTRACT } from '../src/transport/linkContract';
import { hubOf, world, room, enter, enterBreakable, stage, seqOf, handshake, relayedPair } from './testing/relay';
import { until } from './testing/until';

describe('a link through the relay keeps every promise of a link', () => {
  it.each(LINK_CONTRACT)('$title', async ({ check }) => check(await relayedPair()));
});

it('DIR-13: gives presenter and attendee tickets, and tells the presenter who comes', async () => {
  const { presenter, hub } = await room();
  const members: string[] = [];
  hub.onMember((memberId) => members.push(memberId));
  const link = await enter(presenter.code);
  link.send(handshake(1));
  await until(() => members.length === 1, 'the member');
  expect(members).toEqual([link.id]);
});

it('RELAY-3, RELAY-4: keeps the place of an attendee that is cut off, says again what it missed, and tells the presenter meanwhile', async () => {
  const { presenter, hub } = await room();
  const states: string[] = [];
  hub.onMemberState((_memberId, state) => states.push(state));
  const gone: string[] = [];
  hub.onMemberGone((memberId) => gone.push(memberId));
  const { link, cut } = await enterBreakable(presenter.code);
  const frames: Uint8Array[] = [];
  link.onFrame((frame) => frames.push(frame));
  hub.broadcast(stage(presenter.sessionId, 1, 1));
  await until(() => frames.length === 1, 'the first event');
  cut();
  await until(() => states.includes('away'), 'that the attendee is away');
  hub.broadcast(stage(presenter.sessionId, 1, 2));
  hub.broadcast(stage(presenter.sessionId, 1, 3));
  await until(() => states.at(-1) === 'here', 'that the attendee is back');
  expect(await link.after?.({ epoch: 1, seq: 1 })).toBe(true);
  await until(() => frames.length === 3, 'what was missed');
  expect(frames.map(seqOf)).toEqual([1, 2, 3]);
  expect(await link.after?.({ epoch: 2, seq: 1 })).toBe(false);
  expect(gone).toEqual([]);
});

it('RELAY-3: brings up who missed more than is kept by the snapshot, which nobody else is sent', async () => {
  const { presenter, hub } = await room();
  const { sessionId } = presenter;
  const link = await enter(presenter.code);
  const frames: Uint8Array[] = [];
  link.onFrame((frame) => frames.push(frame));
  for (let seq = 1; seq <= 600; seq++) {
    hub.broadcast(stage(sessionId, 1, seq));
    if (seq % 100 === 0) {
      hub.keep(stage(sessionId, 1, seq, 'snapshot'));
    }
  }
  await until(() => frames.length === 600, 'all events');
  expect(frames.map(seqOf)).toEqual(Array.from({ length: 600 }, (_, index) => index + 1));
  hub.broadcast(stage(sessionId, 1, 601));
  await until(() => frames.length === 601, 'one more');
  expect(await link.after?.({ epoch: 1, seq: 2 })).toBe(true);
  await until(() => frames.length === 603, 'the snapshot and what came since');
  expect(frames.slice(-2).map(seqOf)).toEqual([600, 601]);
});

it('RELAY-5: tells a presenter that comes back the newest event that it has kept, and holds what attendees said meanwhile', async () => {
  const { presenter, epoch, hub } = await room();
  const link = await enter(presenter.code);
  const kept: unknown[] = [];
  const said: Uint8Array[] = [];
  hub.broadcast(stage(presenter.sessionId, epoch, 7));
  const frames: Uint8Array[] = [];
  link.onFrame((frame) => frames.push(frame));
  await until(() => frames.length === 1, 'the event');
  hub.close();
  await until(() => !hub.connected, 'the end of the wire');
  link.send(handshake(4));
  await link.after?.({ epoch, seq: 7 });
  const again = hubOf(presenter, epoch);
  again.onFrame((_memberId, frame) => said.push(frame));
  again.onAttached((position) => kept.push(position));
  await until(() => kept.length === 1 && said.length === 1, 'the room as it was');
  expect(kept).toEqual([{ epoch, seq: 7 }]);
});

it('RELAY-5: makes those of an earlier page of the presenter come anew', async () => {
  const { presenter } = await room();
  const link = await enter(presenter.code);
  const closes: string[] = [];
  link.onClose((why) => closes.push(why));
  const reloaded = presenter.at(world.url);
  const { epoch } = await reloaded.start({ takeOver: true });
  hubOf(reloaded, epoch);
  await until(() => closes.length === 1, 'the close');
  expect(closes).toEqual(['remote']);
});

it.each([200, 50_000, LIMITS.frameBytes])('hands everyone a frame of %i bytes as it was said', async (length) => {
  const { presenter, epoch, hub } = await room();
  const link = await enter(presenter.code);
  const frames: Uint8Array[] = [];
  link.onFrame((frame) => frames.push(frame));
  const frame = concatBytes(stage(presenter.sessionId, epoch, 1), patterned(length)).subarray(0, length);
  hub.broadcast(frame);
  await until(() => frames.length === 1, 'the frame');
  expect(Buffer.from(frames[0]).equals(frame)).toBe(true);
});

const patterned = (length: number) => Uint8Array.from({ length }, (_, index) => (index * 31) & 0xff);
