/** The six characters that people read aloud, and the links that carry them. Pure. */
import { z } from 'zod';
import { LIMITS } from './limits';
import { cleanText } from './text';

/** Crockford's base 32 (crockford.com/base32): no I, L, O, U. 32^6 is about 1.07e9 codes. */
export const CODE_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
export const CODE_LENGTH = 6;

const LOOK_ALIKES: Record<string, string> = { I: '1', L: '1', O: '0' };

/** A code in its one canonical form. */
export const shareCodeSchema = z.string().regex(new RegExp(`^[${CODE_ALPHABET}]{${CODE_LENGTH}}$`));

/**
 * A code as people type or paste it: any case, full-width characters, blanks, dashes and invisible characters anywhere,
 * look-alikes mapped. Null when it can be no code.
 */
export function normaliseCode(typed: string): string | null {
  const mapped = [...cleanText(typed.normalize('NFKC')).toUpperCase()]
    .filter((char) => !/[\s\p{Pd}_.]/u.test(char))
    .map((char) => LOOK_ALIKES[char] ?? char)
    .join('');
  return shareCodeSchema.safeParse(mapped).success ? mapped : null;
}

/** A code from random bytes; 32 divides 256, so no character is likelier than another. */
export function codeFromBytes(bytes: Uint8Array): string {
  return Array.from(bytes.subarray(0, CODE_LENGTH), (byte) => CODE_ALPHABET[byte % CODE_ALPHABET.length]).join('');
}

/** The first 128 bits of SHA-256 of the presenter's public key, as 26 characters of Crockford's base 32. */
export const fingerprintSchema = z.string().regex(new RegExp(`^[${CODE_ALPHABET}]{26}$`));

export function fingerprintFromDigest(sha256: Uint8Array): string {
  let out = '';
  let bits = 0;
  let value = 0;
  for (const byte of sha256.subarray(0, 16)) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      out += CODE_ALPHABET[(value >>> bits) & 31];
      value &= (1 << bits) - 1;
    }
  }
  return out + CODE_ALPHABET[(value << (5 - bits)) & 31];
}

export type Invitation = { code: string; fingerprint: string | null };
export type InvitationError = 'code-malformed' | 'fingerprint-malformed';

/**
 * Reads the code field: a code, or a whole link `…/join/CODE[/FINGERPRINT]` with whatever stands around it, such as the
 * sentence that it was copied from.
 */
export function parseInvitation(typed: string): Invitation | InvitationError {
  if (typed.length > LIMITS.codeInputLength) {
    return 'code-malformed';
  }
  const link = /\/join\/([^/?#\s]+)(?:\/([^/?#\s]*))?/.exec(cleanText(typed));
  const code = normaliseCode(link ? withoutTail(safeDecode(link[1])) : typed);
  if (!code) {
    return 'code-malformed';
  }
  const fingerprint = withoutTail(link?.[2] ?? '').toUpperCase();
  if (fingerprint === '') {
    return { code, fingerprint: null };
  }
  return fingerprintSchema.safeParse(fingerprint).success ? { code, fingerprint } : 'fingerprint-malformed';
}

/** Brackets, quotes and full stops around a link in a text are not the link's. */
const withoutTail = (part: string) => part.replace(/[^0-9A-Za-z]+$/, '');

function safeDecode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
