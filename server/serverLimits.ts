/** The session server's own bounds; those of the protocol are in src/protocol/limits.ts. */
import { LIMITS } from '../src/protocol/limits';

export const SERVER_LIMITS = {
  /** Bytes of a request's body. */
  bodyBytes: 16 * 1024,
  /** Sessions alive at once. */
  sessions: 5000,
  /** Sessions that one address may create in a minute: a class of trainers behind one router. */
  createsPerMinute: 60,
  /**
   * Wrong codes from one address in a minute. A room of 500 behind one router mistypes that often at most; finding one
   * given code of 32^6 takes an address four years on average.
   */
  wrongCodesPerMinute: 240,
  /** Attendees whose re-joining is never held up by wrong codes of their neighbours; the oldest are forgotten. */
  knownAttendees: 2000,
  /** Ended sessions that are remembered, so that a late call of another tab does not bring them back. */
  endedSessions: 10_000,
  /** How long they are remembered, in milliseconds. */
  endedFor: 3_600_000,
  /** Used tickets that are remembered until they would have expired. */
  usedTickets: 100_000,
  /** Life of a directory token, in seconds. */
  directoryTokenSeconds: 30 * 24 * 3600,
  /** Life of TURN credentials, in seconds: coturn checks it again whenever an allocation is refreshed. */
  turnSeconds: 4 * 3600,
} as const;

/** Bounds of signalling. */
export const SIGNALLING_LIMITS = {
  /** Bytes of one frame; `ws` closes a socket that sends more with 1009. */
  frameBytes: 64 * 1024,
  /** Characters of a session description; Chrome's for one data channel has about 500. */
  sdpLength: 16 * 1024,
  /** Characters of one ICE candidate. */
  candidateLength: 1024,
  /** Signalling sockets in all. */
  sockets: 10_000,
  /** Signalling sockets of one session: the roster, each with a second attempt on its way. */
  socketsPerSession: 2000,
  /** Open sockets of one attendee; attempts overlap by two, the oldest is closed. */
  socketsPerAttendee: 4,
  /** Offers that one attendee's socket may make: every attempt of a client has a socket of its own. */
  offersPerSocket: 1,
  /**
   * Offers that reach one presenter: twice a room of 150 at once. Each makes a connection in its page, Chrome refuses the
   * 501st of a page, and those that are closed count until its garbage is collected.
   */
  offersToPresenter: { burst: 300, perSecond: 10 },
  /** ICE candidates each way for one offer. */
  candidatesPerOffer: 100,
  /** Unsent bytes after which a socket is dropped; a presenter gets a room's offers and candidates at once. */
  bufferedBytes: { attendee: 256 * 1024, presenter: 4 * 1024 * 1024 },
  /** Frames of one socket: how many at once, how many a second after that. A presenter answers a whole room at once. */
  frames: {
    attendee: { burst: 60, perSecond: 20 },
    presenter: { burst: 5000, perSecond: 600 },
  },
  /** Refused sockets of one address that are told why in a minute; more are refused before the upgrade. */
  explainedRefusalsPerMinute: 60,
  /** Refused sockets that are being told why at the same time. */
  explainedRefusalsAtOnce: 64,
} as const;

/** Bounds of the relay. */
export const RELAY_LIMITS = {
  /** What is kept of a session to be said again: as much as its presenter keeps. */
  kept: { events: LIMITS.logEvents, bytes: 2 * 1024 * 1024 },
  /** How long the place of an attendee that was cut off is kept, in milliseconds. */
  resumeFor: 90_000,
  /** Bytes that attendees said to a presenter that is cut off, for one session, with what keeping them costs; more is lost. */
  waitingBytes: 1024 * 1024,
  /** Sockets in all. */
  sockets: 20_000,
  /** How often one attendee gets what was kept: an honest page asks once in `TIMES.catchUp`. */
  asks: { burst: 8, perSecond: 2 },
  /** Places of one session: the roster, each with a second attempt on its way. */
  placesPerSession: 2 * LIMITS.roster,
  /**
   * Newcomers that reach one presenter: its whole list twice over, then what its page can shake hands with beside its work. One
   * who comes and goes without end would keep it busy with nothing else.
   */
  newcomers: { burst: 2 * LIMITS.roster, perSecond: 50 },
  /** Places of one attendee; the oldest is given up. */
  placesPerAttendee: 4,
  /** Unsent bytes after which a socket is cut; who comes back asks for what it missed. */
  unsentBytes: { attendee: 2 * 1024 * 1024, presenter: 16 * 1024 * 1024 },
  /** Messages of one socket: how many at once, how many a second after that. A room that storms in is answered at once. */
  messages: {
    attendee: { burst: 1200, perSecond: 60 },
    presenter: { burst: 10_000, perSecond: 2_000 },
  },
  /**
   * What may come over one wire, handled or not: four times what messages come to. Before a ticket is shown
   * there is nothing to say but that, and answers to pings.
   */
  packets: {
    unproved: { burst: 10, perSecond: 1 },
    attendee: { burst: 5_000, perSecond: 250 },
    presenter: { burst: 40_000, perSecond: 8_000 },
  },
  /** Sockets of one address that have not shown a ticket yet: a whole roster that storms in from behind one router. */
  unprovedPerAddress: LIMITS.roster,
  /**
   * What attendees say within so many milliseconds of what a presenter was last handed waits and is handed over together, up to so
   * many characters.
   */
  gathered: { within: 16, text: 64 * 1024 },
  /** Between two reports to a presenter of who came and went, in milliseconds. */
  rosterEvery: 250,
  /**
   * Between two members that a new load of the presenter's page has come anew, in milliseconds: a full room is not to be
   * there at once, and is before it would have missed the page by itself.
   */
  leftEvery: 5,
  /** Between two pings of a socket, and how long its answer may take, in milliseconds. */
  pings: { every: 5_000, answer: 5_000 },
} as const;
