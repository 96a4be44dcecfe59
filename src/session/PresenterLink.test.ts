import { utf8ToBytes } from '../protocol/bytes';
import { encodeHandshake } from '../protocol/codec';
import { encodeHeader, type EnvelopeHeader } from '../protocol/envelope';
import type { CryptoBackend } from '../protocol/crypto';
import type { PairKeys } from '../protocol/handshake';
import { LIMITS, TIMES } from '../protocol/limits';
import type { AttendeeMessage } from '../protocol/messages';
import { platformRandom } from '../testing/cryptoBackends';
import { attendeeAuthor, bodyOf, crypto, greetByHand, sealed, SESSION, wire } from '../testing/linkPeers';
import { ATTENDEE_MESSAGES, HANDSHAKE_MESSAGES, PRESENTER_MESSAGES } from '../testing/sampleMessages';
import { PresenterLink, slicer } from './PresenterLink';

const { attendee_join: join, hand_raise: hand } = ATTENDEE_MESSAGES;

/** `opening` runs while a frame is being opened. */
async function presenter(opening: () => void = () => {}) {
  const { clock, near, peer, cable } = wire();
  const signer = await crypto.signer(platformRandom(32));
  const heard: AttendeeMessage[] = [];
  const watched: CryptoBackend = {
    ...crypto,
    async cipher(key) {
      const cipher = await crypto.cipher(key);
      return {
        ...cipher,
        open(...args) {
          opening();
          return cipher.open(...args);
        },
      };
    },
  };
  const link = new PresenterLink(
    near,
    { crypto: watched, clock, signer, session: SESSION, keyId: '00'.repeat(8), at: () => 0, slowly: slicer(clock) },
    { joined: (message) => heard.push(message), message: (message) => heard.push(message) }
  );
  near.onFrame((frame) => link.push(frame));
  near.onClose(() => link.closed());
  const author = await attendeeAuthor();
  const from = (keys: PairKeys, seq: number, message: AttendeeMessage, changes: Partial<EnvelopeHeader> = {}) =>
    sealed({ cipher: keys.toPresenter }, { class: 'to-presenter', author, seq, ...changes }, message);
  return { clock, peer, cable, link, signer, heard, from };
}

async function greeted(opening?: () => void) {
  const room = await presenter(opening);
  const keys = await greetByHand(room.peer, room.signer.publicKey);
  if (!keys) {
    throw new Error('no proof');
  }
  return { ...room, keys };
}

async function joined() {
  const room = await greeted();
  await room.peer.send(await room.from(room.keys, 1, join));
  expect(room.heard).toEqual([join]);
  return room;
}

describe('HS-1: before the handshake', () => {
  test.each([
    [
      'an envelope',
      encodeHeader({ class: 'to-presenter', session: SESSION, epoch: 0, seq: 1, author: '00'.repeat(8), at: 0 }),
    ],
    ['nothing', new Uint8Array(0)],
    ['text', utf8ToBytes('GET / HTTP/1.1')],
    ['an oversized handshake', new Uint8Array(2 + LIMITS.handshakeBytes)],
    ['a frame over the bound', new Uint8Array(LIMITS.frameBytes + 1)],
  ])('%s closes the link unanswered', async (_what, frame) => {
    const { peer, heard } = await presenter();
    await peer.send(frame);
    expect(peer.closed).toBe(true);
    expect(peer.frames).toEqual([]);
    expect(heard).toEqual([]);
  });

  test.each([
    ['rubbish', Uint8Array.of(0, 1, 2, 3)],
    ['a proof', encodeHandshake(HANDSHAKE_MESSAGES.proof)],
    ['a refusal', encodeHandshake(HANDSHAKE_MESSAGES.refused)],
  ])('HS-8: %s as a greeting is refused, then closed', async (_what, frame) => {
    const { peer } = await presenter();
    await peer.send(frame);
    expect(peer.handshakes()).toEqual([{ type: 'refused', reason: 'malformed' }]);
    expect(peer.closed).toBe(true);
  });

  test.each([
    ['version', { versions: [2, 3] }],
    ['session', { session: '00'.repeat(16) }],
    ['malformed', { ephemeral: '00'.repeat(32) }],
  ])('HS-8: a hello is refused for its %s', async (reason, changes) => {
    const { peer, signer } = await presenter();
    expect(await greetByHand(peer, signer.publicKey, changes)).toBeNull();
    expect(peer.handshakes()).toEqual([{ type: 'refused', reason }]);
    expect(peer.closed).toBe(true);
  });
});

describe('HS-7: one proof a link, in ten seconds', () => {
  test('a second hello is not answered and closes the link', async () => {
    const { peer, signer } = await greeted();
    await greetByHand(peer, signer.publicKey);
    expect(peer.handshakes()).toHaveLength(1);
    expect(peer.closed).toBe(true);
  });

  test('two hellos at once get one proof at most', async () => {
    const { peer } = await presenter();
    const hello = encodeHandshake({ ...HANDSHAKE_MESSAGES.hello, session: SESSION, ephemeral: await freshKey() });
    await peer.send(hello, hello);
    expect(peer.handshakes().length).toBeLessThanOrEqual(1);
    expect(peer.closed).toBe(true);
  });

  test.each([
    ['says nothing', presenter],
    ['greets and does not join', greeted],
  ])('a link that %s is closed', async (_what, begin) => {
    const { clock, peer } = await begin();
    await clock.advance(TIMES.handshake - clock.now() - 10);
    expect(peer.closed).toBe(false);
    await clock.advance(20);
    expect(peer.closed).toBe(true);
  });

  test('one that joined is not', async () => {
    const { clock, peer } = await joined();
    await clock.advance(10 * TIMES.handshake);
    expect(peer.closed).toBe(false);
  });
});

async function freshKey(): Promise<string> {
  return Buffer.from((await crypto.agreement()).publicKey).toString('hex');
}

describe('HS-9: joining', () => {
  test.each(Object.values(ATTENDEE_MESSAGES).filter(({ type }) => type !== 'attendee_join'))(
    '$type as the first message closes the link',
    async (message) => {
      const { peer, keys, from, heard, link } = await greeted();
      await peer.send(await from(keys, 1, message));
      expect(peer.closed).toBe(true);
      expect(heard).toEqual([]);
      expect(link.attendeeId).toBeNull();
    }
  );

  test('is once: a second join says nothing', async () => {
    const { peer, keys, from, heard } = await joined();
    await peer.send(await from(keys, 2, { ...join, name: 'Eve' }), await from(keys, 3, hand));
    expect(heard).toEqual([join, hand]);
    expect(peer.closed).toBe(false);
  });

  test('needs a link that is still there when the join has been opened', async () => {
    let gone = () => {};
    const { keys, from, heard, link, clock } = await greeted(() => gone());
    gone = () => link.closed();
    link.push(await from(keys, 1, join));
    await clock.advance(10);
    expect(heard).toEqual([]);
    expect(link.attendeeId).toBeNull();
  });
});

describe('sealed messages', () => {
  test.each<[string, number, Partial<EnvelopeHeader>]>([
    ['SEAL-5: a seq that was there already', 1, {}],
    ['SEAL-5: seq 0', 0, {}],
    ['ENV-4: another session', 2, { session: '00'.repeat(16) }],
    ['ENV-4: another class', 2, { class: 'to-attendee' }],
  ])('%s closes the link', async (_what, seq, changes) => {
    const { peer, keys, from, heard } = await joined();
    await peer.send(await from(keys, seq, hand, changes));
    expect(peer.closed).toBe(true);
    expect(heard).toEqual([join]);
  });

  test('SEAL-5: so does the same frame again', async () => {
    const { peer, keys, from, heard } = await joined();
    const frame = await from(keys, 2, hand);
    await peer.send(frame, frame);
    expect(heard).toEqual([join, hand]);
    expect(peer.closed).toBe(true);
  });

  test('SEAL-3: so does a frame with a changed byte', async () => {
    const { peer, keys, from, heard } = await joined();
    const frame = await from(keys, 2, hand);
    frame[frame.length - 1] ^= 1;
    await peer.send(frame);
    expect(peer.closed).toBe(true);
    expect(heard).toEqual([join]);
  });

  test('SEAL-1: so does what the presenter sent itself, however it is dressed', async () => {
    const { peer, keys, link, heard } = await joined();
    await link.send(PRESENTER_MESSAGES.session_end, 1);
    await peer.send();
    const reflected = peer.frames[peer.frames.length - 1].slice();
    expect(await bodyOf(peer.envelopes()[0], keys.toAttendee)).toEqual(PRESENTER_MESSAGES.session_end);
    reflected[2] = 4;
    await peer.send(reflected);
    expect(peer.closed).toBe(true);
    expect(heard).toEqual([join]);
  });

  test('MSG-5: a type of a later version is left alone', async () => {
    const { peer, keys, heard } = await joined();
    const author = await attendeeAuthor();
    const nonce = platformRandom(12);
    const header = encodeHeader({ class: 'to-presenter', session: SESSION, epoch: 0, seq: 2, author, at: 0 });
    const ciphertext = await keys.toPresenter.seal(nonce, utf8ToBytes('{"type":"vote","for":1}'), header);
    await peer.send(Uint8Array.of(...header, ...nonce, ...ciphertext));
    expect(peer.closed).toBe(false);
    expect(heard).toEqual([join]);
  });

  test('a flood faster than it can be opened closes the link', async () => {
    const { peer, keys, from, link, heard } = await joined();
    const frames = await Promise.all(Array.from({ length: 1_026 }, (_, n) => from(keys, 2 + n, hand)));
    frames.forEach((frame) => link.push(frame));
    await peer.send();
    expect(peer.closed).toBe(true);
    expect(heard).toEqual([join]);
  });

  test('SEAL-1: what is sent is for the one attendee alone, in order', async () => {
    const { peer, keys, link } = await joined();
    await Promise.all([link.send(PRESENTER_MESSAGES.session_start, 2), link.send(PRESENTER_MESSAGES.session_end, 2)]);
    await peer.send();
    const envelopes = peer.envelopes();
    expect(envelopes.map(({ header }) => [header.class, header.epoch, header.seq])).toEqual([
      ['to-attendee', 2, 1],
      ['to-attendee', 2, 2],
    ]);
    const bodies = await Promise.all(envelopes.map((envelope) => bodyOf(envelope, keys.toAttendee)));
    expect(bodies).toEqual([PRESENTER_MESSAGES.session_start, PRESENTER_MESSAGES.session_end]);
  });

  test('nothing is sent before the attendee has joined', async () => {
    const { peer, link } = await greeted();
    await link.send(PRESENTER_MESSAGES.session_start, 1);
    link.sendSealed(Uint8Array.of(1));
    await peer.send();
    expect(peer.envelopes()).toEqual([]);
    expect(peer.frames).toHaveLength(1);
  });
});
