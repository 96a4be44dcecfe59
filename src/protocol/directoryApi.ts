/** The session server's JSON: requests that the plugin makes and answers that it believes. Both sides parse with these. */
import { z } from 'zod';
import { browserSessionIdSchema } from './browserApi';
import { LIMITS } from './limits';
import { attendeeIdSchema, personNameSchema, publicKeySchema, sessionIdSchema, sessionNameSchema } from './messages';
import { shareCodeSchema } from './shareCode';
import { shellIdSchema, terminalKeySchema } from './terminalWire';

const uint32 = z.number().int().min(0).max(0xffffffff);
/** A signalling id, made by the server for one attempt. */
export const peerIdSchema = z.string().regex(/^[a-z0-9-]{8,64}$/);
/** One browser tab that presents. */
export const pageIdSchema = z.string().regex(/^[0-9a-f]{16}$/);
/** Opaque to browsers. */
export const ticketSchema = z.string().min(16).max(2048);

/** By which routes attendees reach their presenters at this server; with `both` the direct one is tried first. */
export const routesSchema = z.enum(['direct', 'both', 'relay']).default('direct');
export type Routes = z.infer<typeof routesSchema>;

/** `POST /api/sessions` */
export const createSessionRequestSchema = z.object({
  name: sessionNameSchema,
  presenterName: personNameSchema,
  presenterKey: publicKeySchema,
});
/** 201 */
export const createSessionResponseSchema = z.object({
  code: shareCodeSchema,
  sessionId: sessionIdSchema,
  /** Bearer token of all presenter's calls for this session. */
  directoryToken: ticketSchema,
});

/** `POST /api/sessions/:code/start`, with the directory token: a presenter's page starts and takes the lease. */
export const startRequestSchema = z.object({
  sessionId: sessionIdSchema,
  name: sessionNameSchema,
  presenterName: personNameSchema,
  presenterKey: publicKeySchema,
  pageId: pageIdSchema,
  /** The page's own record of the newest epoch; the new one is above both this and the directory's. */
  knownEpoch: uint32,
  /** Take the lease from another page that still holds it. */
  takeOver: z.boolean(),
  /** Whether newcomers are refused (DIR-12). */
  locked: z.boolean().default(false),
});
/** 200; 409 `lease-held` while another page renews its lease and `takeOver` is false. */
export const startResponseSchema = z.object({
  epoch: uint32,
  peerId: peerIdSchema,
  ticket: ticketSchema,
  routes: routesSchema,
});

/** `POST /api/sessions/:code/peer`, with the directory token: a new signalling id in the same epoch. */
export const peerRequestSchema = z.object({ pageId: pageIdSchema, epoch: uint32 });
/** 200; 409 `superseded` when the lease is another page's. */
export const peerResponseSchema = z.object({ peerId: peerIdSchema, ticket: ticketSchema });

/** `POST /api/sessions/:code/relay`, with the directory token and the body of `peer`: a ticket for the relay. */
export const relayResponseSchema = z.object({ ticket: ticketSchema });

/** `PUT /api/sessions/:code/lease`, with the directory token, every 5 s. A directory that lost the session takes it in again. */
export const leaseRequestSchema = startRequestSchema
  .omit({ takeOver: true, knownEpoch: true })
  .extend({ epoch: uint32, freeSlots: z.number().int().min(0).max(LIMITS.roster) });
/** 200; 409 `superseded`. */
export const leaseResponseSchema = z.object({ leaseMs: z.number().int().positive() });

/** `GET /api/sessions/:code` */
export const sessionInfoSchema = z.object({
  code: shareCodeSchema,
  sessionId: sessionIdSchema,
  name: sessionNameSchema,
  presenterName: personNameSchema,
  presenterKey: publicKeySchema,
  state: z.enum(['live', 'waiting']),
  routes: routesSchema,
});

/** `POST /api/sessions/:code/tickets`: one for each dialling attempt. `relay` asks for no direct slot. */
export const attendeeTicketRequestSchema = z.object({
  attendeeId: attendeeIdSchema,
  route: z.enum(['direct', 'relay']).default('direct'),
});
/** 200; 423 `locked` for a newcomer to a locked session. `presenterPeerId` is null while no presenter's page holds the lease. */
export const attendeeTicketResponseSchema = z.object({
  route: z.enum(['direct', 'relay']),
  peerId: peerIdSchema,
  ticket: ticketSchema,
  presenterPeerId: peerIdSchema.nullable(),
  /** For the relay; null where the server has none. */
  relay: ticketSchema.nullable().default(null),
  /** For the session's shared terminal; null while none is shared at this server. */
  terminal: ticketSchema.nullable().default(null),
  /** For the session's shared browser; null while none is shared at this server. */
  browser: ticketSchema.nullable().default(null),
});

/**
 * `PUT /api/sessions/:code/terminal`, with the directory token: the session's terminal is to be as this says. Saying the same
 * again changes nothing; a new epoch makes a new key to see it. `start` is false for who only goes on with one.
 */
export const terminalRequestSchema = peerRequestSchema.extend({
  start: z.boolean(),
  /** Who may type besides the presenter, and nobody else. */
  typists: z.array(attendeeIdSchema).max(LIMITS.typists),
});
/** 200; 404 `not-found` where there is none, or the server has no terminals. `DELETE` ends it: 204. */
export const terminalResponseSchema = z.object({
  shell: shellIdSchema,
  /** With which attendees see it. */
  key: terminalKeySchema,
  typists: z.array(z.object({ attendeeId: attendeeIdSchema, key: terminalKeySchema })).max(LIMITS.typists),
  /** The presenter's, for one socket. */
  ticket: ticketSchema,
});

/** Who drives a live session's browser: one attendee, the presenter (null), or everybody. */
export const liveControlSchema = z.discriminatedUnion('mode', [
  z.object({ mode: z.literal('one'), driver: attendeeIdSchema.nullable() }),
  z.object({ mode: z.literal('everyone') }),
]);

/**
 * `PUT /api/sessions/:code/browser`, with the directory token: the session's browser is to be as this says. Saying the same again
 * changes nothing; a new epoch makes a new key to see it. `start` is false for who only goes on with one.
 */
export const liveBrowserRequestSchema = peerRequestSchema.extend({ start: z.boolean(), control: liveControlSchema });
/** 200; 404 `not-found` where there is none, or the server has no browsers. `DELETE` ends it: 204. */
export const liveBrowserResponseSchema = z.object({
  /** Another id is another browser. */
  browser: browserSessionIdSchema,
  /** With which attendees see it. */
  key: terminalKeySchema,
  /** The attendee who is to drive, and the key by which they are known to be that one. */
  driver: z.object({ attendeeId: attendeeIdSchema, key: terminalKeySchema }).nullable(),
  /** The presenter's, to enter once. */
  ticket: ticketSchema,
});

/**
 * `POST /api/vm/shared/enter`: into a live session's browser, with a ticket of the session, 60 s, one use; answered as `join` is.
 * Attendees show the key to see it, and who was let drive theirs. With the token of before they are who they were.
 */
export const enterBrowserRequestSchema = z.object({
  ticket: ticketSchema,
  view: terminalKeySchema.nullable().default(null),
  driving: terminalKeySchema.nullable().default(null),
  name: personNameSchema.optional(),
});

/** `GET /api/ice`, with any ticket or a directory token as bearer. */
export const iceResponseSchema = z.object({
  iceServers: z.array(
    z.object({
      urls: z.array(z.string().max(300)).max(8),
      username: z.string().max(300).optional(),
      credential: z.string().max(300).optional(),
    })
  ),
  /** Seconds that the credentials stay valid. */
  ttl: z.number().int().positive(),
});

/** `GET /api/sessions/:code/attendees`, with the directory token: attendees whose Grafana vouches for them. */
export const attendeesResponseSchema = z.object({
  attendees: z
    .array(z.object({ attendeeId: attendeeIdSchema, login: z.string().min(1).max(LIMITS.nameLength) }))
    .max(LIMITS.roster),
});

/** `GET /api/offers`: which optional parts the server runs. */
export const offersSchema = z.object({ relay: z.boolean(), terminal: z.boolean(), browser: z.boolean() });

/** `DELETE /api/sessions/:code` answers 204. Every error answers one of these. */
export const apiErrorSchema = z.object({
  error: z.enum([
    'bad-request',
    'unauthorized',
    'forbidden',
    'not-found',
    'lease-held',
    'superseded',
    'locked',
    'too-many',
    'full',
    'internal',
  ]),
  details: z.string().max(500),
});

export type CreateSessionRequest = z.infer<typeof createSessionRequestSchema>;
export type CreateSessionResponse = z.infer<typeof createSessionResponseSchema>;
export type StartRequest = z.input<typeof startRequestSchema>;
export type StartResponse = z.infer<typeof startResponseSchema>;
export type PeerResponse = z.infer<typeof peerResponseSchema>;
export type LeaseRequest = z.input<typeof leaseRequestSchema>;
export type SessionInfo = z.infer<typeof sessionInfoSchema>;
export type AttendeeTicket = z.infer<typeof attendeeTicketResponseSchema>;
export type TerminalRequest = z.infer<typeof terminalRequestSchema>;
export type TerminalResponse = z.infer<typeof terminalResponseSchema>;
export type LiveControl = z.infer<typeof liveControlSchema>;
export type LiveBrowserRequest = z.infer<typeof liveBrowserRequestSchema>;
export type LiveBrowserResponse = z.infer<typeof liveBrowserResponseSchema>;
export type IceResponse = z.infer<typeof iceResponseSchema>;
export type Offers = z.infer<typeof offersSchema>;
export type ApiError = z.infer<typeof apiErrorSchema>;
