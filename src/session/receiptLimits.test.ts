import { bytesToHex } from '../protocol/bytes';
import { LIMITS } from '../protocol/limits';
import { attendeeMessageSchema } from '../protocol/messages';
import { platformRandom } from '../testing/cryptoBackends';
import { answerByHand, ATTENDEE, bodyOf, crypto, sealed, SESSION, wire } from '../testing/linkPeers';
import { ATTENDEE_MESSAGES, PRESENTER_MESSAGES } from '../testing/sampleMessages';
import { AttendeeSession } from './AttendeeSession';

test('RCPT-1: a detail that is too long is cut, so that the presenter does not close the link over it', async () => {
  const { clock, near, peer } = wire();
  const signer = await crypto.signer(platformRandom(32));
  const { resumeSecret, tabId, name, mode } = ATTENDEE_MESSAGES.attendee_join;
  const session = new AttendeeSession(
    {
      session: SESSION,
      identity: signer.publicKey,
      who: { attendeeId: ATTENDEE, resumeSecret, tabId },
      name,
      mode,
      hand: false,
      takeOver: false,
      rejoining: false,
      routes: 'direct',
      before: null,
    },
    {
      crypto,
      clock,
      random: () => 0,
      dial: (_route, on) => {
        on.open(near);
        return () => {};
      },
    },
    { changed() {}, event() {}, snapshot() {}, stillShown() {}, progressed() {} }
  );
  await peer.send();
  const { keys, author, groupKey } = await answerByHand(peer, signer);
  const start = { ...PRESENTER_MESSAGES.session_start, resumed: false, groupKey: bytesToHex(groupKey) };
  await peer.send(await sealed({ cipher: keys.toAttendee }, { class: 'to-attendee', author }, start));
  expect(session.view().connection.kind).toBe('live');

  session.receipt({ epoch: 2, seq: 7 }, 'failed', `no element matches ${'div > '.repeat(200)}`);
  session.dispose();
  await peer.send();
  const last = peer.envelopes().at(-1);
  const receipt = attendeeMessageSchema.parse(last && (await bodyOf(last, keys.toPresenter)));
  expect(receipt).toMatchObject({ type: 'receipt', receipts: [{ of: { epoch: 2, seq: 7 }, outcome: 'failed' }] });
  const length = receipt.type === 'receipt' ? receipt.receipts[0].detail?.length : 0;
  expect(length).toBeGreaterThan(LIMITS.detailLength - 10);
});
