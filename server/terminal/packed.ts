/**
 * A frame as it is written to sockets: made once, its WebSocket head included, so that however many have it, it is one write
 * to each and one copy in memory.
 */
import { headLength, writeHead, type FrameHead } from '../../src/protocol/terminalFrames';

export interface Packed {
  /** For the socket. */
  bytes: Buffer;
  /** Bytes of the frame as its client counts them. */
  length: number;
  /** What is in it, as a view. */
  body: Uint8Array;
}

/** A WebSocket message (RFC 6455, 5.2) that is whole and binary, not masked. */
const WHOLE_BINARY = 0x82;
const LENGTH = { in16Bits: 126, in64Bits: 127, mostIn7Bits: 125, mostIn16Bits: 0xffff };

const NOTHING = new Uint8Array();

/** Copies the body. */
export function pack(head: FrameHead, content: Uint8Array = NOTHING): Packed {
  const length = headLength(head.kind) + content.length;
  const before = length <= LENGTH.mostIn7Bits ? 2 : length <= LENGTH.mostIn16Bits ? 4 : 10;
  const bytes = Buffer.allocUnsafe(before + length);
  bytes[0] = WHOLE_BINARY;
  if (before === 2) {
    bytes[1] = length;
  } else if (before === 4) {
    bytes[1] = LENGTH.in16Bits;
    bytes.writeUInt16BE(length, 2);
  } else {
    bytes[1] = LENGTH.in64Bits;
    bytes.writeBigUInt64BE(BigInt(length), 2);
  }
  writeHead(bytes.subarray(before), head);
  const body = bytes.subarray(bytes.length - content.length);
  body.set(content);
  return { bytes, length, body };
}
