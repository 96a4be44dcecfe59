/**
 * The binary frame around every message: a clear, authenticated header and a sealed body. Pure; SPEC.md, ENV.
 *
 * | offset | bytes | field |
 * | --- | --- | --- |
 * | 0 | 1 | kind: 0 handshake (clear JSON follows), 1 envelope |
 * | 1 | 1 | protocol version |
 * | 2 | 1 | class |
 * | 3 | 1 | zero |
 * | 4 | 16 | session |
 * | 20 | 4 | epoch |
 * | 24 | 4 | seq |
 * | 28 | 8 | author key id |
 * | 36 | 4 | at: milliseconds since the author's page joined the session |
 * | 40 | 12 | nonce |
 * | 52 | n | ciphertext and tag |
 * | 52+n | 64 | signature, in the classes stage, ping and snapshot |
 *
 * Numbers are big-endian.
 */
import { bytesToHex, concatBytes, hexToBytes } from './bytes';
import { NONCE_BYTES, SIGNATURE_BYTES, TAG_BYTES } from './crypto';
import { LIMITS, PROTOCOL_VERSION } from './limits';

export const FRAME_HANDSHAKE = 0;
export const FRAME_ENVELOPE = 1;

/** What a frame is, and by that who may have made it and with which key. */
export type EnvelopeClass = 'stage' | 'ping' | 'to-attendee' | 'to-presenter' | 'snapshot';

const CLASSES: readonly EnvelopeClass[] = ['stage', 'ping', 'to-attendee', 'to-presenter', 'snapshot'];
const SIGNED: ReadonlySet<EnvelopeClass> = new Set(['stage', 'ping', 'snapshot']);
const HEADER_BYTES = 40;
const BODY_OFFSET = HEADER_BYTES + NONCE_BYTES;

export interface EnvelopeHeader {
  class: EnvelopeClass;
  /** 16 bytes as hex. */
  session: string;
  epoch: number;
  seq: number;
  /** 8 bytes as hex. */
  author: string;
  at: number;
}

/** Views into the frame that was parsed, not copies. */
export interface Envelope {
  header: EnvelopeHeader;
  headerBytes: Uint8Array;
  nonce: Uint8Array;
  ciphertext: Uint8Array;
  /** What the signature covers; empty signature in unsigned classes. */
  signedBytes: Uint8Array;
  signature: Uint8Array;
}

export const isSigned = (envelopeClass: EnvelopeClass) => SIGNED.has(envelopeClass);

export function encodeHeader(header: EnvelopeHeader): Uint8Array {
  const out = new Uint8Array(HEADER_BYTES);
  const view = new DataView(out.buffer);
  out[0] = FRAME_ENVELOPE;
  out[1] = PROTOCOL_VERSION;
  out[2] = CLASSES.indexOf(header.class) + 1;
  out.set(hexToBytes(header.session), 4);
  view.setUint32(20, header.epoch);
  view.setUint32(24, header.seq);
  out.set(hexToBytes(header.author), 28);
  view.setUint32(36, header.at);
  return out;
}

export type ParsedFrame =
  | { kind: 'handshake'; body: Uint8Array }
  | { kind: 'envelope'; envelope: Envelope }
  | { kind: 'refused'; why: 'too-big' | 'malformed' | 'version' };

/** Never throws. */
export function parseFrame(frame: Uint8Array): ParsedFrame {
  if (frame.length > LIMITS.frameBytes) {
    return { kind: 'refused', why: 'too-big' };
  }
  if (frame[0] === FRAME_HANDSHAKE) {
    return frame.length > 1 + LIMITS.handshakeBytes
      ? { kind: 'refused', why: 'too-big' }
      : { kind: 'handshake', body: frame.subarray(1) };
  }
  if (frame[0] !== FRAME_ENVELOPE || frame.length < BODY_OFFSET + TAG_BYTES) {
    return { kind: 'refused', why: 'malformed' };
  }
  if (frame[1] !== PROTOCOL_VERSION) {
    return { kind: 'refused', why: 'version' };
  }
  const envelopeClass = CLASSES[frame[2] - 1];
  if (!envelopeClass || frame[3] !== 0) {
    return { kind: 'refused', why: 'malformed' };
  }
  const end = frame.length - (isSigned(envelopeClass) ? SIGNATURE_BYTES : 0);
  if (end < BODY_OFFSET + TAG_BYTES) {
    return { kind: 'refused', why: 'malformed' };
  }
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  return {
    kind: 'envelope',
    envelope: {
      header: {
        class: envelopeClass,
        session: bytesToHex(frame.subarray(4, 20)),
        epoch: view.getUint32(20),
        seq: view.getUint32(24),
        author: bytesToHex(frame.subarray(28, 36)),
        at: view.getUint32(36),
      },
      headerBytes: frame.subarray(0, HEADER_BYTES),
      nonce: frame.subarray(HEADER_BYTES, BODY_OFFSET),
      ciphertext: frame.subarray(BODY_OFFSET, end),
      signedBytes: frame.subarray(0, end),
      signature: frame.subarray(end),
    },
  };
}

/** Header, nonce and ciphertext, still without a signature. */
export function assembleEnvelope(headerBytes: Uint8Array, nonce: Uint8Array, ciphertext: Uint8Array): Uint8Array {
  return concatBytes(headerBytes, nonce, ciphertext);
}
