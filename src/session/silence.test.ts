/** What is said when there is nothing to say, and when what is there was not heard. */
import { bytesToHex } from '../protocol/bytes';
import { TIMES } from '../protocol/limits';
import { attendeeMessageSchema, type StageEvent } from '../protocol/messages';
import { platformRandom } from '../testing/cryptoBackends';
import { answerByHand, ATTENDEE, bodyOf, crypto, sealed, SESSION, wire } from '../testing/linkPeers';
import { presenterStage } from '../testing/presenterStage';
import { ATTENDEE_MESSAGES, PRESENTER_MESSAGES } from '../testing/sampleMessages';
import { AttendeeSession } from './AttendeeSession';
import type { AttendeeProgress } from './Doings';

const clear: StageEvent = { type: 'clear_highlight' };

test('ORD-6: nobody goes without a word for longer than a second, and no ping repeats what an event has said', async () => {
  const { clock, session, attendee } = await presenterStage();
  const { peer } = await attendee(ATTENDEE);
  const pings = () => peer.envelopes().filter(({ header }) => header.class === 'ping').length;
  await clock.advance(5 * TIMES.ping);
  expect(pings()).toBeGreaterThanOrEqual(4);
  const before = pings();
  for (let n = 0; n < 20; n++) {
    session.publish(clear);
    await clock.advance(TIMES.ping / 4);
  }
  expect(pings()).toBe(before);
  await clock.advance(TIMES.ping);
  expect(pings()).toBe(before + 1);
  session.close();
});

/** An attendee over a wire whose other end is played by hand; live in epoch 2 at seq 3. */
async function liveAttendee(before: AttendeeProgress | null) {
  const { clock, near, peer } = wire();
  const signer = await crypto.signer(platformRandom(32));
  const { resumeSecret, tabId, name, mode } = ATTENDEE_MESSAGES.attendee_join;
  let progress = before;
  const session: AttendeeSession = new AttendeeSession(
    {
      session: SESSION,
      identity: signer.publicKey,
      who: { attendeeId: ATTENDEE, resumeSecret, tabId },
      name,
      mode,
      hand: false,
      takeOver: false,
      rejoining: before !== null,
      routes: 'direct',
      before,
    },
    {
      crypto,
      clock,
      random: () => 0.5,
      dial: (_route, on) => {
        on.open(near);
        return () => {};
      },
    },
    {
      changed() {},
      event: (_event, of) => {
        session.begun(of);
        session.receipt(of, 'skipped');
      },
      snapshot() {},
      stillShown() {},
      progressed: (next) => (progress = next),
    }
  );
  await peer.send();
  const { keys, author, groupKey } = await answerByHand(peer, signer);
  const cipher = await crypto.cipher(groupKey);
  const start = { ...PRESENTER_MESSAGES.session_start, epoch: 2, seq: 3, base: 3, groupKey: bytesToHex(groupKey) };
  await peer.send(
    await sealed({ cipher: keys.toAttendee }, { class: 'to-attendee', author }, { ...start, resumed: before !== null })
  );
  const said = async () => {
    const mine = peer.envelopes().filter(({ header }) => header.class === 'to-presenter');
    return Promise.all(mine.map(async (one) => attendeeMessageSchema.parse(await bodyOf(one, keys.toPresenter))));
  };
  return {
    clock,
    session,
    said,
    progress: () => progress,
    stage: async (seq: number) =>
      peer.send(await sealed({ cipher, signer }, { class: 'stage', author, epoch: 2, seq }, clear)),
    receipts: async () =>
      (await said()).flatMap((one) => (one.type === 'receipt' ? one.receipts.map(({ of }) => of.seq) : [])),
    asked: async () => (await said()).filter((one) => one.type === 'pong' && one.missing),
  };
}

test('ORD-6: an event that shows a gap is answered like a ping that does, and not more often', async () => {
  const { clock, session, stage, asked } = await liveAttendee(null);
  await stage(4);
  expect(await asked()).toEqual([]);
  await stage(6);
  expect(await asked()).toEqual([{ type: 'pong', last: { epoch: 2, seq: 4 }, missing: true }]);
  await stage(7);
  expect(await asked()).toHaveLength(1);
  await clock.advance(TIMES.catchUp);
  await stage(8);
  expect(await asked()).toHaveLength(2);
  session.dispose();
});

test('RCPT-4: a page that dies with a receipt in its hands leaves it to the next', async () => {
  const first = await liveAttendee(null);
  await first.stage(4);
  expect(await first.receipts()).toEqual([]);
  const left = first.progress();
  expect(left).toMatchObject({ last: { epoch: 2, seq: 4 }, running: null, unsent: [{ of: { epoch: 2, seq: 4 } }] });
  const second = await liveAttendee(left);
  expect(await second.receipts()).toEqual([4]);
  expect(second.progress()?.unsent).toEqual([]);
  second.session.dispose();
});

test('RCPT-4: a page that goes with a goodbye sends what it has', async () => {
  const { session, stage, receipts, clock } = await liveAttendee(null);
  await stage(4);
  session.dispose();
  await clock.advance(1);
  expect(await receipts()).toEqual([4]);
});
