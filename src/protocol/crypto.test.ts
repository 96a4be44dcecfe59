import { BACKEND_PAIRS, BACKENDS, platformRandom, platformSubtle } from '../testing/cryptoBackends';
import { bytesToHex, equalBytes, hexToBytes, utf8ToBytes } from './bytes';
import { KEY_BYTES, NONCE_BYTES, SIGNATURE_BYTES, TAG_BYTES } from './crypto';
import { nobleCrypto } from './cryptoNoble';
import { supportsWebCrypto, type Subtle } from './cryptoWeb';

const each = BACKENDS.map((backend) => [backend.name, backend] as const);
const hex = (text: string) => hexToBytes(text.replace(/\s/g, ''));
const repeated = (byte: string, length: number) => hexToBytes(byte.repeat(length));

/** RFC 8032, section 7.1, tests 1 to 3. */
const ED25519_VECTORS = [
  {
    seed: '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    publicKey: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    message: '',
    signature: `e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155
                5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b`,
  },
  {
    seed: '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
    publicKey: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    message: '72',
    signature: `92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da
                085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00`,
  },
  {
    seed: 'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
    publicKey: 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    message: 'af82',
    signature: `6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac
                18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a`,
  },
];

/** RFC 5869, appendices A.1 to A.3. */
const HKDF_VECTORS = [
  {
    secret: repeated('0b', 22),
    salt: hex('000102030405060708090a0b0c'),
    info: hex('f0f1f2f3f4f5f6f7f8f9'),
    output: '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
  },
  {
    secret: Uint8Array.from({ length: 80 }, (_, index) => index),
    salt: Uint8Array.from({ length: 80 }, (_, index) => 0x60 + index),
    info: Uint8Array.from({ length: 80 }, (_, index) => 0xb0 + index),
    output: `b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c
             59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71
             cc30c58179ec3e87c14c01d5c1f3434f1d87`,
  },
  {
    secret: repeated('0b', 22),
    salt: new Uint8Array(0),
    info: new Uint8Array(0),
    output: '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8',
  },
];

/** The Galois/Counter Mode of Operation (McGrew, Viega), appendix B, test cases 14 and 16. */
const GCM_VECTORS = [
  {
    key: repeated('00', 32),
    nonce: repeated('00', 12),
    plaintext: repeated('00', 16),
    associated: new Uint8Array(0),
    sealed: 'cea7403d4d606b6e074ec5d3baf39d18 d0d1c8a799996bf0265b98b5d48ab919',
  },
  {
    key: hex('feffe9928665731c6d6a8f9467308308 feffe9928665731c6d6a8f9467308308'),
    nonce: hex('cafebabefacedbaddecaf888'),
    plaintext: hex(`d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72
                    1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39`),
    associated: hex('feedfacedeadbeeffeedfacedeadbeefabaddad2'),
    sealed: `522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa
             8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662
             76fc6ece0f4e1768cddf8853bb2d551b`,
  },
];

/** RFC 7748, section 6.1. */
const X25519_VECTOR = {
  alice: {
    secret: '77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a',
    publicKey: '8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a',
  },
  bob: {
    secret: '5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb',
    publicKey: 'de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f',
  },
  shared: '4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742',
};

/** Every u-coordinate whose order divides the cofactor, in each encoding of 32 bytes (RFC 7748, section 7). */
const LOW_ORDER_POINTS = [
  repeated('00', 32),
  hex(`01${'00'.repeat(31)}`),
  hex('e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800'),
  hex('5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157'),
  hex(`ec${'ff'.repeat(30)}7f`),
  hex(`ed${'ff'.repeat(30)}7f`),
  hex(`ee${'ff'.repeat(30)}7f`),
].flatMap((point) => {
  const highBitSet = point.slice();
  highBitSet[31] |= 0x80;
  return [point, highBitSet];
});

describe('SEAL-7: published vectors', () => {
  describe.each(each)('%s', (_name, crypto) => {
    test.each(ED25519_VECTORS)('Ed25519 of RFC 8032, message "$message"', async (vector) => {
      const signer = await crypto.signer(hex(vector.seed));
      expect(bytesToHex(signer.publicKey)).toBe(vector.publicKey);
      expect(bytesToHex(await signer.sign(hex(vector.message)))).toBe(bytesToHex(hex(vector.signature)));
      const verifier = await crypto.verifier(hex(vector.publicKey));
      expect(await verifier.verify(hex(vector.signature), hex(vector.message))).toBe(true);
    });

    test.each(HKDF_VECTORS)('HKDF-SHA-256 of RFC 5869, $output', async ({ secret, salt, info, output }) => {
      const expected = hex(output);
      expect(await crypto.hkdf(secret, salt, info, expected.length)).toEqual(expected);
    });

    test.each(GCM_VECTORS)('AES-256-GCM, $sealed', async ({ key, nonce, plaintext, associated, sealed }) => {
      const cipher = await crypto.cipher(key);
      expect(await cipher.seal(nonce, plaintext, associated)).toEqual(hex(sealed));
      expect(await cipher.open(nonce, hex(sealed), associated)).toEqual(plaintext);
    });

    test('SHA-256 of "abc" (FIPS 180-2, B.1)', async () => {
      expect(bytesToHex(await crypto.sha256(utf8ToBytes('abc')))).toBe(
        'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
      );
    });

    test('X25519 agrees with the keys of RFC 7748', async () => {
      const mine = await crypto.agreement();
      const { alice, bob } = X25519_VECTOR;
      const withSecret = (secret: string) => nobleCrypto(() => hex(secret)).agreement();
      const [a, b] = [await withSecret(alice.secret), await withSecret(bob.secret)];
      expect(await mine.derive(hex(alice.publicKey))).toEqual(await a.derive(mine.publicKey));
      expect(await mine.derive(hex(bob.publicKey))).toEqual(await b.derive(mine.publicKey));
    });
  });

  test('X25519 of RFC 7748 in the backend that takes its secret from outside', async () => {
    const { alice, bob, shared } = X25519_VECTOR;
    const agreement = await nobleCrypto(() => hex(alice.secret)).agreement();
    expect(bytesToHex(agreement.publicKey)).toBe(alice.publicKey);
    expect(bytesToHex(await agreement.derive(hex(bob.publicKey)))).toBe(shared);
  });
});

describe.each(BACKEND_PAIRS)('SEAL-7: %s', (_names, one, other) => {
  test('what one signs the other verifies', async () => {
    const seed = platformRandom(KEY_BYTES);
    const message = platformRandom(300);
    const [signer, same] = [await one.signer(seed), await other.signer(seed)];
    expect(signer.publicKey).toEqual(same.publicKey);
    const signature = await signer.sign(message);
    expect(signature).toHaveLength(SIGNATURE_BYTES);
    const verifier = await other.verifier(signer.publicKey);
    expect(await verifier.verify(signature, message)).toBe(true);
    expect(await verifier.verify(signature, message.subarray(1))).toBe(false);
  });

  test('what one seals the other opens, empty bodies included', async () => {
    const key = platformRandom(KEY_BYTES);
    const nonce = platformRandom(NONCE_BYTES);
    for (const length of [0, 1, 16, 5_000]) {
      const plaintext = platformRandom(length);
      const associated = platformRandom(40);
      const sealed = await (await one.cipher(key)).seal(nonce, plaintext, associated);
      expect(sealed).toHaveLength(length + TAG_BYTES);
      expect(await (await other.cipher(key)).open(nonce, sealed, associated)).toEqual(plaintext);
    }
  });

  test('both sides of an agreement get the same 32 bytes', async () => {
    const [a, b] = [await one.agreement(), await other.agreement()];
    const shared = await a.derive(b.publicKey);
    expect(shared).toHaveLength(KEY_BYTES);
    expect(await b.derive(a.publicKey)).toEqual(shared);
  });

  test('digests and derived keys are the same', async () => {
    const [secret, salt, info] = [platformRandom(32), platformRandom(32), platformRandom(20)];
    expect(await one.sha256(secret)).toEqual(await other.sha256(secret));
    expect(await one.hkdf(secret, salt, info, 64)).toEqual(await other.hkdf(secret, salt, info, 64));
  });
});

describe.each(each)('%s refuses', (_name, crypto) => {
  test.each(LOW_ORDER_POINTS.map((point) => [bytesToHex(point), point] as const))(
    'HS-6: the low-order X25519 point %s',
    async (_hex, point) => {
      const agreement = await crypto.agreement();
      await expect(agreement.derive(point)).rejects.toThrow();
    }
  );

  test('SEAL-3: a changed bit of ciphertext, tag, nonce or associated data', async () => {
    const cipher = await crypto.cipher(platformRandom(KEY_BYTES));
    const parts = [platformRandom(NONCE_BYTES), new Uint8Array(0), platformRandom(8)] as const;
    const sealed = await cipher.seal(parts[0], platformRandom(9), parts[2]);
    const flipped = (bytes: Uint8Array, at: number) => bytes.map((byte, index) => (index === at ? byte ^ 1 : byte));
    for (let at = 0; at < sealed.length; at++) {
      expect(await cipher.open(parts[0], flipped(sealed, at), parts[2])).toBeNull();
    }
    for (let at = 0; at < NONCE_BYTES; at++) {
      expect(await cipher.open(flipped(parts[0], at), sealed, parts[2])).toBeNull();
    }
    for (let at = 0; at < parts[2].length; at++) {
      expect(await cipher.open(parts[0], sealed, flipped(parts[2], at))).toBeNull();
    }
    expect(await cipher.open(parts[0], sealed.subarray(0, TAG_BYTES - 1), parts[2])).toBeNull();
  });

  test('SEAL-2: a signature of a wrong length, of another key or with a changed bit, without throwing', async () => {
    const signer = await crypto.signer(platformRandom(KEY_BYTES));
    const stranger = await crypto.signer(platformRandom(KEY_BYTES));
    const message = utf8ToBytes('a stage event');
    const signature = await signer.sign(message);
    const verifier = await crypto.verifier(signer.publicKey);
    expect(await verifier.verify(new Uint8Array(0), message)).toBe(false);
    expect(await verifier.verify(signature.subarray(1), message)).toBe(false);
    expect(await verifier.verify(await stranger.sign(message), message)).toBe(false);
    for (let at = 0; at < signature.length; at++) {
      const changed = signature.slice();
      changed[at] ^= 1;
      expect(await verifier.verify(changed, message)).toBe(false);
    }
  });

  test('SEAL-2: a signature made malleable by adding the order of the group to s', async () => {
    const signer = await crypto.signer(platformRandom(KEY_BYTES));
    const message = utf8ToBytes('a stage event');
    const signature = await signer.sign(message);
    const order = (1n << 252n) + 27742317777372353535851937790883648493n;
    let s = signature.slice(32).reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n) + order;
    const malleated = signature.slice();
    for (let at = 32; at < 64; at++) {
      malleated[at] = Number(s & 0xffn);
      s >>= 8n;
    }
    const verifier = await crypto.verifier(signer.publicKey);
    expect(await verifier.verify(signature, message)).toBe(true);
    expect(await verifier.verify(malleated, message)).toBe(false);
  });

  test.each([0, 31, 33])('HS-5: a public key of %i bytes', async (length) => {
    await expect(crypto.verifier(platformRandom(length))).rejects.toThrow();
    const agreement = await crypto.agreement();
    await expect(agreement.derive(platformRandom(length))).rejects.toThrow();
  });

  test('HS-5: 32 bytes that are no point of the curve never verify', async () => {
    const notOnCurve = hex(`02${'00'.repeat(31)}`);
    const verifies = crypto
      .verifier(notOnCurve)
      .then((verifier) => verifier.verify(repeated('00', 64), new Uint8Array(0)));
    expect(await verifies.catch(() => false)).toBe(false);
  });
});

describe('SEAL-7: which backend a page gets', () => {
  test('a platform with both curves is supported', async () => {
    expect(await supportsWebCrypto(platformSubtle)).toBe(true);
  });

  test('a page without subtle (plain http) or with one that lacks a curve is not', async () => {
    const lacks = (missing: string): Pick<Subtle, 'generateKey'> => ({
      generateKey: (algorithm, extractable, usages) =>
        algorithm.name === missing
          ? Promise.reject(new Error('NotSupportedError'))
          : platformSubtle.generateKey(algorithm, extractable, usages),
    });
    expect(await supportsWebCrypto(undefined)).toBe(false);
    expect(await supportsWebCrypto({ ...platformSubtle, ...lacks('X25519') })).toBe(false);
    expect(await supportsWebCrypto({ ...platformSubtle, ...lacks('Ed25519') })).toBe(false);
    expect(await supportsWebCrypto({ ...platformSubtle, ...lacks('neither') })).toBe(true);
  });
});

describe('equalBytes', () => {
  test('is true for equal content alone', () => {
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true);
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(2, 2))).toBe(false);
    expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2, 3))).toBe(false);
    expect(equalBytes(new Uint8Array(0), new Uint8Array(0))).toBe(true);
  });
});
