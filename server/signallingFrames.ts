/** The frames that PeerJS 1.5 clients of this project send for a data connection; nothing else is one. Pure. */
import { z } from 'zod';
import { peerIdSchema } from '../src/protocol/directoryApi';
import { SIGNALLING_LIMITS } from './serverLimits';

export const connectionIdSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
const description = <T extends 'offer' | 'answer'>(type: T) =>
  z.object({ type: z.literal(type), sdp: z.string().min(1).max(SIGNALLING_LIMITS.sdpLength) });

/** Unknown members are taken out here and not refused: browsers add their own to candidates. */
const candidate = z.object({
  candidate: z.string().max(SIGNALLING_LIMITS.candidateLength),
  sdpMid: z.string().max(64).nullish(),
  sdpMLineIndex: z.number().int().min(0).max(255).nullish(),
  usernameFragment: z.string().max(256).nullish(),
});

export const frameSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('HEARTBEAT') }),
  z.strictObject({ type: z.literal('LEAVE'), dst: peerIdSchema.optional() }),
  z.strictObject({
    type: z.literal('OFFER'),
    dst: peerIdSchema,
    payload: z.strictObject({
      type: z.literal('data'),
      connectionId: connectionIdSchema,
      sdp: description('offer'),
      label: z.string().max(128).optional(),
      reliable: z.boolean().optional(),
      // Another serialization than the receiver knows is an uncaught TypeError in its page (PeerJS 1.5.5).
      serialization: z.literal('raw'),
    }),
  }),
  z.strictObject({
    type: z.literal('ANSWER'),
    dst: peerIdSchema,
    payload: z.strictObject({ type: z.literal('data'), connectionId: connectionIdSchema, sdp: description('answer') }),
  }),
  z.strictObject({
    type: z.literal('CANDIDATE'),
    dst: peerIdSchema,
    payload: z.strictObject({ type: z.literal('data'), connectionId: connectionIdSchema, candidate }),
  }),
]);

export type SignallingFrame = z.infer<typeof frameSchema>;

/** The frame, made anew of what the schema knows; null for anything else. */
export function parseFrame(text: string): SignallingFrame | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const parsed = frameSchema.safeParse(value);
  return parsed.success ? parsed.data : null;
}

export const HEARTBEAT_FRAME = JSON.stringify({ type: 'HEARTBEAT' });

/** What PeerJS shows as `peer-unavailable`: `absent` is not there. */
export function expireFrame(absent: string): string {
  return JSON.stringify({ type: 'EXPIRE', src: absent });
}

/** What PeerJS shows as `server-error` with this message. */
export function errorFrame(msg: string): string {
  return JSON.stringify({ type: 'ERROR', payload: { msg } });
}
