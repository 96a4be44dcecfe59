/** Sealing and opening of whole frames. SPEC.md, ENV and SEAL. Pure. */
import { bytesToHex, concatBytes } from './bytes';
import { NONCE_BYTES, type Cipher, type CryptoBackend, type Signer, type Verifier } from './crypto';
import { assembleEnvelope, encodeHeader, isSigned, type Envelope, type EnvelopeHeader } from './envelope';
import { LIMITS } from './limits';
import { encodeMessage } from './codec';
import type { AttendeeMessage, PresenterMessage } from './messages';

/** A frame that would be over the limit; the message is not sent. */
export class FrameTooBig extends Error {}

/** The first 8 bytes of SHA-256 of a public key, as hex: names the author in the header. */
export async function authorKeyId(crypto: CryptoBackend, publicKey: Uint8Array): Promise<string> {
  return bytesToHex((await crypto.sha256(publicKey)).subarray(0, 8));
}

/**
 * One frame for one message. The classes stage, ping and snapshot are signed over header, nonce and ciphertext, so that
 * neither an attendee, who has the group key too, nor the relay can make one (SPEC SEAL-2).
 * Throws FrameTooBig.
 */
export async function seal(
  keys: { crypto: CryptoBackend; cipher: Cipher; signer: Signer | null },
  header: EnvelopeHeader,
  message: PresenterMessage | AttendeeMessage
): Promise<Uint8Array> {
  const signer = isSigned(header.class) ? keys.signer : null;
  if (isSigned(header.class) && !signer) {
    throw new TypeError(`frames of class ${header.class} are signed`);
  }
  const headerBytes = encodeHeader(header);
  const nonce = keys.crypto.randomBytes(NONCE_BYTES);
  const ciphertext = await keys.cipher.seal(nonce, encodeMessage(message), headerBytes);
  const unsigned = assembleEnvelope(headerBytes, nonce, ciphertext);
  const frame = signer ? concatBytes(unsigned, await signer.sign(unsigned)) : unsigned;
  if (frame.length > LIMITS.frameBytes) {
    throw new FrameTooBig(`${frame.length} bytes`);
  }
  return frame;
}

/** The body of an envelope, or null when its signature or tag does not fit. */
export async function open(
  keys: { cipher: Cipher; verifier: Verifier | null },
  envelope: Envelope
): Promise<Uint8Array | null> {
  if (isSigned(envelope.header.class)) {
    if (!keys.verifier || !(await keys.verifier.verify(envelope.signature, envelope.signedBytes))) {
      return null;
    }
  }
  return keys.cipher.open(envelope.nonce, envelope.ciphertext, envelope.headerBytes);
}
