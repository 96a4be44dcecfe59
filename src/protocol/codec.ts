/** JSON bodies in and out. Decoding never throws: what comes from the wire is refused with a reason. */
import { z } from 'zod';
import { bytesToUtf8, concatBytes, utf8ToBytes } from './bytes';
import { FRAME_HANDSHAKE } from './envelope';
import {
  attendeeMessageSchema,
  handshakeMessageSchema,
  presenterMessageSchema,
  type AttendeeMessage,
  type HandshakeMessage,
  type PresenterMessage,
} from './messages';

export type Decoded<T> =
  | { ok: true; value: T }
  /** `unsupported`: well-formed, with a type that this version does not know. */
  | { ok: false; why: 'malformed' | 'unsupported'; type?: string };

const typed = z.object({ type: z.string().max(40) });

const knownTypes = (schema: { options: ReadonlyArray<{ shape: { type: z.ZodLiteral<string> } }> }) =>
  new Set(schema.options.map((option) => option.shape.type.value));

const PRESENTER_TYPES = knownTypes(presenterMessageSchema);
const ATTENDEE_TYPES = knownTypes(attendeeMessageSchema);

function decode<T>(body: Uint8Array, schema: z.ZodType<T>, known: ReadonlySet<string> | null): Decoded<T> {
  let json: unknown;
  try {
    json = JSON.parse(bytesToUtf8(body));
  } catch {
    return { ok: false, why: 'malformed' };
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) {
    return { ok: true, value: parsed.data };
  }
  const head = typed.safeParse(json);
  return head.success && known && !known.has(head.data.type)
    ? { ok: false, why: 'unsupported', type: head.data.type }
    : { ok: false, why: 'malformed' };
}

export const encodeMessage = (message: PresenterMessage | AttendeeMessage): Uint8Array =>
  utf8ToBytes(JSON.stringify(message));

export const decodePresenterMessage = (body: Uint8Array): Decoded<PresenterMessage> =>
  decode(body, presenterMessageSchema, PRESENTER_TYPES);

export const decodeAttendeeMessage = (body: Uint8Array): Decoded<AttendeeMessage> =>
  decode(body, attendeeMessageSchema, ATTENDEE_TYPES);

/** A whole frame. */
export const encodeHandshake = (message: HandshakeMessage): Uint8Array =>
  concatBytes(Uint8Array.of(FRAME_HANDSHAKE), utf8ToBytes(JSON.stringify(message)));

/** From the body that `parseFrame` gives. */
export const decodeHandshake = (body: Uint8Array): Decoded<HandshakeMessage> =>
  decode(body, handshakeMessageSchema, null);
