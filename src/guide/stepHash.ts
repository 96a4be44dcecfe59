/** Content hashes that two machines agree on: SHA-256 of canonical JSON (RFC 8785). Pure. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import canonicalize from 'canonicalize';

/**
 * The escape that `JSON.stringify` writes for half a surrogate pair. That is no Unicode text and has no UTF-8, so
 * RFC 8785 (section 3.2.2.2) refuses it.
 */
const LONE_SURROGATE = /(?<!\\)(?:\\\\)*\\ud[89a-f][0-9a-f]{2}/;

/** Whether a value has a canonical JSON, and with it a hash. @param text what `JSON.stringify` makes of the value */
export function hasCanonicalJson(text: string): boolean {
  return !LONE_SURROGATE.test(text);
}

/**
 * @param json what `JSON.parse` returned
 * @returns 64 lower-case hex digits
 * @throws when the value has no canonical JSON
 */
export function contentHash(json: unknown): string {
  const canonical = canonicalize(json);
  if (canonical === undefined || !hasCanonicalJson(canonical)) {
    throw new TypeError('has no canonical JSON');
  }
  return bytesToHex(sha256(utf8ToBytes(canonical)));
}
