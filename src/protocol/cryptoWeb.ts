/** The backend for secure contexts. Independent of the DOM's types: it takes the one object that it needs. */
import type { CryptoBackend } from './crypto';
import { concatBytes, hexToBytes } from './bytes';

/** An opaque handle of the platform. */
type Key = object;
type Algorithm = Record<string, unknown> & { name: string };
type Data = Uint8Array;

/** The part of `SubtleCrypto` that is used. */
export interface Subtle {
  digest(algorithm: string, data: Data): Promise<ArrayBuffer>;
  generateKey(
    algorithm: Algorithm,
    extractable: boolean,
    usages: string[]
  ): Promise<{ privateKey: Key; publicKey: Key }>;
  importKey(format: string, data: Data, algorithm: Algorithm, extractable: boolean, usages: string[]): Promise<Key>;
  exportKey(format: 'raw', key: Key): Promise<ArrayBuffer>;
  exportKey(format: 'jwk', key: Key): Promise<{ x?: string }>;
  sign(algorithm: Algorithm, key: Key, data: Data): Promise<ArrayBuffer>;
  verify(algorithm: Algorithm, key: Key, signature: Data, data: Data): Promise<boolean>;
  encrypt(algorithm: Algorithm, key: Key, data: Data): Promise<ArrayBuffer>;
  decrypt(algorithm: Algorithm, key: Key, data: Data): Promise<ArrayBuffer>;
  deriveBits(algorithm: Algorithm, key: Key, length: number): Promise<ArrayBuffer>;
}

const ED25519: Algorithm = { name: 'Ed25519' };
const X25519: Algorithm = { name: 'X25519' };
/** PKCS #8 around a 32-byte Ed25519 seed (RFC 8410, section 7). */
const PKCS8_ED25519 = hexToBytes('302e020100300506032b657004220420');

const bytes = (buffer: ArrayBuffer) => new Uint8Array(buffer);

/** Whether this platform's WebCrypto knows both curves; older browsers have `subtle` without them. */
export async function supportsWebCrypto(subtle: Subtle | undefined): Promise<boolean> {
  try {
    if (!subtle) {
      return false;
    }
    await subtle.generateKey(X25519, false, ['deriveBits']);
    await subtle.generateKey(ED25519, false, ['sign', 'verify']);
    return true;
  } catch {
    return false;
  }
}

export function webCrypto(subtle: Subtle, randomBytes: (length: number) => Uint8Array): CryptoBackend {
  return {
    name: 'webcrypto',
    randomBytes,
    sha256: async (data) => bytes(await subtle.digest('SHA-256', data)),
    async hkdf(secret, salt, info, length) {
      const key = await subtle.importKey('raw', secret, { name: 'HKDF' }, false, ['deriveBits']);
      return bytes(await subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt, info }, key, length * 8));
    },
    async signer(seed) {
      const pkcs8 = concatBytes(PKCS8_ED25519, seed);
      const exportable = await subtle.importKey('pkcs8', pkcs8, ED25519, true, ['sign']);
      const { x } = await subtle.exportKey('jwk', exportable);
      const key = await subtle.importKey('pkcs8', pkcs8, ED25519, false, ['sign']);
      return { publicKey: fromBase64url(x ?? ''), sign: async (data) => bytes(await subtle.sign(ED25519, key, data)) };
    },
    async verifier(publicKey) {
      const key = await subtle.importKey('raw', publicKey, ED25519, false, ['verify']);
      return { verify: (signature, data) => subtle.verify(ED25519, key, signature, data) };
    },
    async cipher(raw) {
      const key = await subtle.importKey('raw', raw, { name: 'AES-GCM' }, false, ['encrypt', 'decrypt']);
      return {
        seal: async (iv, plaintext, additionalData) =>
          bytes(await subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, key, plaintext)),
        async open(iv, ciphertext, additionalData) {
          try {
            return bytes(await subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, key, ciphertext));
          } catch {
            return null;
          }
        },
      };
    },
    async agreement() {
      const pair = await subtle.generateKey(X25519, false, ['deriveBits']);
      const publicKey = bytes(await subtle.exportKey('raw', pair.publicKey));
      return {
        publicKey,
        async derive(other) {
          const otherKey = await subtle.importKey('raw', other, X25519, false, []);
          return bytes(await subtle.deriveBits({ name: 'X25519', public: otherKey }, pair.privateKey, 256));
        },
      };
    },
  };
}

/** Reads a JWK member; the platform made it, so it is well formed. */
function fromBase64url(text: string): Uint8Array {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const out: number[] = [];
  let value = 0;
  let bits = 0;
  for (const char of text) {
    value = ((value << 6) | alphabet.indexOf(char)) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out.push((value >>> bits) & 0xff);
    }
  }
  return Uint8Array.from(out);
}
