/** What clients of the relay may send: how much, of what form, and who for everyone. */
import type { Socket } from 'socket.io';
import { parseFrame, type EnvelopeClass, type EnvelopeHeader } from '../../src/protocol/envelope';
import { LIMITS } from '../../src/protocol/limits';
import { frameTextBytes, type FrameText } from '../../src/protocol/relayApi';
import { TokenBucket } from '../../src/protocol/tokenBucket';
import type { Clock } from '../clock';
import type { Metrics } from '../metrics';
import { RELAY_LIMITS } from '../serverLimits';

/** Whether what a client said counts: well-formed, and no more than anybody can say. */
export interface Guard {
  /** The frame of a message that has one; a reason for whatever else a client sent in its place. */
  frame(value: unknown): Buffer | 'refused' | 'too-big';
  /** Of a message without one. */
  message(): boolean;
}

/** One for a socket, which it cuts off when it does not read what it is sent. */
export function guard(
  socket: Pick<Socket, 'conn'>,
  role: 'presenter' | 'attendee',
  { clock, metrics }: { clock: Clock; metrics: Metrics },
  fellBehind: () => void = () => {}
): Guard {
  const pace = new TokenBucket(RELAY_LIMITS.messages[role], clock.monotonic());
  let unsent = 0;
  socket.conn.on('packetCreate', ({ data }: { data?: string | Buffer }) => {
    unsent += data?.length ?? 0;
    if (unsent > RELAY_LIMITS.unsentBytes[role]) {
      metrics.refusedSockets.add('slow');
      fellBehind();
      socket.conn.close(true);
    }
  });
  socket.conn.on('flush', () => {
    unsent = 0;
  });
  const counts = (wellFormed: boolean): boolean => {
    if (!wellFormed || !pace.take(clock.monotonic())) {
      metrics.refusedFrames.add(wellFormed ? 'rate' : 'malformed');
      return false;
    }
    return true;
  };
  return {
    frame(value) {
      const length = frameTextBytes(value);
      if (length !== null && length > LIMITS.frameBytes) {
        counts(false);
        return 'too-big';
      }
      return counts(length !== null) ? Buffer.from(String(value), 'base64') : 'refused';
    },
    message: () => counts(true),
  };
}

/** A frame as it travels to a page. */
export const frameText = (frame: Uint8Array): FrameText =>
  Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength).toString('base64');

/** What a presenter says to everyone. */
export const FOR_ALL: readonly EnvelopeClass[] = ['stage', 'ping'];

/** The clear header of a frame of this session in one of these classes; null for any other. */
export function sealedFor(
  frame: Uint8Array,
  session: string,
  classes: readonly EnvelopeClass[]
): EnvelopeHeader | null {
  const parsed = parseFrame(frame);
  if (parsed.kind !== 'envelope') {
    return null;
  }
  const { header } = parsed.envelope;
  return header.session === session && classes.includes(header.class) ? header : null;
}

/** What a client sends for an answer function need not be one. */
export function acknowledge(answer: unknown): void {
  if (typeof answer === 'function') {
    answer();
  }
}
