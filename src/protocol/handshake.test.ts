import { BACKEND_PAIRS, BACKENDS, platformRandom } from '../testing/cryptoBackends';
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from './bytes';
import { decodeHandshake, encodeHandshake } from './codec';
import { KEY_BYTES, NONCE_BYTES, type CryptoBackend } from './crypto';
import { nobleCrypto } from './cryptoNoble';
import { encodeHeader, parseFrame, type EnvelopeClass } from './envelope';
import { answer, greet, verify, type Greeting, type PairKeys } from './handshake';
import { LIMITS, PROTOCOL_VERSION } from './limits';
import type { Hello, Proof } from './messages';
import { open, seal } from './sealing';

const SESSION = '00112233445566778899aabbccddeeff';
const ATTENDEE = 'ffeeddccbbaa99887766554433221100';
const LOW_ORDER = '00'.repeat(32);
const [WEB, NOBLE] = BACKENDS;

async function shake(presenterCrypto: CryptoBackend, attendeeCrypto: CryptoBackend) {
  const signer = await presenterCrypto.signer(platformRandom(KEY_BYTES));
  const greeting = await greet(attendeeCrypto, SESSION, ATTENDEE);
  const answered = await answer(presenterCrypto, signer, SESSION, greeting.hello);
  if (!answered.ok) {
    throw new Error(answered.reason);
  }
  return { signer, greeting, proof: answered.proof, presenterKeys: answered.keys };
}

const flipped = (hex: string, at = 0) => {
  const bytes = hexToBytes(hex);
  bytes[at] ^= 1;
  return bytesToHex(bytes);
};

/** What travels is decoded again, as a peer would do it. */
function overTheWire<T extends Hello | Proof>(message: T): T {
  const parsed = parseFrame(encodeHandshake(message));
  const decoded = parsed.kind === 'handshake' ? decodeHandshake(parsed.body) : null;
  expect(decoded).toEqual({ ok: true, value: message });
  return message;
}

async function passes(from: PairKeys, to: PairKeys): Promise<boolean[]> {
  const text = utf8ToBytes('hello');
  const nonce = platformRandom(NONCE_BYTES);
  const none = new Uint8Array(0);
  return Promise.all(
    (['toAttendee', 'toPresenter'] as const).map(
      async (way) => (await to[way].open(nonce, await from[way].seal(nonce, text, none), none)) !== null
    )
  );
}

describe.each(BACKEND_PAIRS)('HS-2 to HS-6: presenter and attendee, %s', (_names, presenterCrypto, attendeeCrypto) => {
  test('end with the same two keys', async () => {
    const { signer, greeting, proof, presenterKeys } = await shake(presenterCrypto, attendeeCrypto);
    overTheWire(greeting.hello);
    const verified = await verify(attendeeCrypto, greeting, overTheWire(proof), signer.publicKey);
    expect(verified.ok && (await passes(presenterKeys, verified.keys))).toEqual([true, true]);
  });
});

describe('HS-3: the transcript', () => {
  /** The rule once more, by hand: each field with its length in two bytes before it. */
  const transcriptOf = (hello: Hello, proof: Proof) =>
    concatBytes(
      ...[
        utf8ToBytes('livesessions/handshake/1'),
        hexToBytes(hello.session),
        Uint8Array.from(hello.versions),
        Uint8Array.of(proof.version),
        hexToBytes(hello.ephemeral),
        hexToBytes(proof.ephemeral),
        hexToBytes(hello.nonce),
        hexToBytes(proof.nonce),
        hexToBytes(hello.attendeeId),
        hexToBytes(proof.identity),
      ].map((field) => concatBytes(Uint8Array.of(0, field.length), field))
    );

  test('is what SPEC.md says, and the keys follow from it', async () => {
    const secret = platformRandom(KEY_BYTES);
    const attendeeCrypto = nobleCrypto((length) => (length === KEY_BYTES ? secret : platformRandom(length)));
    const { signer, greeting, proof, presenterKeys } = await shake(WEB, attendeeCrypto);
    const transcript = transcriptOf(greeting.hello, proof);
    const verifier = await NOBLE.verifier(signer.publicKey);
    expect(await verifier.verify(hexToBytes(proof.signature), transcript)).toBe(true);

    const shared = await greeting.agreement.derive(hexToBytes(proof.ephemeral));
    const salt = await NOBLE.sha256(transcript);
    const keyFor = async (info: string) => NOBLE.cipher(await NOBLE.hkdf(shared, salt, utf8ToBytes(info), KEY_BYTES));
    const byHand: PairKeys = {
      toPresenter: await keyFor('livesessions/handshake/1 to presenter'),
      toAttendee: await keyFor('livesessions/handshake/1 to attendee'),
    };
    expect(await passes(presenterKeys, byHand)).toEqual([true, true]);
  });

  const changes: ReadonlyArray<[string, (hello: Hello) => Hello, (proof: Proof) => Proof]> = [
    ['the session', (hello) => ({ ...hello, session: flipped(hello.session) }), (proof) => proof],
    ['the offered versions', (hello) => ({ ...hello, versions: [...hello.versions, 2] }), (proof) => proof],
    ['the attendee’s ephemeral key', (hello) => ({ ...hello, ephemeral: flipped(hello.ephemeral) }), (proof) => proof],
    ['the attendee’s nonce', (hello) => ({ ...hello, nonce: flipped(hello.nonce) }), (proof) => proof],
    ['the attendee’s id', (hello) => ({ ...hello, attendeeId: flipped(hello.attendeeId) }), (proof) => proof],
    ['the presenter’s ephemeral key', (hello) => hello, (proof) => ({ ...proof, ephemeral: flipped(proof.ephemeral) })],
    ['the presenter’s nonce', (hello) => hello, (proof) => ({ ...proof, nonce: flipped(proof.nonce) })],
    ['the signature', (hello) => hello, (proof) => ({ ...proof, signature: flipped(proof.signature, 63) })],
    ['the version', (hello) => hello, (proof) => ({ ...proof, version: PROTOCOL_VERSION + 1 })],
    ['the identity', (hello) => hello, (proof) => ({ ...proof, identity: flipped(proof.identity) })],
  ];

  test('each field of both messages is changed in turn below', async () => {
    const { greeting, proof } = await shake(WEB, WEB);
    const changed = changes.flatMap(([, changeHello, changeProof]) => {
      const after = { ...changeHello(greeting.hello), proof: changeProof(proof) };
      const ofHello = Object.entries(greeting.hello).filter(
        ([key]) => after[key as keyof Hello] !== greeting.hello[key as keyof Hello]
      );
      const ofProof = Object.entries(proof).filter(
        ([key]) => after.proof[key as keyof Proof] !== proof[key as keyof Proof]
      );
      return [...ofHello.map(([key]) => `hello.${key}`), ...ofProof.map(([key]) => `proof.${key}`)];
    });
    const all = [
      ...Object.keys(greeting.hello).map((key) => `hello.${key}`),
      ...Object.keys(proof).map((key) => `proof.${key}`),
    ].filter((field) => !field.endsWith('.type'));
    expect(changed.sort()).toEqual(all.sort());
  });

  describe.each(BACKENDS.map((backend) => [backend.name, backend] as const))('%s', (_name, crypto) => {
    test.each(changes)('with %s changed on the way the attendee refuses', async (_field, changeHello, changeProof) => {
      const { signer, greeting, proof } = await shake(crypto, crypto);
      const asAnswered: Greeting = { ...greeting, hello: changeHello(greeting.hello) };
      const verified = await verify(crypto, asAnswered, changeProof(proof), signer.publicKey);
      expect(verified.ok).toBe(false);
    });
  });

  test('unchanged it is taken, so that the refusals above have their reason', async () => {
    const { signer, greeting, proof } = await shake(WEB, WEB);
    expect((await verify(WEB, { ...greeting, hello: { ...greeting.hello } }, { ...proof }, signer.publicKey)).ok).toBe(
      true
    );
  });
});

describe('HS-4: versions', () => {
  test.each([
    [[PROTOCOL_VERSION], true],
    [[PROTOCOL_VERSION, 9], true],
    [[9, PROTOCOL_VERSION], true],
    [[9], false],
    [[255], false],
  ])('offered %j', async (versions, taken) => {
    const signer = await WEB.signer(platformRandom(KEY_BYTES));
    const { hello } = await greet(WEB, SESSION, ATTENDEE);
    const answered = await answer(WEB, signer, SESSION, { ...hello, versions });
    expect(answered.ok ? answered.proof.version : answered.reason).toBe(taken ? PROTOCOL_VERSION : 'version');
  });

  test('an answer of another version is told as such', async () => {
    const { signer, greeting, proof } = await shake(WEB, WEB);
    expect(await verify(WEB, greeting, { ...proof, version: 2 }, signer.publicKey)).toEqual({
      ok: false,
      reason: 'version',
    });
  });
});

describe('HS-5: the one key that is expected', () => {
  test('an answer by another presenter, itself in order, is told as a changed identity', async () => {
    const { greeting, proof } = await shake(WEB, WEB);
    const other = await WEB.signer(platformRandom(KEY_BYTES));
    expect(await verify(WEB, greeting, proof, other.publicKey)).toEqual({ ok: false, reason: 'identity-changed' });
  });

  test('an answer that only names the expected key is refused', async () => {
    const { greeting, proof } = await shake(WEB, WEB);
    const expected = (await WEB.signer(platformRandom(KEY_BYTES))).publicKey;
    const forged = { ...proof, identity: bytesToHex(expected) };
    expect(await verify(WEB, greeting, forged, expected)).toEqual({ ok: false, reason: 'handshake-failed' });
  });

  test('an answer to another greeting of the same attendee (a replay) is refused', async () => {
    const { signer, proof } = await shake(WEB, WEB);
    const later = await greet(WEB, SESSION, ATTENDEE);
    expect((await verify(WEB, later, proof, signer.publicKey)).ok).toBe(false);
  });

  test('a hello for another session is not answered', async () => {
    const signer = await WEB.signer(platformRandom(KEY_BYTES));
    const { hello } = await greet(WEB, flipped(SESSION), ATTENDEE);
    expect(await answer(WEB, signer, SESSION, hello)).toEqual({ ok: false, reason: 'session' });
  });
});

describe.each(BACKENDS.map((backend) => [backend.name, backend] as const))('HS-6: %s', (_name, crypto) => {
  test('a low-order key of the attendee is refused without a proof', async () => {
    const signer = await crypto.signer(platformRandom(KEY_BYTES));
    const { hello } = await greet(crypto, SESSION, ATTENDEE);
    const answered = await answer(crypto, signer, SESSION, { ...hello, ephemeral: LOW_ORDER });
    expect(answered).toEqual({ ok: false, reason: 'malformed' });
  });

  test('a low-order key of the presenter is refused even under a valid signature', async () => {
    const signer = await crypto.signer(platformRandom(KEY_BYTES));
    const greeting = await greet(crypto, SESSION, ATTENDEE);
    // A presenter whose own agreement is broken: it signs the point of low order.
    const broken: CryptoBackend = {
      ...crypto,
      agreement: async () => ({ publicKey: hexToBytes(LOW_ORDER), derive: async () => new Uint8Array(32) }),
    };
    const answered = await answer(broken, signer, SESSION, greeting.hello);
    expect(answered.ok && (await verify(crypto, greeting, answered.proof, signer.publicKey))).toEqual({
      ok: false,
      reason: 'handshake-failed',
    });
  });

  test('two handshakes share no key', async () => {
    const [one, other] = [await shake(crypto, crypto), await shake(crypto, crypto)];
    expect(await passes(one.presenterKeys, other.presenterKeys)).toEqual([false, false]);
  });
});

describe('SEAL-1: one key a direction', () => {
  const headerOf = (each: EnvelopeClass) => ({
    class: each,
    session: SESSION,
    epoch: 1,
    seq: 1,
    author: '0011223344556677',
    at: 0,
  });

  test('a frame sent back to its author does not open, whatever class it is dressed as', async () => {
    const { presenterKeys } = await shake(WEB, WEB);
    const message = { type: 'hand_raise', up: true } as const;
    const keys = { crypto: WEB, cipher: presenterKeys.toPresenter, signer: null };
    const frame = await seal(keys, headerOf('to-presenter'), message);
    const parsed = parseFrame(frame);
    const reflected = frame.slice();
    reflected.set(encodeHeader(headerOf('to-attendee')));
    const dressed = parseFrame(reflected);
    expect(parsed.kind).toBe('envelope');
    expect(dressed.kind).toBe('envelope');
    if (parsed.kind === 'envelope' && dressed.kind === 'envelope') {
      expect(await open({ cipher: presenterKeys.toPresenter, verifier: null }, parsed.envelope)).not.toBeNull();
      expect(await open({ cipher: presenterKeys.toAttendee, verifier: null }, parsed.envelope)).toBeNull();
      expect(await open({ cipher: presenterKeys.toAttendee, verifier: null }, dressed.envelope)).toBeNull();
      expect(await open({ cipher: presenterKeys.toPresenter, verifier: null }, dressed.envelope)).toBeNull();
    }
  });
});

describe('HS-1: messages before the handshake', () => {
  test('every one that is made fits its bound', async () => {
    const { greeting, proof } = await shake(WEB, WEB);
    const longest: Hello = { ...greeting.hello, versions: new Array<number>(LIMITS.offeredVersions).fill(255) };
    for (const message of [longest, proof, { type: 'refused', reason: 'malformed' } as const]) {
      expect(encodeHandshake(message).length).toBeLessThan(LIMITS.handshakeBytes / 4);
    }
  });

  test('one byte more than the bound is refused unread', () => {
    const frame = (bytes: number) => concatBytes(Uint8Array.of(0), new Uint8Array(bytes).fill(0x20));
    expect(parseFrame(frame(LIMITS.handshakeBytes)).kind).toBe('handshake');
    expect(parseFrame(frame(LIMITS.handshakeBytes + 1))).toEqual({ kind: 'refused', why: 'too-big' });
  });

  test.each([
    ['an attendee’s message', '{"type":"attendee_leave"}'],
    ['a presenter’s message', '{"type":"ping","seq":1}'],
    ['no JSON', 'hello'],
    ['nothing', ''],
    [
      'a hello without a nonce',
      JSON.stringify({ type: 'hello', versions: [1], session: SESSION, attendeeId: ATTENDEE }),
    ],
  ])('%s is malformed', (_what, text) => {
    expect(decodeHandshake(utf8ToBytes(text))).toEqual({ ok: false, why: 'malformed' });
  });
});
