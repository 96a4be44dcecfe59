import { bytesToHex, hexToBytes, utf8ToBytes } from '../protocol/bytes';
import { encodeHandshake } from '../protocol/codec';
import { encodeHeader, type EnvelopeHeader } from '../protocol/envelope';
import type { PresenterMessage } from '../protocol/messages';
import { platformRandom } from '../testing/cryptoBackends';
import { answerByHand, ATTENDEE, bodyOf, crypto, sealed, SESSION, wire } from '../testing/linkPeers';
import { ATTENDEE_MESSAGES, HANDSHAKE_MESSAGES, PRESENTER_MESSAGES } from '../testing/sampleMessages';
import { AttendeeLink } from './AttendeeLink';

const { show_me: show, ping, session_end: end } = PRESENTER_MESSAGES;

async function attendee(identity?: Uint8Array) {
  const { clock, near, peer, cable } = wire();
  const signer = await crypto.signer(platformRandom(32));
  const told: unknown[] = [];
  const link = new AttendeeLink(
    near,
    {
      crypto,
      at: () => 0,
      session: SESSION,
      identity: identity ?? signer.publicKey,
      attendeeId: ATTENDEE,
      join: () => ATTENDEE_MESSAGES.attendee_join,
    },
    {
      waits: () => told.push('waits'),
      invited: () => told.push('invited'),
      handLowered: () => told.push('hand lowered'),
      typing: (key) => told.push(['typing', key]),
      driving: (key) => told.push(['driving', key]),
      verified: () => told.push('verified'),
      welcomed: ({ epoch }) => told.push(`welcomed ${epoch}`),
      stage: (of, event) => told.push([of.epoch, of.seq, event === 'unsupported' ? event : event.type]),
      skipped: (of, { sessionName }) => told.push(['skipped', of.epoch, of.seq, sessionName]),
      pinged: (of) => told.push(['ping', of.epoch, of.seq]),
      ended: (reason) => told.push(`ended ${reason}`),
      failed: (reason) => told.push(`failed ${reason}`),
      back: () => told.push('back'),
      closed: () => told.push('closed'),
    }
  );
  await peer.send();
  return { clock, peer, cable, link, signer, told };
}

const CLASS_OF: Partial<Record<PresenterMessage['type'], EnvelopeHeader['class']>> = {
  ping: 'ping',
  stage_snapshot: 'snapshot',
};

async function verified() {
  const room = await attendee();
  const made = await answerByHand(room.peer, room.signer);
  expect(room.told.splice(0)).toEqual(['verified']);
  /** For this attendee alone. */
  const direct = (seq: number, message: PresenterMessage, changes: Partial<EnvelopeHeader> = {}) =>
    sealed({ cipher: made.keys.toAttendee }, { class: 'to-attendee', author: made.author, seq, ...changes }, message);
  /** For everyone. */
  const forAll = (seq: number, message: PresenterMessage, changes: Partial<EnvelopeHeader> = {}) =>
    sealed(
      { cipher: made.group, signer: room.signer },
      { class: CLASS_OF[message.type] ?? 'stage', author: made.author, epoch: 2, seq, ...changes },
      message
    );
  const start = { ...PRESENTER_MESSAGES.session_start, epoch: 2, groupKey: bytesToHex(made.groupKey) };
  return { ...room, ...made, direct, forAll, start };
}

async function welcomed() {
  const room = await verified();
  await room.peer.send(await room.direct(1, room.start));
  expect(room.told.splice(0)).toEqual(['welcomed 2']);
  return room;
}

describe('HS-1: before the handshake', () => {
  test('HS-2: it greets at once, with its own session and id', async () => {
    const { peer } = await attendee();
    expect(peer.handshakes()).toMatchObject([{ type: 'hello', versions: [1], session: SESSION, attendeeId: ATTENDEE }]);
  });

  test.each([
    [
      'an envelope',
      encodeHeader({ class: 'stage', session: SESSION, epoch: 1, seq: 1, author: '00'.repeat(8), at: 0 }),
    ],
    ['text', utf8ToBytes('hello')],
    ['rubbish in a handshake frame', Uint8Array.of(0, 1, 2)],
    ['HS-8: a refusal', encodeHandshake({ type: 'refused', reason: 'session' })],
  ])('%s ends the link', async (_what, frame) => {
    const { peer, told } = await attendee();
    await peer.send(frame);
    expect(told).toEqual(['failed handshake-failed']);
    expect(peer.closed).toBe(true);
  });

  test('so does a whole envelope, however well it is sealed', async () => {
    const { peer, signer, told } = await attendee();
    const keys = { cipher: await crypto.cipher(platformRandom(32)), signer };
    await peer.send(await sealed(keys, { class: 'stage', author: '00'.repeat(8) }, show));
    expect(told).toEqual(['failed handshake-failed']);
  });

  test('so does its own greeting, sent back', async () => {
    const { peer, told } = await attendee();
    await peer.send(peer.frames[0]);
    expect(told).toEqual(['failed handshake-failed']);
  });

  test('HS-8: a presenter of another version is told as such', async () => {
    const { peer, told } = await attendee();
    await peer.send(encodeHandshake({ type: 'refused', reason: 'version' }));
    expect(told).toEqual(['failed version']);
  });

  test('HS-5: another presenter’s proof is told as a changed identity, and nothing is joined', async () => {
    const expected = await crypto.signer(platformRandom(32));
    const { peer, signer, told } = await attendee(expected.publicKey);
    await answerByHand(peer, signer);
    expect(told).toEqual(['failed identity-changed']);
    expect(peer.envelopes()).toEqual([]);
  });

  test('HS-5: a proof with a wrong signature fails', async () => {
    const { peer, signer, told } = await attendee();
    await peer.send(encodeHandshake({ ...HANDSHAKE_MESSAGES.proof, identity: bytesToHex(signer.publicKey) }));
    expect(told).toEqual(['failed handshake-failed']);
  });
});

describe('HS-9: joining', () => {
  test('the join is the first thing that is sealed, for the presenter alone', async () => {
    const { peer, keys } = await verified();
    const [envelope, ...more] = peer.envelopes();
    expect(more).toEqual([]);
    expect(envelope.header).toMatchObject({ class: 'to-presenter', session: SESSION, epoch: 0, seq: 1 });
    expect(await bodyOf(envelope, keys.toPresenter)).toEqual(ATTENDEE_MESSAGES.attendee_join);
  });

  test('nothing for everyone is read before the welcome, though its key were known', async () => {
    const { peer, told, forAll } = await verified();
    await peer.send(await forAll(1, show), await forAll(1, ping));
    expect(told).toEqual([]);
  });

  test('SEAL-6: a later welcome brings a new key, and the old one opens nothing any more', async () => {
    const { peer, told, direct, forAll, start } = await welcomed();
    const groupKey = platformRandom(32);
    await peer.send(await direct(2, { ...start, epoch: 3, groupKey: bytesToHex(groupKey) }));
    await peer.send(await forAll(8, show, { epoch: 3 }), await forAll(8, show, { epoch: 2 }));
    expect(told).toEqual(['welcomed 3']);
  });
});

describe('stage events and pings', () => {
  test('go on as they come, with their place', async () => {
    const { peer, told, forAll } = await welcomed();
    await peer.send(await forAll(8, show), await forAll(8, { ...ping, seq: 8 }), await forAll(9, end));
    expect(told).toEqual([
      [2, 8, 'show_me'],
      ['ping', 2, 8],
      [2, 9, 'session_end'],
    ]);
  });

  test.each<[string, Partial<EnvelopeHeader>]>([
    ['ENV-4: of another session', { session: '00'.repeat(16) }],
    ['ENV-4: of another author', { author: '00'.repeat(8) }],
    ['ORD-2: of an earlier epoch', { epoch: 1 }],
    ['ORD-2: of a later epoch', { epoch: 3 }],
  ])('%s are dropped', async (_what, changes) => {
    const { peer, told, forAll } = await welcomed();
    await peer.send(await forAll(8, show, changes), await forAll(8, ping, changes), await forAll(9, show));
    expect(told).toEqual([[2, 9, 'show_me']]);
  });

  test.each([0, 1, 2 ** 32 - 1])('ENV-5: whatever time the header claims, %i ms, changes nothing', async (at) => {
    const { peer, told, forAll } = await welcomed();
    await peer.send(await forAll(8, show, { at: 5_000 }), await forAll(9, end, { at }));
    expect(told).toEqual([
      [2, 8, 'show_me'],
      [2, 9, 'session_end'],
    ]);
  });

  test('SEAL-2: another attendee, who has the group key, can make none', async () => {
    const { peer, told, group, author } = await welcomed();
    const other = await crypto.signer(platformRandom(32));
    const header = { author, epoch: 2, seq: 8 };
    await peer.send(
      await sealed({ cipher: group, signer: other }, { ...header, class: 'stage' }, show),
      await sealed({ cipher: group, signer: other }, { ...header, class: 'ping' }, ping)
    );
    expect(told).toEqual([]);
  });

  test('ORD-8: one that is not known, or belongs elsewhere, keeps its place as unsupported', async () => {
    const { peer, told, group, signer, author, forAll, start } = await welcomed();
    const header = encodeHeader({ class: 'stage', session: SESSION, epoch: 2, seq: 8, author, at: 0 });
    const nonce = platformRandom(12);
    const body = await group.seal(nonce, utf8ToBytes('{"type":"draw"}'), header);
    const unsigned = Uint8Array.of(...header, ...nonce, ...body);
    await peer.send(Uint8Array.of(...unsigned, ...(await signer.sign(unsigned))));
    await peer.send(await forAll(9, start), await forAll(10, ping, { class: 'stage' }));
    expect(told).toEqual([
      [2, 8, 'unsupported'],
      [2, 9, 'unsupported'],
      [2, 10, 'unsupported'],
    ]);
  });

  test('MSG-1: an event in the class of pings says nothing', async () => {
    const { peer, told, forAll } = await welcomed();
    await peer.send(await forAll(8, show, { class: 'ping' }));
    expect(told).toEqual([]);
  });
});

describe('for one attendee alone', () => {
  test.each(['removed', 'taken-over', 'other-tab', 'full'] as const)(
    'MSG-7: session_end %s ends it',
    async (reason) => {
      const { peer, told, direct, forAll } = await welcomed();
      await peer.send(await direct(2, { type: 'session_end', reason }), await forAll(8, show));
      expect(told).toEqual([`ended ${reason}`]);
      expect(peer.closed).toBe(true);
    }
  );

  test('MSG-7: so it does instead of a welcome', async () => {
    const { peer, told, direct } = await verified();
    await peer.send(await direct(1, { type: 'session_end', reason: 'full' }));
    expect(told).toEqual(['ended full']);
  });

  test('SEAL-5: a repeated frame is dropped', async () => {
    const { peer, told, direct, start } = await welcomed();
    await peer.send(await direct(1, { ...start, epoch: 9 }));
    const again = await direct(2, { ...start, epoch: 3 });
    await peer.send(again, again);
    expect(told).toEqual(['welcomed 3']);
  });

  test('SEAL-1: its own frame sent back is dropped', async () => {
    const { peer, told, author } = await welcomed();
    const reflected = peer.frames[1].slice();
    reflected[2] = 3;
    reflected.set(hexToBytes(author), 28);
    reflected[27] = 9;
    await peer.send(peer.frames[1], reflected);
    expect(told).toEqual([]);
  });

  test('MSG-1: stage events and pings are dropped here', async () => {
    const { peer, told, direct } = await welcomed();
    await peer.send(await direct(2, show), await direct(3, ping));
    expect(told).toEqual([]);
  });
});

describe('the end of a link', () => {
  test('is told once, and nothing comes after it', async () => {
    const { peer, told, cable, clock } = await welcomed();
    cable.close();
    await clock.advance(10);
    expect(told).toEqual(['closed']);
    expect(peer.closed).toBe(true);
  });

  test('closed by its owner it tells nothing, and what was said before still leaves', async () => {
    const { peer, told, link, keys, forAll } = await welcomed();
    link.send({ type: 'attendee_leave' });
    link.close();
    await peer.send(await forAll(8, show));
    expect(told).toEqual([]);
    const last = peer.envelopes().at(-1);
    expect(last && (await bodyOf(last, keys.toPresenter))).toEqual({ type: 'attendee_leave' });
    expect(peer.closed).toBe(true);
  });
});

test('RELAY-3: takes a snapshot for all by its signature alone, and in its own class', async () => {
  const { peer, direct, forAll, start, group, author, told } = await verified();
  await peer.send(await direct(1, start));
  told.length = 0;
  const message = PRESENTER_MESSAGES.stage_snapshot;
  await peer.send(await forAll(9, message));
  expect(told.splice(0)).toEqual([['skipped', 2, 9, message.snapshot.sessionName]]);
  const mallory = await crypto.signer(platformRandom(32));
  await peer.send(
    await sealed({ cipher: group, signer: mallory }, { class: 'snapshot', author, epoch: 2, seq: 10 }, message)
  );
  await peer.send(await direct(2, message));
  await peer.send(await forAll(11, message, { class: 'ping' }));
  await peer.send(await forAll(12, PRESENTER_MESSAGES.clear_highlight, { class: 'snapshot' }));
  expect(told).toEqual([]);
});
