import { OPEN_DOOR } from '../session/Door';
import { EventLog } from '../session/EventLog';
import { Inbox } from '../session/Inbox';
import { PresenterSession } from '../session/PresenterSession';
import { Roster } from '../session/Roster';
import { WaitingRoom } from '../session/WaitingRoom';
import { BACKENDS, platformRandom } from '../testing/cryptoBackends';
import { FakeClock } from '../testing/FakeClock';
import { MemoryListener, MemoryNetwork } from '../testing/MemoryNetwork';
import { memoryStore } from '../testing/memoryStore';
import { ATTENDEE_MESSAGES, HANDSHAKE_MESSAGES, PRESENTER_MESSAGES, SNAPSHOT } from '../testing/sampleMessages';
import { leaseRequestSchema, terminalRequestSchema } from './directoryApi';
import { encodeHeader, parseFrame } from './envelope';
import { LIMITS } from './limits';
import {
  attendeeMessageSchema,
  guideRefSchema,
  handshakeMessageSchema,
  personNameSchema,
  presenterMessageSchema,
  receiptSchema,
  routeRefSchema,
  sessionNameSchema,
  stepRefSchema,
} from './messages';
import { parseInvitation } from './shareCode';

const text = (length: number) => 'x'.repeat(length);
const takes = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown) =>
  schema.safeParse(value).success;
const step = PRESENTER_MESSAGES.show_me.step;
const join = ATTENDEE_MESSAGES.attendee_join;

const LEASE = {
  sessionId: '00'.repeat(16),
  name: SNAPSHOT.sessionName,
  presenterName: SNAPSHOT.presenterName,
  presenterKey: '00'.repeat(32),
  pageId: '00'.repeat(8),
  epoch: 1,
};

function envelopeOf(bytes: number): Uint8Array {
  const frame = new Uint8Array(bytes);
  const author = '00'.repeat(8);
  frame.set(encodeHeader({ class: 'stage', session: '00'.repeat(16), epoch: 1, seq: 1, author, at: 0 }));
  return frame;
}

/** How many of so many links that only connect, and say nothing, the presenter keeps. */
async function keptPending(links: number): Promise<number> {
  const clock = new FakeClock();
  const network = new MemoryNetwork(clock, () => 0);
  const listener = new MemoryListener();
  const [, , crypto] = BACKENDS;
  const session = await PresenterSession.start(
    {
      session: '00'.repeat(16),
      sessionName: SNAPSHOT.sessionName,
      presenterName: SNAPSHOT.presenterName,
      epoch: 1,
      bases: [],
      stage: { guide: null, highlight: null, route: null, policy: 'ask' },
      stageSeq: 0,
      door: OPEN_DOOR,
      directSlots: LIMITS.directSlots,
    },
    { crypto, signer: await crypto.signer(platformRandom(32)), clock, listener, store: memoryStore() },
    { changed() {}, persist() {}, doorChanged() {}, failed() {}, entered() {} }
  );
  let kept = links;
  for (let n = 0; n < links; n++) {
    const { near, far } = network.pair();
    far.onClose(() => kept--);
    listener.acceptPair(near);
  }
  await clock.advance(100);
  const answer = kept;
  session.close();
  return answer;
}

/** Whether a value at this size is taken whole. */
const TAKEN: Record<keyof typeof LIMITS, (size: number) => boolean | Promise<boolean>> = {
  frameBytes: (size) => parseFrame(envelopeOf(size)).kind === 'envelope',
  nameLength: (size) =>
    takes(personNameSchema, text(size)) &&
    takes(attendeeMessageSchema, { ...join, name: text(size) }) &&
    takes(presenterMessageSchema, {
      ...PRESENTER_MESSAGES.session_start,
      snapshot: { ...SNAPSHOT, presenterName: text(size) },
    }),
  sessionNameLength: (size) =>
    takes(sessionNameSchema, text(size)) &&
    takes(presenterMessageSchema, {
      ...PRESENTER_MESSAGES.session_start,
      snapshot: { ...SNAPSHOT, sessionName: text(size) },
    }),
  guideIdLength: (size) =>
    takes(stepRefSchema, { ...step, guideId: text(size) }) &&
    takes(guideRefSchema, { guideId: text(size), title: 'A' }),
  guideTitleLength: (size) => takes(guideRefSchema, { guideId: 'tour', title: text(size) }),
  stepIdLength: (size) => takes(stepRefSchema, { ...step, stepId: text(size) }),
  pathLength: (size) => takes(routeRefSchema, { path: `/${text(size - 1)}` }),
  detailLength: (size) => takes(receiptSchema, { ...ATTENDEE_MESSAGES.receipt.receipts[0], detail: text(size) }),
  receipts: (size) =>
    takes(attendeeMessageSchema, {
      type: 'receipt',
      receipts: Array.from({ length: size }, () => ATTENDEE_MESSAGES.receipt.receipts[0]),
    }),
  offeredVersions: (size) =>
    takes(handshakeMessageSchema, { ...HANDSHAKE_MESSAGES.hello, versions: new Array<number>(size).fill(1) }),
  handshakeBytes: (size) => parseFrame(new Uint8Array(1 + size)).kind === 'handshake',
  logEvents: (size) => {
    const log = new EventLog(memoryStore(), '00'.repeat(16), 1, []);
    for (let n = 0; n < size; n++) {
      log.append({ type: 'clear_highlight' });
    }
    return log.reachesBackTo(0);
  },
  reorderEvents: (size) => {
    const inbox = new Inbox<null>({ epoch: 1, seq: 0 });
    inbox.take({ epoch: 1, seq: size }, null);
    for (let seq = 1; seq < size; seq++) {
      inbox.take({ epoch: 1, seq }, null);
    }
    return inbox.last().seq === size;
  },
  directSlots: async (size) => (await keptPending(size)) === size,
  codeInputLength: (size) => typeof parseInvitation('7K3M9Q'.padEnd(size)) === 'object',
  roster: (size) => {
    const roster = new Roster<number>();
    for (let n = 0; n < size; n++) {
      roster.join(`attendee ${n}`, join, n, 0);
    }
    return roster.rows().length === size && takes(leaseRequestSchema, { ...LEASE, freeSlots: size });
  },
  waitingRoom: (size) => {
    const waiting = new WaitingRoom<number>();
    for (let n = 0; n < size; n++) {
      waiting.knock(`attendee ${n}`, join, n, 0);
    }
    return waiting.rows().length === size;
  },
  typists: (size) =>
    takes(terminalRequestSchema, {
      ...{ pageId: '01'.repeat(8), epoch: 1, start: false },
      typists: new Array<string>(size).fill('02'.repeat(16)),
    }),
  attendeeLinks: (size) => {
    const roster = new Roster<number>();
    for (let n = 0; n < size; n++) {
      roster.join('ada', join, n, 0);
    }
    return roster.get('ada')?.links.length === size;
  },
};

describe('MSG-2: every limit', () => {
  test('has its row here', () => {
    expect(Object.keys(TAKEN).sort()).toEqual(Object.keys(LIMITS).sort());
  });

  test.each(Object.entries(LIMITS) as Array<[keyof typeof LIMITS, number]>)(
    '%s: %i is taken, one more is not',
    async (limit, n) => {
      expect(await TAKEN[limit](n)).toBe(true);
      expect(await TAKEN[limit](n + 1)).toBe(false);
    }
  );
});
