/**
 * What a terminal's page and the server say to each other: texts in JSON, output in binary frames. Rules: TERM in
 * SPEC.md. Knows neither DOM nor Node.
 */
import { z } from 'zod';
import { TERMINAL_WIRE_LIMITS as LIMITS } from './terminalLimits';
import { cleanText } from './text';

export const sessionNameSchema = z
  .string()
  .regex(/^[A-Za-z0-9._-]+$/)
  .max(LIMITS.idLength);

/** 32 random bytes in hex: opens a live session's terminal to whoever was told them, to read or to type (TERM-15, TERM-17). */
export const terminalKeySchema = z.string().regex(/^[0-9a-f]{64}$/);
/** Names one shell: 16 random bytes in hex. */
export const shellIdSchema = z.string().regex(/^[0-9a-f]{32}$/);

const personNameSchema = z
  .string()
  .max(4 * LIMITS.nameLength)
  .transform((name) => cleanText(name).slice(0, LIMITS.nameLength).trim());
const sizeFields = {
  cols: z.int().min(LIMITS.columns.min).max(LIMITS.columns.max),
  rows: z.int().min(LIMITS.rows.min).max(LIMITS.rows.max),
};
const count = z.int().min(0);

export const fromClientSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('hello'),
    /** 128 random bits in hex that nobody else is told: who knows them is this client after an outage. */
    client: z.string().regex(/^[0-9a-f]{32}$/),
    name: personNameSchema,
    ...sizeFields,
    /** Where it is, when it was here before. Then no new shell is started in place of one that has ended. */
    resume: z.object({ run: z.string().max(64), frame: count }).nullable(),
  }),
  /** `seq` counts a client's inputs from 1; one that was applied is not applied again. */
  z.object({
    type: z.literal('input'),
    seq: z.int().min(1),
    data: z.string().min(1).max(LIMITS.inputLength),
  }),
  z.object({ type: z.literal('size'), ...sizeFields }),
  z.object({ type: z.literal('take-size') }),
  z.object({ type: z.literal('name'), name: personNameSchema }),
  /** Bytes of frames that it has drawn since the welcome. */
  z.object({ type: z.literal('drawn'), bytes: count }),
  z.object({ type: z.literal('read-link') }),
  /** In a live session: the presenter lets this attendee type from now on (TERM-17). */
  z.object({ type: z.literal('typing'), key: terminalKeySchema }),
]);

const accessSchema = z.enum(['type', 'read']);
const personSchema = z.object({
  id: count,
  name: z.string(),
  access: accessSchema,
});

export const fromServerSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('welcome'),
    /** Names this shell; another after the session was ended and began anew. */
    run: z.string(),
    you: count,
    access: accessSchema,
    /** The newest of this client's inputs that was applied. */
    input: count,
  }),
  z.object({
    type: z.literal('people'),
    people: z.array(personSchema),
    /** Whose size rules. */
    ruler: count.nullable(),
  }),
  z.object({ type: z.literal('typed'), input: count }),
  z.object({ type: z.literal('read-link'), key: z.string() }),
  /** What this client may do from now on. */
  z.object({ type: z.literal('access'), access: accessSchema }),
  z.object({ type: z.literal('ended'), why: z.enum(['exited', 'gone', 'closed']), code: z.int().nullable() }),
]);

export type Access = z.infer<typeof accessSchema>;
export type Person = z.infer<typeof personSchema>;
export type FromClient = z.infer<typeof fromClientSchema>;
export type FromServer = z.infer<typeof fromServerSchema>;
export interface Size {
  cols: number;
  rows: number;
}

/** Codes with which the server closes a socket; 4000 to 4999 are for applications (RFC 6455, 7.4.2). */
export const CLOSE = {
  /** Not what a client of this version says. */
  malformed: 4400,
  /** The key of a live session's terminal is another by now, or none was shown. */
  key: 4401,
  /** The session of a read-only link, or of a resume, is over. */
  ended: 4410,
  /** Too many sessions or people. */
  full: 4429,
} as const;

/** The subprotocol, and what a key is handed over with, beside it. */
export const SUBPROTOCOL = 'live-terminal.v1';
export const KEY_PREFIX = 'key.';

/** The session server's endpoint for the terminals of live sessions, below its base. */
export const LIVE_TERMINAL_PATH = '/terminal';
/** What a live session's ticket and keys are handed over with. */
export const LIVE_PREFIXES = { ticket: 'ticket.', view: 'view.', typing: 'typing.' } as const;

/** Null for what is no message of the kind. */
export function decode<S extends z.ZodType>(schema: S, text: string): z.output<S> | null {
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
