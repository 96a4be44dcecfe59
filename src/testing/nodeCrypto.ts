/** The protocol's cryptography by Node's synchronous OpenSSL: real, and settled within one turn of the event loop. */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  hkdfSync,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';
import type { CryptoBackend } from '../protocol/crypto';

const TAG = 16;

type Curve = 'Ed25519' | 'X25519';

const base64url = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
// As JWK: OpenSSL 3 takes ten times as long for the same keys in DER. The public part of a private one is not looked at.
const privateKey = (crv: Curve, seed: Uint8Array) =>
  createPrivateKey({ key: { kty: 'OKP', crv, d: base64url(seed), x: base64url(seed) }, format: 'jwk' });
const publicKey = (crv: Curve, raw: Uint8Array) => {
  if (raw.length !== 32) {
    throw new TypeError('a public key has 32 bytes');
  }
  return createPublicKey({ key: { kty: 'OKP', crv, x: base64url(raw) }, format: 'jwk' });
};
const rawPublic = (key: KeyObject) =>
  new Uint8Array(Buffer.from(createPublicKey(key).export({ format: 'jwk' }).x ?? '', 'base64url'));

export function nodeCrypto(randomBytes: (length: number) => Uint8Array): CryptoBackend {
  return {
    name: 'node',
    randomBytes,
    sha256: async (data) => new Uint8Array(createHash('sha256').update(data).digest()),
    hkdf: async (secret, salt, info, length) => new Uint8Array(hkdfSync('sha256', secret, salt, info, length)),
    async signer(seed) {
      const key = privateKey('Ed25519', seed);
      return { publicKey: rawPublic(key), sign: async (data) => new Uint8Array(sign(null, data, key)) };
    },
    async verifier(raw) {
      const key = publicKey('Ed25519', raw);
      return { verify: async (signature, data) => verify(null, data, key, signature) };
    },
    async cipher(key) {
      return {
        async seal(nonce, plaintext, associated) {
          const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(associated);
          return new Uint8Array(Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]));
        },
        async open(nonce, ciphertext, associated) {
          try {
            const end = ciphertext.length - TAG;
            const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAAD(associated);
            decipher.setAuthTag(ciphertext.subarray(end));
            return new Uint8Array(Buffer.concat([decipher.update(ciphertext.subarray(0, end)), decipher.final()]));
          } catch {
            return null;
          }
        },
      };
    },
    async agreement() {
      const key = privateKey('X25519', randomBytes(32));
      return {
        publicKey: rawPublic(key),
        derive: async (other) =>
          new Uint8Array(diffieHellman({ privateKey: key, publicKey: publicKey('X25519', other) })),
      };
    },
  };
}
