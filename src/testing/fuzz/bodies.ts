/** Bodies of messages, as they should be and as they should not, sealed or not. */
import { concatBytes, utf8ToBytes } from '../../protocol/bytes';
import { NONCE_BYTES, type Cipher, type CryptoBackend, type Signer } from '../../protocol/crypto';
import { encodeHeader, isSigned, type EnvelopeClass, type EnvelopeHeader } from '../../protocol/envelope';
import type { AttendeeMessage, HandshakeMessage, PresenterMessage } from '../../protocol/messages';
import { ATTENDEE_MESSAGES, HANDSHAKE_MESSAGES, PRESENTER_MESSAGES } from '../sampleMessages';
import type { Dice } from './Dice';
import { mutateBytes } from './mutateBytes';
import { mutateJson } from './mutateJson';

export const PRESENTER_TYPES = Object.keys(PRESENTER_MESSAGES) as Array<PresenterMessage['type']>;
export const ATTENDEE_TYPES = Object.keys(ATTENDEE_MESSAGES) as Array<AttendeeMessage['type']>;
export const HANDSHAKE_TYPES = Object.keys(HANDSHAKE_MESSAGES) as Array<HandshakeMessage['type']>;
export const ALL_TYPES: readonly string[] = [...PRESENTER_TYPES, ...ATTENDEE_TYPES, ...HANDSHAKE_TYPES];

const CLASS_OF: Partial<Record<string, EnvelopeClass>> = {
  session_start: 'to-attendee',
  session_wait: 'to-attendee',
  hand_lower: 'to-attendee',
  direct_invite: 'to-attendee',
  stage_snapshot: 'snapshot',
  ping: 'ping',
};

/** The class that carries a presenter's message (SPEC MSG-1). */
export const classOf = (type: PresenterMessage['type']): EnvelopeClass => CLASS_OF[type] ?? 'stage';

/** @param message a valid one */
export function badBody(message: unknown, dice: Dice): Uint8Array {
  const body = utf8ToBytes(mutateJson(message, ALL_TYPES, dice));
  return dice.chance(0.06) ? mutateBytes(body, body, dice) : body;
}

/** As `seal` of the protocol, for any bytes and without its bound. */
export async function sealBody(
  keys: { crypto: CryptoBackend; cipher: Cipher; signer: Signer | null },
  header: EnvelopeHeader,
  body: Uint8Array
): Promise<Uint8Array> {
  const headerBytes = encodeHeader(header);
  const nonce = keys.crypto.randomBytes(NONCE_BYTES);
  const unsigned = concatBytes(headerBytes, nonce, await keys.cipher.seal(nonce, body, headerBytes));
  return isSigned(header.class) && keys.signer ? concatBytes(unsigned, await keys.signer.sign(unsigned)) : unsigned;
}

export function isJson(body: Uint8Array): boolean {
  try {
    JSON.parse(new TextDecoder().decode(body));
    return true;
  } catch {
    return false;
  }
}
