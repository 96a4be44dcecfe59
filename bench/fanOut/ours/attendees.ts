/** Our attendees, many in a page. Some are whole sessions that open, order and answer; the rest are sinks. */
import { connect } from '../../../src/connect';
import { bytesToHex, hexToBytes } from '../../../src/protocol/bytes';
import type { SessionInfo } from '../../../src/protocol/directoryApi';
import type { AttendingDeps } from '../../../src/session/Attending';
import { AttendeeSession, type AttendeeIdentity } from '../../../src/session/AttendeeSession';
import { browserClock } from '../../../src/world';
import { joinAsSink } from './sink';

/** How many connect at the same time. */
const AT_ONCE = 8;
const TRIES = 4;

const clock = browserClock(() => new Worker('/ticker.js'));
const arrived: Array<{ attendee: number; stepId: string; at: number }> = [];

/** Resolves once all are in. */
export async function join(
  serverUrl: string,
  code: string,
  { opening, discarding, answering }: { opening: number; discarding: number; answering: boolean }
): Promise<void> {
  const deps = await connect({ serverUrl, peerjsKey: 'pathfinder', proxied: null }, clock, () => {});
  const info = await deps.directory.info(code);
  const numbers = Array.from({ length: opening + discarding }, (_, number) => number);
  const work = async () => {
    for (let number = numbers.shift(); number !== undefined; number = numbers.shift()) {
      await (number < opening ? attend(info, deps, { attendee: number, answering }) : joinWithin(TRIES, info, deps));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

const newIdentity = ({ crypto }: AttendingDeps): AttendeeIdentity => ({
  attendeeId: bytesToHex(crypto.randomBytes(16)),
  resumeSecret: bytesToHex(crypto.randomBytes(32)),
  tabId: bytesToHex(crypto.randomBytes(8)),
});

function attend(
  info: SessionInfo,
  deps: AttendingDeps,
  { attendee, answering }: { attendee: number; answering: boolean }
): Promise<void> {
  const who = newIdentity(deps);
  return new Promise((resolve, reject) => {
    const session: AttendeeSession = new AttendeeSession(
      {
        session: info.sessionId,
        identity: hexToBytes(info.presenterKey),
        who,
        name: `Attendee ${attendee}`,
        mode: 'guided',
        hand: false,
        takeOver: false,
        rejoining: false,
        routes: 'direct',
        before: null,
      },
      { crypto: deps.crypto, clock, random: deps.random, dial: deps.dial(info.code, who.attendeeId) },
      {
        changed() {
          const { connection } = session.view();
          if (connection.kind === 'live') {
            resolve();
          } else if (connection.kind === 'ended') {
            reject(new Error(connection.reason));
          }
        },
        event(event, of) {
          const at = performance.timeOrigin + performance.now();
          if (answering) {
            session.begun(of);
            session.receipt(of, 'shown');
          }
          if (event.type === 'show_me') {
            arrived.push({ attendee, stepId: event.step.stepId, at });
          }
        },
        snapshot() {},
        stillShown() {},
        progressed() {},
      }
    );
  });
}

async function joinWithin(tries: number, info: SessionInfo, deps: AttendingDeps): Promise<void> {
  const who = newIdentity(deps);
  const { crypto } = deps;
  try {
    await joinAsSink(info, who, { crypto, clock, dial: deps.dial(info.code, who.attendeeId) });
  } catch (error) {
    if (tries === 1) {
      throw error;
    }
    await joinWithin(tries - 1, info, deps);
  }
}

export const arrivals = () => arrived;
