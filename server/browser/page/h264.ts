/** Reads of an H.264 picture in Annex B what a decoder must know beforehand. Pure. */

const SEQUENCE_PARAMETERS = 7;

/** The codec's name (RFC 6381), of the profile, its constraints and its level; null where the picture does not say them. */
export function codecOf(bytes: Uint8Array): string | null {
  for (let at = 0; at + 6 < bytes.length; at += 1) {
    const isStart = bytes[at] === 0 && bytes[at + 1] === 0 && bytes[at + 2] === 1;
    if (isStart && (bytes[at + 3] & 0x1f) === SEQUENCE_PARAMETERS) {
      return `avc1.${[...bytes.subarray(at + 4, at + 7)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
    }
  }
  return null;
}
