/**
 * What travels between a page and the session server's relay, over socket.io at `RELAY_PATH`. Frames are the same bytes
 * as on a direct link: the relay reads their clear headers and can open nothing. They travel as base64, since socket.io
 * makes one WebSocket message of a text and two of bytes. SPEC.md, RELAY.
 *
 * A page says who it is when it connects: with a relay ticket, or an attendee that was cut off with what it was given
 * to come back with.
 */
import { z } from 'zod';
import { pageIdSchema, peerIdSchema, ticketSchema } from './directoryApi';
import { LIMITS } from './limits';
import { attendeeIdSchema, positionSchema, sessionIdSchema, type Position } from './messages';

export const RELAY_PATH = '/relay';

export const memberIdSchema = peerIdSchema;
export const resumeSchema = z.object({
  session: sessionIdSchema,
  memberId: memberIdSchema,
  secret: z.string().regex(/^[0-9a-f]{32}$/),
});
export type Resume = z.infer<typeof resumeSchema>;

/** What `auth` of a connection holds; `load` where a presenter's page says which load of it this is. */
export const relayAuthSchema = z.union([
  z.object({ ticket: ticketSchema, load: pageIdSchema.optional() }),
  z.object({ resume: resumeSchema }),
]);

/** Why a connection is refused; the message of socket.io's `connect_error`. */
export type RelayRefusal = 'ticket' | 'gone' | 'full' | 'absent';

export const memberStateSchema = z.enum(['here', 'away']);
const memberSchema = z.object({ memberId: memberIdSchema, attendeeId: attendeeIdSchema, state: memberStateSchema });
export type Member = z.infer<typeof memberSchema>;
/** Why a member is gone: it left or was silent for too long, sent a frame that is too big, or cannot keep up. */
export const goneSchema = z.object({ memberId: memberIdSchema, why: z.enum(['left', 'too-big', 'slow']) });

/** What changed behind the relay since the last one. */
export const rosterDiffSchema = z.object({
  members: z.array(memberSchema).max(2 * LIMITS.roster),
  gone: z.array(goneSchema).max(2 * LIMITS.roster),
});
export type RosterDiff = z.infer<typeof rosterDiffSchema>;

/** To a presenter's page that is there (again): everyone behind the relay, and the newest event that it kept. */
export const attachedSchema = z.object({
  members: z.array(memberSchema).max(2 * LIMITS.roster),
  kept: positionSchema.nullable(),
});
export type Attached = z.infer<typeof attachedSchema>;

/** How many frames an attendee that asked gets again; null where only the presenter can help. */
export const againSchema = z.number().int().min(0).nullable();

/** Base64 with its padding. */
export type FrameText = string;

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** How many bytes of a frame a client's argument stands for; null where it stands for none. */
export function frameTextBytes(value: unknown): number | null {
  if (typeof value !== 'string' || value.length % 4 !== 0 || !BASE64.test(value)) {
    return null;
  }
  const padding = value.endsWith('==') ? 2 : value.endsWith('=') ? 1 : 0;
  return (value.length / 4) * 3 - padding;
}

/** A member and its frame. */
export type Said = [memberId: string, frame: FrameText];

/** Frames of members in one message, at most. */
export const SAID_AT_ONCE = 32;

/** The frames themselves are looked at one by one. */
export const saidSchema = z.array(z.tuple([memberIdSchema, z.unknown()])).max(SAID_AT_ONCE);

/** From the presenter's page. */
export interface FromPresenter {
  /** A frame for everyone, sealed with the group key. */
  all(frame: FrameText): void;
  /** After each `attached`: what goes to all from here on continues what is kept. */
  proceed(): void;
  /** A snapshot, sealed with the group key, for who is too far behind. */
  keep(frame: FrameText): void;
  to(memberId: string, frame: FrameText): void;
  drop(memberId: string): void;
  leave(answer: () => void): void;
}

export interface ToPresenter {
  attached(room: Attached): void;
  roster(diff: RosterDiff): void;
  /** What members said, in order. */
  from(said: Said[]): void;
}

/** From an attendee's page. */
export interface FromAttendee {
  frame(frame: FrameText): void;
  /** What came after `last`, said again. */
  after(last: Position, answer: (again: number | null) => void): void;
  /** After what was said before; a socket that only hangs up loses what the server has not handed on yet. */
  leave(answer: () => void): void;
}

export interface ToAttendee {
  /** First of all. */
  taken(resume: Resume): void;
  frame(frame: FrameText): void;
}
