/**
 * The shared browser's JSON: calls of its page and of other programs, and what its event socket says. Both sides parse with
 * these. Times are epoch milliseconds. Knows neither DOM nor Node.
 */
import { z } from 'zod';
import { shareCodeSchema } from './shareCode';
import { cleanText } from './text';

export const BROWSER_WIRE_LIMITS = {
  /** Characters of a name that somebody gives themselves. */
  nameLength: 40,
  /** Characters of an address that somebody types. */
  urlLength: 2048,
  /** Characters of a text that is typed or pasted at once. */
  textLength: 64 * 1024,
  /** Pixels. */
  width: { min: 320, max: 1920 },
  height: { min: 240, max: 1200 },
  tabs: 8,
} as const;

/** Below the session server's base. */
export const BROWSER_API_PATH = '/api/vm/shared';
export const BROWSER_PAGE_PATH = '/shared-session';

/** With which a page, that cannot set headers on sockets, hands its token over, beside the socket's own subprotocol. */
export const TOKEN_PREFIX = 'token.';
export const EVENTS_SUBPROTOCOL = 'live-browser-events.v1';

/** 32 random bytes as base64url: who shows it is this user. */
export const userTokenSchema = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
/** 8 random bytes in hex; told to others, opens nothing. */
export const userIdSchema = z.string().regex(/^[0-9a-f]{16}$/);
/** 16 random bytes in hex. */
export const browserSessionIdSchema = z.string().regex(/^[0-9a-f]{32}$/);

const time = z.int().positive();
const nameSchema = z
  .string()
  .max(4 * BROWSER_WIRE_LIMITS.nameLength)
  .transform((name) => cleanText(name).slice(0, BROWSER_WIRE_LIMITS.nameLength).trim());

/** As others see them: no address, no token. */
export const browserUserSchema = z.object({
  id: userIdSchema,
  name: z.string(),
  joinedAt: time,
  isCreator: z.boolean(),
});

/** Who moves mouse and keys: one, whom the creator names, or everybody. */
export const controlSchema = z.discriminatedUnion('mode', [
  z.object({ mode: z.literal('one'), driver: userIdSchema.nullable() }),
  z.object({ mode: z.literal('everyone') }),
]);

export const providerKindSchema = z.enum(['local', 'hyperbeam']);

/** `POST create` */
export const createBrowserRequestSchema = z.object({
  name: nameSchema.optional(),
  startUrl: z.string().max(BROWSER_WIRE_LIMITS.urlLength).optional(),
});
/** `POST join`; the code in any case, as people type it. */
export const joinBrowserRequestSchema = z.object({ shareCode: z.string().max(200), name: nameSchema.optional() });
/** `POST leave` and `POST end` (the creator's). */
export const leaveBrowserRequestSchema = z.object({ shareCode: z.string().max(200) });
/** `POST control`, the creator's; a driver may give it back. */
export const controlRequestSchema = z.object({ shareCode: z.string().max(200), control: controlSchema });
/** `POST remove`, the creator's: that user's token opens this session no more. */
export const removeUserRequestSchema = z.object({ shareCode: z.string().max(200), userId: userIdSchema });

const entered = {
  sessionId: browserSessionIdSchema,
  shareCode: shareCodeSchema,
  /** What shows the browser: a page of this server, or the provider's own, which is a capability and told to members alone. */
  url: z.string(),
  expiresAt: time,
  userId: userIdSchema,
  token: userTokenSchema,
};
/** 201 */
export const createBrowserResponseSchema = z.object(entered);
/** 200 */
export const joinBrowserResponseSchema = z.object({
  ...entered,
  users: z.array(browserUserSchema),
  isNewUser: z.boolean(),
});
/** `GET :shareCode`; `url` for members alone. */
export const browserSessionSchema = z.object({
  sessionId: browserSessionIdSchema,
  shareCode: shareCodeSchema,
  users: z.array(browserUserSchema),
  createdAt: time,
  expiresAt: time,
  url: z.string().optional(),
});

export const terminationSchema = z.enum(['time_limit', 'inactivity', 'no_users', 'creator_ended', 'provider_error']);

/** What the event socket `ws?shareCode=CODE` says. */
export const browserEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('session_info'),
    session: browserSessionSchema,
    /** The one who is told. */
    userId: userIdSchema,
    provider: providerKindSchema,
    control: controlSchema,
    /** What this user's page shows the provider's own to be let in; null where that asks for nothing. */
    pass: z.string().nullable().default(null),
    /** Whether silence ends it (not inside of live sessions). */
    endsWhenIdle: z.boolean(),
  }),
  z.object({ type: z.literal('user_joined'), user: browserUserSchema, totalUsers: z.int().min(0) }),
  z.object({
    type: z.literal('user_left'),
    user: browserUserSchema,
    totalUsers: z.int().min(0),
    how: z.enum(['left', 'removed']).default('left'),
  }),
  z.object({ type: z.literal('control_changed'), control: controlSchema }),
  /** Told to who created it: somebody would like to drive. */
  z.object({ type: z.literal('control_asked'), userId: userIdSchema }),
  /** It will end then unless somebody does something (`inactivity`), or anyway (`time_limit`). */
  z.object({ type: z.literal('warning'), reason: z.enum(['inactivity', 'time_limit']), endsAt: time }),
  /** Somebody did something: the warning is over. */
  z.object({ type: z.literal('active') }),
  z.object({ type: z.literal('session_terminated'), reason: terminationSchema }),
  /** The one who is told was removed. */
  z.object({ type: z.literal('removed') }),
  z.object({ type: z.literal('pong') }),
]);

/** What the event socket is told. */
export const browserCallSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ping') }),
  z.object({ type: z.literal('user_activity') }),
  /** They would like to drive. */
  z.object({ type: z.literal('ask_control') }),
  /** As whom the provider's own page knows this user (Hyperbeam's user id). */
  z.object({ type: z.literal('viewer'), viewerId: z.string().min(1).max(128) }),
]);

export type BrowserUser = z.infer<typeof browserUserSchema>;
export type Control = z.infer<typeof controlSchema>;
export type ProviderKind = z.infer<typeof providerKindSchema>;
export type Termination = z.infer<typeof terminationSchema>;
export type BrowserSession = z.infer<typeof browserSessionSchema>;
export type BrowserEvent = z.infer<typeof browserEventSchema>;
export type BrowserCall = z.infer<typeof browserCallSchema>;
export type CreateBrowserResponse = z.infer<typeof createBrowserResponseSchema>;
export type JoinBrowserResponse = z.infer<typeof joinBrowserResponseSchema>;
