/** Frames whose headers alone mean anything. */
import { concatBytes } from '../../src/protocol/bytes';
import { NONCE_BYTES, SIGNATURE_BYTES, TAG_BYTES } from '../../src/protocol/crypto';
import { encodeHeader, parseFrame, type EnvelopeClass } from '../../src/protocol/envelope';

/** A frame as a presenter sends it to everyone; only its header means anything here. */
export const stage = (session: string, epoch: number, seq: number, envelopeClass: EnvelopeClass = 'stage') =>
  concatBytes(
    encodeHeader({ class: envelopeClass, session, epoch, seq, author: '0'.repeat(16), at: 0 }),
    new Uint8Array(NONCE_BYTES + TAG_BYTES + SIGNATURE_BYTES)
  );
export const seqOf = (frame: Uint8Array) => {
  const parsed = parseFrame(frame);
  return parsed.kind === 'envelope' ? parsed.envelope.header.seq : null;
};
