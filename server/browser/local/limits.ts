import { BROWSER_WIRE_LIMITS } from '../../../src/protocol/browserApi';

/** Bounds of the browsers that run on this server. */
export const LOCAL_LIMITS = {
  ...BROWSER_WIRE_LIMITS,
  /** Browsers at once. */
  browsers: 10,
  /** What one may have in memory, in bytes, and the milliseconds between two looks at that. */
  memory: { most: 3 * 1024 ** 3, every: 5000 },
  /** Milliseconds until it answers. */
  startWithin: 20_000,
  /** Of a process. */
  openFiles: 8192,
  /** Processes and threads of its user, all browsers together; not counted for root. */
  tasks: 16_384,
  nice: 5,
  sharedMemoryBytes: 512 * 1024 * 1024,
  /** Commands to one target that wait for an answer. */
  unanswered: 2000,
  /** Characters of Chromium's log that are kept. */
  lastWords: 4096,
  /** Milliseconds between two pictures of what changes all the time, and JPEG's quality of 100. */
  frameEvery: 30,
  quality: 60,
  /** Milliseconds after somebody's doing in which Chromium draws as fast as it can. */
  hurryFor: 150,
  film: {
    /** Seconds from one key to the next, in which a viewer that fell behind sees nothing; x264's quality, and its most bits. */
    group: 1,
    quality: 21,
    bitsPerSecond: 5_000_000,
    /** Milliseconds until the screen is there, and until it is gone. */
    startWithin: 5000,
    endWithin: 1000,
    /** It is worth it from so many stills in so many milliseconds on. */
    movesFrom: 10,
    movesWithin: 1000,
    /** Bytes of a picture in which next to nothing has changed; fewer others in so many milliseconds are rest. */
    still: 100,
    restAfter: 1000,
    restBelow: 5,
    /** How often it may break off until a browser goes without. */
    failures: 3,
    /** Milliseconds that a picture may be on its way, besides the wire's own; whoever needs longer for so long gets stills. */
    lag: 350,
    behindFor: 100,
    /** Milliseconds of stills after that, twice as many each time, until it has gone well for as long as is said. */
    rest: { first: 10_000, most: 300_000, wornOffAfter: 60_000 },
  },
  /** Milliseconds in which the first picture has come, or pictures are asked for anew. */
  firstWithin: 700,
  /** Milliseconds after the last picture of many until one is asked for that is surely the last. */
  settleAfter: 100,
  /** Characters of a page's title and of what its dialog says. */
  titleLength: 256,
  dialogLength: 2000,
  fileNameLength: 100,
  /** Milliseconds in which changes of tabs are told as one, and how many refusals are told, at once and a second. */
  stateEvery: 15,
  refusals: { burst: 20, perSecond: 2 },
  /** Milliseconds between two tabs that people have shown. */
  showTabEvery: 100,
  /** Frames that are asked what is selected in them, the milliseconds that each has, and those after which a page answers no more. */
  framesAsked: 50,
  evaluateWithin: 500,
  answerWithin: 2000,
  /** Milliseconds between two looks at the title of the page that is shown, and at the cursor. */
  lookAtTitleEvery: 1000,
  cursorEvery: 80,
  /** Pages that show one browser, and those of one member. */
  viewers: 100,
  viewersPerMember: 4,
  /** Bytes of one message of a viewer, and how many: at once, and a second after that. */
  messageBytes: 4 * BROWSER_WIRE_LIMITS.textLength + 1024,
  messages: { burst: 400, perSecond: 250 },
  /** Unsent bytes of a viewer after which it is cut: more than all pictures that may be on their way. */
  unsentBytes: 16 * 1024 * 1024,
  /** Pictures that may be on their way to one viewer. */
  framesUnderWay: 6,
  /** Measurements of a viewer's wire when it begins, milliseconds between two of them later, and between two words of where pointers are. */
  firstPings: 2,
  pingEvery: 10_000,
  pointersEvery: 33,
  /** Messages about pointers at once, to all together: of more pointers than that each is told of less often. */
  pointersAtOnce: 1000,
} as const;

export { BROWSER_CLOSE as VIEW_CLOSE } from '../../../src/protocol/browserWire';
