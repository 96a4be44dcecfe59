/** Frames that the relay takes for a presenter's and that say when they were sent. Nobody can open them. */
import { randomBytes } from 'node:crypto';
import { encodeHeader } from '../../src/protocol/envelope';

/** Bytes, as a sealed event with ids of a common length. */
const FRAME_BYTES = 450;
const HEADER_BYTES = 40;
/** Of a frame, in which its header and stamp are. */
export const STAMPED_BYTES = HEADER_BYTES + 8;

/** The clock that all processes of a machine share, in milliseconds. */
export const sharedNow = () => Number(process.hrtime.bigint()) / 1e6;

export function stampedFrame(session: string, epoch: number, seq: number): Uint8Array {
  const frame = randomBytes(FRAME_BYTES);
  frame.set(encodeHeader({ class: 'stage', session, epoch, seq, author: '0'.repeat(16), at: 0 }));
  frame.writeDoubleBE(sharedNow(), HEADER_BYTES);
  return frame;
}

/** When it was sent, and its number. */
export const readStamp = (frame: Buffer) => ({ sent: frame.readDoubleBE(HEADER_BYTES), seq: frame.readUInt32BE(24) });
