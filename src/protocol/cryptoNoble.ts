/** The backend for pages without `crypto.subtle`: 2 to 10 times slower, same bytes on the wire. */
import { gcm } from '@noble/ciphers/aes.js';
import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import type { CryptoBackend } from './crypto';

/** `randomBytes` is the platform's: `crypto.getRandomValues` is there on plain http too. */
export function nobleCrypto(randomBytes: (length: number) => Uint8Array): CryptoBackend {
  return {
    name: 'noble',
    randomBytes,
    sha256: async (data) => sha256(data),
    hkdf: async (secret, salt, info, length) => hkdf(sha256, secret, salt, info, length),
    async signer(seed) {
      const kept = seed.slice();
      return { publicKey: ed25519.getPublicKey(kept), sign: async (data) => ed25519.sign(data, kept) };
    },
    async verifier(publicKey) {
      ed25519.Point.fromBytes(publicKey);
      const kept = publicKey.slice();
      return {
        async verify(signature, data) {
          try {
            // zip215 takes more encodings than RFC 8032 does; WebCrypto follows the RFC.
            return ed25519.verify(signature, data, kept, { zip215: false });
          } catch {
            return false;
          }
        },
      };
    },
    async cipher(key) {
      const kept = key.slice();
      return {
        seal: async (nonce, plaintext, associated) => gcm(kept, nonce, associated).encrypt(plaintext),
        async open(nonce, ciphertext, associated) {
          try {
            return gcm(kept, nonce, associated).decrypt(ciphertext);
          } catch {
            return null;
          }
        },
      };
    },
    async agreement() {
      const secret = randomBytes(32);
      return {
        publicKey: x25519.getPublicKey(secret),
        derive: async (other) => x25519.getSharedSecret(secret, other),
      };
    },
  };
}
