import { TERMINAL_WIRE_LIMITS } from '../../src/protocol/terminalLimits';

/** Bounds of the shared terminal. */
export const TERMINAL_LIMITS = {
  ...TERMINAL_WIRE_LIMITS,
  /** Shells at once. */
  sessions: 50,
  /** People in one shell, and in all. */
  clientsPerSession: 100,
  clients: 500,
  /** Sockets of one attendee of a live session: a page and the one that takes its place; the oldest is closed. */
  socketsPerAttendee: 4,
  /** Open sockets that have not said who they are yet, and how long they have for it, in milliseconds. */
  unintroduced: 64,
  introduceWithin: 5000,
  /** Bytes of one message of a client; `ws` closes a socket that sends more with 1009. */
  messageBytes: 64 * 1024,
  /** Messages of one client: how many at once, how many a second after that; a faster one is read more slowly. */
  messages: { burst: 400, perSecond: 200 },
  /** Typed bytes that a shell has not read yet; more are taken only once it has. */
  unreadInputBytes: 256 * 1024,
  /** Beyond it each person may still type so much before no more is read from them, and all so much before they are cut off. */
  unreadOfOne: 4096,
  unreadOfAll: 4 * 1024 * 1024,
  /** Wrong keys in a minute, of all addresses together. */
  wrongKeysPerMinute: 60,
  /** Output that is kept to be said again to who was cut off for a moment, in bytes. */
  keptBytes: 4 * 1024 * 1024,
  /** Output that one client has not drawn yet, in bytes; beyond it, it gets the screen as it then is. */
  undrawnBytes: 4 * 1024 * 1024,
  /** Of which so much may be on its way when it is sent again. In bytes. */
  almostDrawnBytes: 256 * 1024,
  /** Unsent bytes of a client after which it is cut: more than a screen, and what may be undrawn beside it. */
  unsentBytes: 16 * 1024 * 1024,
  /** Of it the history may be so much, more or less: with styles at every cell there are fewer lines of it. In bytes. */
  historyBytes: 2 * 1024 * 1024,
  /** What a terminal answers at once to a program that asks it, in bytes; as much as a tty keeps for who does not read. */
  answerBytes: 4096,
  /** How far the screen model may be behind the output, in bytes; beyond it the shell is paused. */
  modelBehindBytes: 32 * 1024 * 1024,
  /** How long it waits for more text, in milliseconds; on while so many bytes come in that time, but for no more than so many. */
  modelLazyFor: 30,
  modelLazyAbove: 256 * 1024,
  modelLazyBytes: 8 * 1024 * 1024,
  /** How long it waits for more where a program may wait for an answer of its terminal, in milliseconds. */
  modelAnswersAfter: 3,
  /** What it draws before it hears of anything else, in bytes. */
  modelStepBytes: 1024 * 1024,
  /** One output frame, in bytes: the more people get it, the larger. */
  frameBytes: { least: 64 * 1024, perPerson: 16 * 1024, most: 1024 * 1024 },
  /** The pause after a frame in which the next is gathered, and how long there is none after a key. In milliseconds. */
  gatherFor: 2,
  hurryFor: 10,
  /** How long an acknowledgement of input may wait for others, in milliseconds. */
  acknowledgeFor: 10,
  /** Between two lists of who is there, and two sizes: everybody gets each, and each draws all lines anew. In milliseconds. */
  announceEvery: 50,
  resizeEvery: 100,
  /** No history is sent while output comes faster than so many bytes in so many milliseconds: it is over before it is there. */
  calm: { bytes: 512 * 1024, every: 100 },
  /** Bytes of a control sequence and of a string (title, link) in the output; longer ones are dropped. */
  sequenceBytes: 256,
  stringBytes: 4096,
  /** Characters of a title. */
  titleLength: 256,
  /** How long a client that is cut off keeps what it typed and its place, in milliseconds. */
  placeFor: 120_000,
  /** How many such places are kept in one session; beyond it the one that is away longest is forgotten. */
  placesKept: 200,
  /** Between being asked to end and being ended, in milliseconds. */
  endWithin: 1000,
  /** Between two audit lines about the same person's typing, in milliseconds. */
  typedEvery: 60_000,
} as const;

/** What a shell and everything that it starts may use; see `ulimit`. */
export const SHELL_LIMITS = {
  /** Processes of the user, not counted for root. */
  processes: 2048,
  openFiles: 1024,
  /** Writable memory of one process, in KiB. */
  dataKiB: 4 * 1024 * 1024,
  /** One file, in blocks of 512 bytes: 4 GiB. */
  fileBlocks: 8 * 1024 * 1024,
  /** Processor time of one process, in seconds. */
  cpuSeconds: 4 * 3600,
} as const;
