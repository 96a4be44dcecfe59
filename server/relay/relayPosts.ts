/**
 * What servers tell each other about one session behind the relay. A post is a line of JSON and, with some, a frame after
 * it; a frame for everyone is posted as it is.
 */
import { z } from 'zod';
import { LIMITS } from '../../src/protocol/limits';
import { goneSchema, memberIdSchema } from '../../src/protocol/relayApi';

const wire = z.string().min(1).max(64);
const why = goneSchema.shape.why;

const toPresenterSchema = z.discriminatedUnion('kind', [
  /** A member said what follows. */
  z.object({ kind: z.literal('from'), memberId: memberIdSchema }),
  /** A member came, was cut off, came back or is gone; `why` where it is. */
  z.object({ kind: z.literal('changed'), memberId: memberIdSchema, why: why.optional() }),
  /** What members said meanwhile is held. */
  z.object({ kind: z.literal('held') }),
  /** This connection is the presenter's now, and no other. */
  z.object({ kind: z.literal('present'), wire }),
]);
const toMemberSchema = z.discriminatedUnion('kind', [
  /** The presenter said what follows. */
  z.object({ kind: z.literal('frame') }),
  /** This connection is the member's now, and no other. */
  z.object({ kind: z.literal('rewired'), wire }),
  z.object({ kind: z.literal('gone') }),
]);

export type ToPresenterPost = z.infer<typeof toPresenterSchema>;
export type ToMemberPost = z.infer<typeof toMemberSchema>;

export const boxes = {
  all: (session: string) => `all:${session}`,
  presenter: (session: string) => `presenter:${session}`,
  member: (session: string, memberId: string) => `member:${session}:${memberId}`,
};

const NEWLINE = 0x0a;
const NOTHING = new Uint8Array();

export function encodeRelayPost(post: ToPresenterPost | ToMemberPost, frame: Uint8Array = NOTHING): Buffer {
  return Buffer.concat([Buffer.from(`${JSON.stringify(post)}\n`), frame]);
}

function decode<T>(schema: z.ZodType<T>, message: Buffer): { post: T; frame: Buffer } | null {
  const end = message.indexOf(NEWLINE);
  const frame = message.subarray(end + 1);
  if (end < 0 || frame.length > LIMITS.frameBytes) {
    return null;
  }
  try {
    const parsed = schema.safeParse(JSON.parse(message.toString('utf8', 0, end)));
    return parsed.success ? { post: parsed.data, frame } : null;
  } catch {
    return null;
  }
}

/** Null for what no server of this version posts. */
export const decodeToPresenter = (message: Buffer) => decode(toPresenterSchema, message);
export const decodeToMember = (message: Buffer) => decode(toMemberSchema, message);
