/** What servers tell each other about signalling sockets; each socket has a box of its own. */
import { z } from 'zod';
import { peerIdSchema } from '../src/protocol/directoryApi';
import { sessionIdSchema } from '../src/protocol/messages';
import { connectionIdSchema, frameSchema } from './signallingFrames';

const postSchema = z.discriminatedUnion('kind', [
  /** A frame that its sender may send, for all that the sender's server knows. */
  z.object({ kind: z.literal('frame'), src: peerIdSchema, session: sessionIdSchema, frame: frameSchema }),
  /** An offer did not get through. */
  z.object({
    kind: z.literal('refused'),
    src: peerIdSchema,
    connectionId: connectionIdSchema,
    reason: z.enum(['absent', 'busy']),
  }),
  /** Somebody who offered is gone. */
  z.object({ kind: z.literal('left'), src: peerIdSchema }),
  /** The socket is to be closed. */
  z.object({ kind: z.literal('close'), reason: z.enum(['replaced']) }),
]);

export type SignallingPost = z.infer<typeof postSchema>;

export const boxOfPeer = (peerId: string) => `peer:${peerId}`;

export function encodePost(post: SignallingPost): Buffer {
  return Buffer.from(JSON.stringify(post));
}

/** Null for what no server of this version posts. */
export function decodePost(message: Buffer): SignallingPost | null {
  try {
    const parsed = postSchema.safeParse(JSON.parse(message.toString('utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
