/**
 * Every bound of the protocol in one place. A value that is one over is refused, one at the bound is taken;
 * `limits.test.ts` holds both for each row.
 */
export const LIMITS = {
  /** Bytes of one frame on a link, header and signature included. */
  frameBytes: 60 * 1024,
  /** Characters (UTF-16 units) of a person's name. */
  nameLength: 60,
  /** Characters of a session's name. */
  sessionNameLength: 80,
  /** Characters of a guide's id; the guide format's own bound. */
  guideIdLength: 253,
  /** Characters of a guide's title. */
  guideTitleLength: 200,
  /** Characters of a step's id. */
  stepIdLength: 200,
  /** Characters of an in-app path with its query. */
  pathLength: 2000,
  /** Characters of a receipt's detail or of a reason. */
  detailLength: 300,
  /** Receipts in one message; with the longest details it still fits into a frame. */
  receipts: 32,
  /** Protocol versions that one hello may offer. */
  offeredVersions: 8,
  /** Bytes of the clear JSON of one handshake message. */
  handshakeBytes: 4 * 1024,
  /** Stage events that a presenter keeps to send again. */
  logEvents: 512,
  /** Stage events that an attendee holds while it waits for an earlier one. */
  reorderEvents: 128,
  /** Attendees that one presenter's tab serves directly (Chrome refuses the 501st RTCPeerConnection of a page). */
  directSlots: 150,
  /** Characters of a whole link or code typed into the code field. */
  codeInputLength: 2000,
  /** Rows in a presenter's attendee list, away ones included. */
  roster: 1000,
  /** People who wait to be let in: as many as a page can be linked with. */
  waitingRoom: 150,
  /** Links of one attendee at a time: dialling attempts overlap, and more would eat up the page's connections. */
  attendeeLinks: 4,
  /** Attendees who may type in the shared terminal at a time. */
  typists: 32,
} as const;

/** Waiting times, in milliseconds. */
export const TIMES = {
  /** A link that has not finished its handshake by then is dropped. */
  handshake: 10_000,
  /** Between two pings of the presenter. */
  ping: 1_000,
  /** Between two answers to the same attendee's missing events; it asks at each ping. */
  catchUp: 500,
  /** Between two messages of an attendee with receipts; those that come meanwhile go together. */
  receipts: 1_000,
  /** The most that a first receipt is put off, so that a room does not answer at once. */
  receiptsJitter: 250,
  /** Between two pongs of a directly linked attendee. */
  pong: 5_000,
  /** An attendee who has not said by then what became of a step may need help. */
  answer: 5_000,
  /** Between two words to somebody who waits to be let in. */
  waiting: 3_000,
  /** Silence after which a link is suspected. */
  suspect: 2_500,
  /** One dialling attempt's limit. */
  attempt: 2_000,
  /** How long the first route is tried alone before the other one is tried, too. */
  relayAfter: 800,
  /** Between two invitations to a direct link that an attendee follows; an honest presenter's are twice as far apart. */
  invitation: 5_000,
  /** Between the starts of two overlapping attempts while an outage is fresh. */
  attemptEvery: 1_000,
  /**
   * The same in the first seconds in which the server says that nobody presents, as while a presenter's page or the server
   * comes back: as long for each person in the room, and at least so long in all. Nothing is waited for, so none overlap.
   */
  absentAttemptEach: 10,
  absentAttemptLeast: 300,
  /** How long that goes on. */
  freshAbsence: 10_000,
  /** Between two attempts of a presenter who is cut off from the session server: a room waits for one page. */
  presenterAttemptEvery: 500,
  /** How long an outage counts as fresh. */
  freshOutage: 120_000,
  /** Between two attempts of a long outage, give or take half. */
  slowAttempt: 5_000,
  /** What each person in the room adds to the most that the first attempt of a suspected link is put off. */
  suspectJitterEach: 10,
  /** The most that it is put off in any room, so that a room does not dial at once. */
  suspectJitter: 2_000,
  /** After a longer outage a follower is asked before what was missed is done. */
  shortOutage: 5_000,
  /** How long attendees wait for a presenter who is gone. */
  presenterAway: 600_000,
  /** An attendee silent for this long is shown as away. */
  attendeeAway: 12_000,
  /** Who directly linked attendees have not said anything to for this long, although they answer more often, is not heard. */
  unheard: 6_000,
  /** An attendee away for this long leaves the list. */
  attendeeGone: 600_000,
  /** Between two renewals of the presenter's lease at the directory. */
  leaseRenewal: 5_000,
  /** A lease that was not renewed for this long is free. */
  lease: 15_000,
  /** Life of a ticket. */
  ticket: 60_000,
} as const;

/** Messages that are taken of one sender: so many at once, and so many a second after that. */
export const RATES = {
  /** After an outage an attendee owes a receipt for each event of the log, and says again what it said before. */
  attendeeMessages: { burst: 2 * LIMITS.logEvents, perSecond: 50 },
  /** Stage events that are handed on, and snapshots: after an outage the log comes at once. */
  stageEvents: { burst: 2 * LIMITS.logEvents, perSecond: 50 },
  /** Frames that an attendee opens, whatever they are: after an outage the log may come several times over. */
  framesToAttendee: { burst: 16 * LIMITS.logEvents, perSecond: 100 },
} as const;

/** The protocol version spoken by this build. */
export const PROTOCOL_VERSION = 1;
