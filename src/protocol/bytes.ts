/** Bytes and text, without the DOM's or Node's helpers. */
import { bytesToUtf8, utf8ToBytes } from '@noble/ciphers/utils.js';
import { bytesToHex, concatBytes, hexToBytes } from '@noble/hashes/utils.js';

export { bytesToHex, bytesToUtf8, concatBytes, hexToBytes, utf8ToBytes };

/** Compares in time that depends on the length alone. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) {
    return false;
  }
  let difference = 0;
  for (let i = 0; i < a.length; i++) {
    difference |= a[i] ^ b[i];
  }
  return difference === 0;
}
