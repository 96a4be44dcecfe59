/** What travels inside a session: one union each way, and the messages before anyone is joined. Pure. */
import { z } from 'zod';
import { LIMITS } from './limits';
import { browserSessionIdSchema } from './browserApi';
import { shellIdSchema, terminalKeySchema } from './terminalWire';
import { cleanText } from './text';

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`));
const uint32 = z.number().int().min(0).max(0xffffffff);
/** Bounded before and after: cleaning may lengthen, and what goes out must be within what receivers take (SPEC MSG-4). */
const text = (max: number) => z.string().max(max).transform(cleanText).pipe(z.string().max(max));
const requiredText = (max: number) => text(max).refine((value) => value.length > 0, 'must not be empty');

/** 16 random bytes as lower-case hex. */
export const sessionIdSchema = hex(16);
export const attendeeIdSchema = hex(16);
/** Proves on a later link that this is the same attendee. */
export const resumeSecretSchema = hex(32);
export const personNameSchema = requiredText(LIMITS.nameLength);
export const sessionNameSchema = requiredText(LIMITS.sessionNameLength);
/** A raw Ed25519 or X25519 public key, as lower-case hex like all bytes in JSON. */
export const publicKeySchema = hex(32);

export const modeSchema = z.enum(['guided', 'follow']);
export const followPolicySchema = z.enum(['off', 'ask', 'on']);

/** Where an event stands: compared by epoch, then seq. `seq` counts on over epochs (SPEC ORD-1). */
export const positionSchema = z.object({ epoch: uint32, seq: uint32 });

/** SHA-256 of a step's or a guide's canonical JSON. */
const contentHash = hex(32);

/** Names a step; what it does is decided by the receiver's own copy of the guide (SPEC REF-1). */
export const stepRefSchema = z.object({
  guideId: z.string().min(1).max(LIMITS.guideIdLength),
  stepId: z.string().min(1).max(LIMITS.stepIdLength),
  stepHash: contentHash,
});

export const guideRefSchema = z.object({
  guideId: z.string().min(1).max(LIMITS.guideIdLength),
  title: text(LIMITS.guideTitleLength),
});

/** A page of Grafana, without the sub-path that it is served under; shape only, what may be opened is policy's to say. */
export const routeRefSchema = z.object({
  path: z
    .string()
    .max(LIMITS.pathLength)
    .regex(/^\/(?![/\\])[^\s\\\u0000-\u001f]*$/, 'must be a path inside Grafana'),
});

/** By whom a session is ended for everyone in it. */
export type EndForAll = 'ended' | 'ended-by-administrator';

export const endReasonSchema = z.enum([
  'ended',
  'ended-by-administrator',
  'removed',
  'declined',
  'taken-over',
  'locked',
  'full',
  'other-tab',
  'superseded',
]);

/** The session's shared terminal, for those who are in: the shell and the key to see it (SPEC TERM-15). */
export const sharedTerminalSchema = z.object({ shell: shellIdSchema, key: terminalKeySchema });

/** The session's shared browser, for those who are in: which one, and the key to see it (SPEC BROW-2). */
export const sharedBrowserSchema = z.object({ browser: browserSessionIdSchema, key: terminalKeySchema });

/** What a newcomer needs to stand where the room stands; never old actions (SPEC ORD-5). */
export const snapshotSchema = z.object({
  sessionName: sessionNameSchema,
  presenterName: personNameSchema,
  guide: guideRefSchema.nullable(),
  /** The step that is highlighted now, if any, and the event that did it. */
  highlight: z.object({ step: stepRefSchema, seq: uint32 }).nullable(),
  route: routeRefSchema.nullable(),
  policy: followPolicySchema,
  /** Null or missing: none is shared. */
  terminal: sharedTerminalSchema.nullish(),
  /** As for the terminal. */
  browser: sharedBrowserSchema.nullish(),
});

const sessionStart = z.object({
  type: z.literal('session_start'),
  epoch: uint32,
  /** Up to here the attendee's own log stands; later events of earlier epochs were lost with their page (SPEC ORD-4). */
  base: uint32,
  /** Newest event when this was made. */
  seq: uint32,
  /** Whether the attendee's log goes on, missed events following, or begins anew with the snapshot (SPEC ORD-5). */
  resumed: z.boolean(),
  groupKey: hex(32),
  snapshot: snapshotSchema,
});
/** The presenter is asked whether this attendee may come in; said again as long as nobody has answered (SPEC JOIN-10). */
const sessionWait = z.object({ type: z.literal('session_wait') });
/** What the attendee raised the hand for is answered. */
const handLower = z.object({ type: z.literal('hand_lower') });
/** To somebody behind the relay: there is room for a direct link (SPEC CON-16). */
const directInvite = z.object({ type: z.literal('direct_invite') });
/** `route` is the page that the presenter is on, for those who are elsewhere and do not find the step (SPEC MSG-9). */
const showMe = z.object({ type: z.literal('show_me'), step: stepRefSchema, route: routeRefSchema.optional() });
const doIt = z.object({ type: z.literal('do_it'), step: stepRefSchema, route: routeRefSchema.optional() });
const navigation = z.object({
  type: z.literal('navigation'),
  to: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('page'), route: routeRefSchema }),
    z.object({ kind: z.literal('guide'), guide: guideRefSchema }),
  ]),
});
const clearHighlight = z.object({ type: z.literal('clear_highlight') });
const modePolicy = z.object({ type: z.literal('mode_policy'), policy: followPolicySchema });
/** A terminal is shared from now on, or it is to be seen with another key. */
const terminalOpen = z.object({ type: z.literal('terminal_open'), terminal: sharedTerminalSchema });
const terminalClose = z.object({ type: z.literal('terminal_close') });
/** To one attendee: may type in the shared terminal, with this key; null takes that back (SPEC TERM-17). */
const terminalTyping = z.object({ type: z.literal('terminal_typing'), key: terminalKeySchema.nullable() });
/** A browser is shared from now on, or it is to be seen with another key. */
const browserOpen = z.object({ type: z.literal('browser_open'), browser: sharedBrowserSchema });
const browserClose = z.object({ type: z.literal('browser_close') });
/** To one attendee: drives the shared browser, known by this key; null takes that back (SPEC BROW-3). */
const browserDriving = z.object({ type: z.literal('browser_driving'), key: terminalKeySchema.nullable() });
/** Where the room stands after the event that the frame's header names, for those who cannot have the events (SPEC RELAY-3). */
const stageSnapshot = z.object({ type: z.literal('stage_snapshot'), snapshot: snapshotSchema });
/** `people` are linked with the presenter; so many do not dial at the same moment (SPEC CON-6). */
const ping = z.object({ type: z.literal('ping'), seq: uint32, people: z.number().int().min(0).max(LIMITS.roster) });
const sessionEnd = z.object({ type: z.literal('session_end'), reason: endReasonSchema });

/** Ordered, sealed once for everyone, kept in the presenter's log. */
export const stageEventSchema = z.discriminatedUnion('type', [
  showMe,
  doIt,
  navigation,
  clearHighlight,
  modePolicy,
  terminalOpen,
  terminalClose,
  browserOpen,
  browserClose,
  sessionEnd,
]);

export const presenterMessageSchema = z.discriminatedUnion('type', [
  sessionStart,
  sessionWait,
  handLower,
  directInvite,
  showMe,
  doIt,
  navigation,
  clearHighlight,
  modePolicy,
  terminalOpen,
  terminalClose,
  terminalTyping,
  browserOpen,
  browserClose,
  browserDriving,
  stageSnapshot,
  ping,
  sessionEnd,
]);

export const receiptOutcomeSchema = z.enum([
  /** The attendee has been asked and has not answered yet; what became of it follows. */
  'asked',
  'shown',
  'done',
  'failed',
  'declined',
  'skipped',
  'needs-input',
  'interrupted',
  'unsupported',
]);

const attendeeJoin = z.object({
  type: z.literal('attendee_join'),
  name: personNameSchema,
  mode: modeSchema,
  hand: z.boolean(),
  resumeSecret: resumeSecretSchema,
  /** One browser tab; a second tab of the same attendee has another. */
  tabId: hex(8),
  takeOver: z.boolean(),
  /** The last event taken in, if any: what came after it is sent again. */
  last: positionSchema.nullable(),
});
const attendeeLeave = z.object({ type: z.literal('attendee_leave') });
/** How follow mode stands where it was chosen: the attendee may pause it, their administrator may switch it off. */
export const followingSchema = z.enum(['on', 'paused', 'off']);
const modeChange = z.object({
  type: z.literal('mode_change'),
  mode: modeSchema,
  /** `on` where nothing is said. */
  following: followingSchema.optional(),
});
const handRaise = z.object({ type: z.literal('hand_raise'), up: z.boolean() });
/** What became of one event at an attendee. */
export const receiptSchema = z.object({
  of: positionSchema,
  outcome: receiptOutcomeSchema,
  detail: text(LIMITS.detailLength).optional(),
});
const receipt = z.object({
  type: z.literal('receipt'),
  receipts: z.array(receiptSchema).min(1).max(LIMITS.receipts),
});
const pong = z.object({
  type: z.literal('pong'),
  last: positionSchema,
  /** Set when events are missing: the presenter sends again what came after `last`. */
  missing: z.boolean(),
});

export const attendeeMessageSchema = z.discriminatedUnion('type', [
  attendeeJoin,
  attendeeLeave,
  modeChange,
  handRaise,
  receipt,
  pong,
]);

const version = z.number().int().min(1).max(255);

/** Clear messages before the handshake is done; nothing else is read until then (SPEC HS-1). */
export const handshakeMessageSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('hello'),
    versions: z.array(version).min(1).max(LIMITS.offeredVersions),
    session: sessionIdSchema,
    attendeeId: attendeeIdSchema,
    ephemeral: publicKeySchema,
    nonce: hex(16),
  }),
  z.object({
    type: z.literal('proof'),
    version,
    identity: publicKeySchema,
    ephemeral: publicKeySchema,
    nonce: hex(16),
    signature: hex(64),
  }),
  z.object({ type: z.literal('refused'), reason: z.enum(['version', 'busy', 'session', 'malformed']) }),
]);

export type Mode = z.infer<typeof modeSchema>;
export type Following = z.infer<typeof followingSchema>;
export type FollowPolicy = z.infer<typeof followPolicySchema>;
export type Position = z.infer<typeof positionSchema>;
export type StepRef = z.infer<typeof stepRefSchema>;
export type GuideRef = z.infer<typeof guideRefSchema>;
export type RouteRef = z.infer<typeof routeRefSchema>;
export type SharedTerminal = z.infer<typeof sharedTerminalSchema>;
export type SharedBrowser = z.infer<typeof sharedBrowserSchema>;
export type Snapshot = z.infer<typeof snapshotSchema>;
export type EndReason = z.infer<typeof endReasonSchema>;
export type StageEvent = z.infer<typeof stageEventSchema>;
export type PresenterMessage = z.infer<typeof presenterMessageSchema>;
export type SessionStart = Extract<PresenterMessage, { type: 'session_start' }>;
export type AttendeeMessage = z.infer<typeof attendeeMessageSchema>;
export type AttendeeJoin = Extract<AttendeeMessage, { type: 'attendee_join' }>;
export type Receipt = z.infer<typeof receiptSchema>;
export type ReceiptOutcome = z.infer<typeof receiptOutcomeSchema>;
export type HandshakeMessage = z.infer<typeof handshakeMessageSchema>;
export type Hello = Extract<HandshakeMessage, { type: 'hello' }>;
export type Proof = Extract<HandshakeMessage, { type: 'proof' }>;
