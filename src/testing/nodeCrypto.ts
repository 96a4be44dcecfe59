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

const ED25519_PRIVATE = Buffer.from('302e020100300506032b657004220420', 'hex');
const ED25519_PUBLIC = Buffer.from('302a300506032b6570032100', 'hex');
const X25519_PRIVATE = Buffer.from('302e020100300506032b656e04220420', 'hex');
const X25519_PUBLIC = Buffer.from('302a300506032b656e032100', 'hex');
const TAG = 16;

const privateKey = (prefix: Buffer, seed: Uint8Array) =>
  createPrivateKey({ key: Buffer.concat([prefix, seed]), format: 'der', type: 'pkcs8' });
const publicKey = (prefix: Buffer, raw: Uint8Array) => {
  // OpenSSL reads over what follows the key.
  if (raw.length !== 32) {
    throw new TypeError('a public key has 32 bytes');
  }
  return createPublicKey({ key: Buffer.concat([prefix, raw]), format: 'der', type: 'spki' });
};
const rawPublic = (key: KeyObject) =>
  new Uint8Array(createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32));

export function nodeCrypto(randomBytes: (length: number) => Uint8Array): CryptoBackend {
  return {
    name: 'node',
    randomBytes,
    sha256: async (data) => new Uint8Array(createHash('sha256').update(data).digest()),
    hkdf: async (secret, salt, info, length) => new Uint8Array(hkdfSync('sha256', secret, salt, info, length)),
    async signer(seed) {
      const key = privateKey(ED25519_PRIVATE, seed);
      return { publicKey: rawPublic(key), sign: async (data) => new Uint8Array(sign(null, data, key)) };
    },
    async verifier(raw) {
      const key = publicKey(ED25519_PUBLIC, raw);
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
      const key = privateKey(X25519_PRIVATE, randomBytes(32));
      return {
        publicKey: rawPublic(key),
        derive: async (other) =>
          new Uint8Array(diffieHellman({ privateKey: key, publicKey: publicKey(X25519_PUBLIC, other) })),
      };
    },
  };
}
