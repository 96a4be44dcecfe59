/** The product's own sessions in Node, presenter and attendees, through a real server's relay. */
import { LIMITS } from '../../src/protocol/limits';
import { bytesToHex, hexToBytes } from '../../src/protocol/bytes';
import type { Position, Snapshot, StageEvent } from '../../src/protocol/messages';
import { AttendeeSession } from '../../src/session/AttendeeSession';
import type { Clock } from '../../src/session/clock';
import { OPEN_DOOR } from '../../src/session/Door';
import { PresenterSession } from '../../src/session/PresenterSession';
import { nodeCrypto } from '../../src/testing/nodeCrypto';
import { memoryStore } from '../../src/testing/memoryStore';
import { dialByTicket } from '../../src/transport/dialByTicket';
import type { Listener, PairLink } from '../../src/transport/Link';
import { RelayHub } from '../../src/transport/RelayHub';
import { dialRelay } from '../../src/transport/RelayLink';
import { withHub } from '../../src/transport/withHub';
import { attendeeTicket, Presenter, randomHex } from './people';

const crypto = nodeCrypto((length) => globalThis.crypto.getRandomValues(new Uint8Array(length)));
const clock: Clock = {
  now: () => performance.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};
/** Nobody comes directly. */
const NO_PAIRS: Listener = { onPair: () => () => {}, onHub: () => () => {}, close() {} };

export interface RelayedPresenter {
  presenter: Presenter;
  session: PresenterSession;
  /** The step's id that was shown. */
  show(): string;
  /** With a new key for everybody else. */
  remove(attendeeId: string): Promise<void>;
  close(): void;
}

/** @param url a session server's; the presenter's calls and its relay go there */
export async function presentRelayed(url: string): Promise<RelayedPresenter> {
  const signer = await crypto.signer(crypto.randomBytes(32));
  const presenter = await Presenter.create(url, {}, bytesToHex(signer.publicKey));
  let { epoch } = await presenter.start();
  const ticket = () => presenter.relayTicket(epoch);
  const session = await PresenterSession.start(
    {
      session: presenter.sessionId,
      sessionName: 'Logs for all',
      presenterName: 'Ada',
      epoch,
      bases: [],
      stage: { guide: null, highlight: null, route: null, policy: 'ask' },
      stageSeq: 0,
      door: OPEN_DOOR,
      directSlots: 0,
    },
    {
      crypto,
      signer,
      clock,
      listener: withHub(
        NO_PAIRS,
        () => new RelayHub({ baseUrl: url, clock, random: Math.random, load: presenter.pageId, ticket })
      ),
      store: memoryStore(),
    },
    { changed() {}, persist() {}, doorChanged() {}, failed() {}, entered() {} }
  );
  let shown = 0;
  return {
    presenter,
    session,
    show() {
      const stepId = `step-${++shown}`;
      session.publish({ type: 'show_me', step: { guideId: 'tour', stepId, stepHash: '0'.repeat(64) } });
      return stepId;
    },
    async remove(attendeeId) {
      session.remove(attendeeId);
      ({ epoch } = await presenter.start({ knownEpoch: epoch }));
      await session.rekey(epoch);
    },
    close: () => session.close(),
  };
}

export interface RelayedAttendee {
  session: AttendeeSession;
  /** Ids of the steps that were shown, in order. */
  readonly shown: string[];
  readonly snapshots: Array<{ of: Position; snapshot: Snapshot }>;
  /** The newest link that was opened. */
  link(): PairLink | null;
  isLive(): boolean;
  close(): void;
}

/** @param url where this attendee's calls and links go, for each attempt */
export function attendRelayed(url: () => string, { code, sessionId, presenterKey }: Presenter): RelayedAttendee {
  const who = { attendeeId: randomHex(16), resumeSecret: randomHex(32), tabId: randomHex(8) };
  const shown: string[] = [];
  const snapshots: RelayedAttendee['snapshots'] = [];
  let newest: PairLink | null = null;
  const session: AttendeeSession = new AttendeeSession(
    {
      session: sessionId,
      identity: hexToBytes(presenterKey),
      who,
      name: 'Attendee',
      mode: 'guided',
      hand: false,
      takeOver: false,
      rejoining: false,
      routes: 'relay',
      before: null,
    },
    {
      crypto,
      clock,
      random: Math.random,
      dial(_route, on) {
        const at = url();
        return dialByTicket(
          {
            ticket: async () => ({ ...(await attendeeTicket(at, code, who.attendeeId)), route: 'relay' }),
            direct: () => () => {},
            relay: (ticket, handlers) =>
              dialRelay({ baseUrl: at, clock, random: Math.random, answered: () => () => {} }, ticket, handlers),
          },
          {
            failed: on.failed,
            open(link) {
              newest = link;
              on.open(link);
            },
          }
        );
      },
    },
    {
      changed() {},
      event(event: StageEvent, of: Position) {
        session.begun(of);
        session.receipt(of, 'shown');
        if (event.type === 'show_me') {
          shown.push(event.step.stepId);
        }
      },
      stillShown() {},
      snapshot: (snapshot, of) => void snapshots.push({ of, snapshot }),
      progressed() {},
    }
  );
  return {
    session,
    shown,
    snapshots,
    link: () => newest,
    isLive: () => session.view().connection.kind === 'live',
    close: () => session.dispose(),
  };
}

/** Events between two that a whole log is left behind by. */
export const MORE_THAN_KEPT = LIMITS.logEvents + LIMITS.reorderEvents;
