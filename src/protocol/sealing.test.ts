import { BACKEND_PAIRS, BACKENDS, platformRandom } from '../testing/cryptoBackends';
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from './bytes';
import { decodePresenterMessage, encodeMessage } from './codec';
import { KEY_BYTES, NONCE_BYTES, SIGNATURE_BYTES, TAG_BYTES, type CryptoBackend } from './crypto';
import { encodeHeader, isSigned, parseFrame, type Envelope, type EnvelopeClass, type EnvelopeHeader } from './envelope';
import { LIMITS, PROTOCOL_VERSION } from './limits';
import type { PresenterMessage } from './messages';
import { authorKeyId, FrameTooBig, open, seal } from './sealing';

const HEADER: EnvelopeHeader = {
  class: 'stage',
  session: '000102030405060708090a0b0c0d0e0f',
  epoch: 0x01020304,
  seq: 0xfffffffe,
  author: 'f0f1f2f3f4f5f6f7',
  at: 0x00c0ffee,
};
const MESSAGE: PresenterMessage = { type: 'mode_policy', policy: 'ask' };
const CLASSES: readonly EnvelopeClass[] = ['stage', 'ping', 'to-attendee', 'to-presenter', 'snapshot'];
const [WEB, NOBLE] = BACKENDS;

function envelopeOf(frame: Uint8Array): Envelope {
  const parsed = parseFrame(frame);
  if (parsed.kind !== 'envelope') {
    throw new Error(`not an envelope: ${parsed.kind}`);
  }
  return parsed.envelope;
}

async function room(crypto: CryptoBackend, key = platformRandom(KEY_BYTES), seed = platformRandom(KEY_BYTES)) {
  const signer = await crypto.signer(seed);
  return {
    crypto,
    key,
    seed,
    signer,
    cipher: await crypto.cipher(key),
    verifier: await crypto.verifier(signer.publicKey),
  };
}

describe('ENV-1: the layout', () => {
  test('every field of the header stands at its offset, numbers big-endian', () => {
    expect(bytesToHex(encodeHeader(HEADER))).toBe(
      [
        '01', // envelope
        '01', // version
        '01', // stage
        '00',
        '000102030405060708090a0b0c0d0e0f',
        '01020304',
        'fffffffe',
        'f0f1f2f3f4f5f6f7',
        '00c0ffee',
      ].join('')
    );
  });

  test.each(CLASSES.map((each, index) => [each, index + 1] as const))('class %s is byte %i', (each, byte) => {
    expect(encodeHeader({ ...HEADER, class: each })[2]).toBe(byte);
  });

  test.each(CLASSES)(
    'a frame of class %s holds header, nonce, ciphertext, tag and, where signed, signature',
    async (each) => {
      const { crypto, cipher, signer } = await room(NOBLE);
      const header = { ...HEADER, class: each };
      const frame = await seal({ crypto, cipher, signer }, header, MESSAGE);
      const signature = isSigned(each) ? SIGNATURE_BYTES : 0;
      expect(frame).toHaveLength(40 + NONCE_BYTES + encodeMessage(MESSAGE).length + TAG_BYTES + signature);
      const envelope = envelopeOf(frame);
      expect(envelope.header).toEqual(header);
      expect(envelope.headerBytes).toEqual(frame.subarray(0, 40));
      expect(envelope.nonce).toEqual(frame.subarray(40, 52));
      expect(envelope.signedBytes).toEqual(frame.subarray(0, frame.length - signature));
      expect(envelope.signature).toEqual(frame.subarray(frame.length - signature));
    }
  );

  test('a frame in the middle of a larger buffer is read at its own place', async () => {
    const { crypto, cipher, signer } = await room(NOBLE);
    const frame = await seal({ crypto, cipher, signer }, HEADER, MESSAGE);
    const larger = concatBytes(platformRandom(7), frame, platformRandom(9));
    expect(envelopeOf(larger.subarray(7, 7 + frame.length)).header).toEqual(HEADER);
  });
});

describe('ENV-3: frames that are refused unread', () => {
  const shortest = (each: EnvelopeClass) => {
    const bytes = new Uint8Array(52 + TAG_BYTES + (isSigned(each) ? SIGNATURE_BYTES : 0));
    bytes.set(encodeHeader({ ...HEADER, class: each }));
    return bytes;
  };
  const changed = (at: number, value: number) => {
    const bytes = shortest('stage');
    bytes[at] = value;
    return bytes;
  };

  test.each(CLASSES)('one byte less than an empty body of class %s', (each) => {
    const frame = shortest(each);
    expect(parseFrame(frame).kind).toBe('envelope');
    expect(parseFrame(frame.subarray(0, -1))).toEqual({ kind: 'refused', why: 'malformed' });
  });

  test.each([
    ['nothing', new Uint8Array(0), 'malformed'],
    ['an unknown kind', changed(0, 2), 'malformed'],
    ['a later version', changed(1, PROTOCOL_VERSION + 1), 'version'],
    ['version 0', changed(1, 0), 'version'],
    ['class 0', changed(2, 0), 'malformed'],
    ['an unknown class', changed(2, CLASSES.length + 1), 'malformed'],
    ['a reserved byte that is not zero', changed(3, 1), 'malformed'],
    ['text', utf8ToBytes('{"type":"hello"}'), 'malformed'],
  ])('%s', (_what, frame, why) => {
    expect(parseFrame(frame)).toEqual({ kind: 'refused', why });
  });

  test('a handshake frame of nothing but its kind has an empty body', () => {
    expect(parseFrame(Uint8Array.of(0))).toEqual({ kind: 'handshake', body: new Uint8Array(0) });
  });
});

describe.each(BACKEND_PAIRS)('SEAL-2, SEAL-7: %s', (_names, one, other) => {
  test('a stage event sealed and signed by one is opened by the other', async () => {
    const author = await room(one);
    const reader = await room(other, author.key, author.seed);
    const envelope = envelopeOf(await seal(author, HEADER, MESSAGE));
    expect(decodePresenterMessage((await open(reader, envelope)) ?? new Uint8Array(0))).toEqual({
      ok: true,
      value: MESSAGE,
    });
  });
});

describe.each(BACKENDS.map((backend) => [backend.name, backend] as const))('%s', (_name, crypto) => {
  test.each(CLASSES)('SEAL-3: a frame of class %s with one changed byte, wherever, never opens', async (each) => {
    const keys = await room(crypto);
    const frame = await seal(keys, { ...HEADER, class: each }, MESSAGE);
    expect(await open(keys, envelopeOf(frame))).toEqual(encodeMessage(MESSAGE));
    for (let at = 0; at < frame.length; at++) {
      const changed = frame.slice();
      changed[at] ^= 1 << (at % 8);
      const parsed = parseFrame(changed);
      expect(parsed.kind === 'envelope' ? await open(keys, parsed.envelope) : null).toBeNull();
    }
  });

  test.each([1, TAG_BYTES, SIGNATURE_BYTES, 100])(
    'SEAL-3: nor does one that lost its last %i bytes or got as many more',
    async (n) => {
      const keys = await room(crypto);
      const frame = await seal(keys, HEADER, MESSAGE);
      for (const cut of [frame.subarray(0, frame.length - n), concatBytes(frame, platformRandom(n))]) {
        const parsed = parseFrame(cut);
        expect(parsed.kind === 'envelope' ? await open(keys, parsed.envelope) : null).toBeNull();
      }
    }
  );

  test.each([
    ['class', { class: 'ping' }],
    ['session', { session: '100102030405060708090a0b0c0d0e0f' }],
    ['epoch', { epoch: HEADER.epoch + 1 }],
    ['seq', { seq: HEADER.seq + 1 }],
    ['author', { author: '00f1f2f3f4f5f6f7' }],
    ['time', { at: HEADER.at + 1 }],
  ] as ReadonlyArray<[string, Partial<EnvelopeHeader>]>)(
    'SEAL-3: a body under a header of another %s does not open, even signed anew by its author',
    async (_field, changes) => {
      const keys = await room(crypto);
      const { nonce, ciphertext } = envelopeOf(await seal(keys, HEADER, MESSAGE));
      const unsigned = concatBytes(encodeHeader({ ...HEADER, ...changes }), nonce, ciphertext);
      const forged = concatBytes(unsigned, await keys.signer.sign(unsigned));
      expect(await open(keys, envelopeOf(forged))).toBeNull();
    }
  );

  test('SEAL-2: whoever has the group key alone, an attendee or the relay, makes no stage event', async () => {
    const presenter = await room(crypto);
    const attendee = await room(crypto, presenter.key);
    const forged = envelopeOf(await seal(attendee, HEADER, MESSAGE));
    expect(await open(attendee, forged)).not.toBeNull();
    expect(await open(presenter, forged)).toBeNull();
  });

  test('SEAL-2: a signature is not moved from one frame to another', async () => {
    const keys = await room(crypto);
    const [one, other] = [await seal(keys, HEADER, MESSAGE), await seal(keys, HEADER, MESSAGE)];
    const forged = concatBytes(one.subarray(0, -SIGNATURE_BYTES), other.subarray(-SIGNATURE_BYTES));
    expect(await open(keys, envelopeOf(forged))).toBeNull();
  });

  test('SEAL-2: without the presenter’s key no signed frame opens', async () => {
    const keys = await room(crypto);
    expect(
      await open({ cipher: keys.cipher, verifier: null }, envelopeOf(await seal(keys, HEADER, MESSAGE)))
    ).toBeNull();
  });

  test('SEAL-4: nothing opens with another group key', async () => {
    const keys = await room(crypto);
    const later = await room(crypto, platformRandom(KEY_BYTES), keys.seed);
    expect(await open(later, envelopeOf(await seal(keys, HEADER, MESSAGE)))).toBeNull();
  });

  test('SEAL-1: every frame has a nonce of its own', async () => {
    const keys = await room(crypto);
    const nonces = new Set<string>();
    for (let i = 0; i < 50; i++) {
      nonces.add(bytesToHex(envelopeOf(await seal(keys, HEADER, MESSAGE)).nonce));
    }
    expect(nonces.size).toBe(50);
  });

  test('ENV-4: an author is named by the first 8 bytes of SHA-256 of its key', async () => {
    expect(await authorKeyId(crypto, utf8ToBytes('abc'))).toBe('ba7816bf8f01cfea');
  });
});

test('SEAL-2: a signed class without a signer is a mistake of the caller, not a frame', async () => {
  const { crypto, cipher } = await room(WEB);
  await expect(seal({ crypto, cipher, signer: null }, HEADER, MESSAGE)).rejects.toThrow(/signed/);
});

test('ENV-2: a message that does not fit into a frame is not sealed', async () => {
  const { crypto, cipher } = await room(WEB);
  const header: EnvelopeHeader = { ...HEADER, class: 'to-attendee' };
  const around = 40 + NONCE_BYTES + TAG_BYTES;
  const empty = encodeMessage({ type: 'navigation', to: { kind: 'page', route: { path: '' } } }).length;
  const sized = (bytes: number): PresenterMessage => ({
    type: 'navigation',
    to: { kind: 'page', route: { path: 'x'.repeat(bytes - around - empty) } },
  });
  const most = await seal({ crypto, cipher, signer: null }, header, sized(LIMITS.frameBytes));
  expect(most).toHaveLength(LIMITS.frameBytes);
  expect(parseFrame(most).kind).toBe('envelope');
  await expect(seal({ crypto, cipher, signer: null }, header, sized(LIMITS.frameBytes + 1))).rejects.toThrow(
    FrameTooBig
  );
  expect(parseFrame(concatBytes(most, hexToBytes('00')))).toEqual({ kind: 'refused', why: 'too-big' });
});
