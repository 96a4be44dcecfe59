/**
 * The cryptography that the protocol needs, behind one interface with two backends of one wire format:
 * WebCrypto where the page is a secure context, @noble where Grafana runs on plain http.
 */

export interface Signer {
  /** Raw Ed25519 public key, 32 bytes. */
  readonly publicKey: Uint8Array;
  /** 64 bytes (RFC 8032). */
  sign(data: Uint8Array): Promise<Uint8Array>;
}

export interface Verifier {
  verify(signature: Uint8Array, data: Uint8Array): Promise<boolean>;
}

/** AES-256-GCM with a 12-byte nonce and a 16-byte tag behind the ciphertext. */
export interface Cipher {
  seal(nonce: Uint8Array, plaintext: Uint8Array, associated: Uint8Array): Promise<Uint8Array>;
  /** Null when the tag does not fit. */
  open(nonce: Uint8Array, ciphertext: Uint8Array, associated: Uint8Array): Promise<Uint8Array | null>;
}

/** One side of an X25519 agreement (RFC 7748). */
export interface Agreement {
  readonly publicKey: Uint8Array;
  /** 32 bytes; rejects for a public key of low order. */
  derive(otherPublicKey: Uint8Array): Promise<Uint8Array>;
}

export interface CryptoBackend {
  readonly name: 'webcrypto' | 'noble' | 'node';
  randomBytes(length: number): Uint8Array;
  sha256(data: Uint8Array): Promise<Uint8Array>;
  /** HKDF-SHA-256 (RFC 5869). */
  hkdf(secret: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): Promise<Uint8Array>;
  /** From a 32-byte seed. */
  signer(seed: Uint8Array): Promise<Signer>;
  /** Rejects when the bytes are no public key. */
  verifier(publicKey: Uint8Array): Promise<Verifier>;
  /** From 32 bytes. */
  cipher(key: Uint8Array): Promise<Cipher>;
  agreement(): Promise<Agreement>;
}

export const NONCE_BYTES = 12;
export const TAG_BYTES = 16;
export const SIGNATURE_BYTES = 64;
export const KEY_BYTES = 32;
