import { BROWSER_WIRE_LIMITS } from '../../src/protocol/browserApi';

/** Bounds of the shared browser; how many people for how long the configuration says. */
export const BROWSER_LIMITS = {
  /** Browsers at once: one of this machine takes several hundred MB. */
  sessions: 8,
  /** Of one address or login. */
  sessionsPerOwner: 2,
  /** Browsers that one address or login may have started in a minute. */
  createsPerMinute: 10,
  /** Wrong codes from one address in a minute. */
  wrongCodesPerMinute: 60,
  /** People that a session knows by their tokens, with those who have left or were removed. */
  rememberedUsers: 200,
  /** Open sockets of one kind of one user: their tabs, and those that take their place. */
  socketsPerUser: 4,
  /** Bytes of one message; `ws` closes a socket that sends more with 1009. */
  messageBytes: { events: 2048, view: 6 * BROWSER_WIRE_LIMITS.textLength + 1024 },
  /** Messages on one event socket: how many at once, how many a second after that. */
  messages: { burst: 60, perSecond: 20 },
  /** Milliseconds between two times that somebody's asking for control is told. */
  askEvery: 10_000,
  /** Unsent bytes of an event socket after which it is cut. */
  unsentBytes: 256 * 1024,
  /** Between two looks at who is silent and what is over, in milliseconds. */
  lookEvery: 250,
  /** What of the time without anybody's doing is over when all are warned. */
  warnedAt: 1 / 2,
  /** How long before the end of its time all are warned, in milliseconds; half of its time at most. */
  warnedBefore: 60_000,
  /** The longest that one inside of a live session lasts, which has no end of its own, in milliseconds. */
  liveFor: 24 * 3_600_000,
} as const;

export { BROWSER_CLOSE } from '../../src/protocol/browserWire';
