/** Our presenter in a bare page: the whole SessionManager over PeerTransport, drawn on every change as the interface does. */
import { connect } from '../../../src/connect';
import type { StageEvent } from '../../../src/protocol/messages';
import { SessionManager } from '../../../src/session/SessionManager';
import { browserClock } from '../../../src/world';

const clock = browserClock(() => new Worker('/ticker.js'));
let manager: SessionManager | null = null;

/**
 * Resolves to the code that attendees join with.
 * @param directSlots how many attendees may have direct links, where it is not what the product lets in
 */
export async function open(serverUrl: string, directSlots?: number): Promise<string> {
  const deps = async () => ({
    ...(await connect({ serverUrl, peerjsKey: 'pathfinder', proxied: null }, clock, () => {})),
    directSlots,
  });
  const session = new SessionManager(
    { presenting: deps, attending: deps, joinLink: (code, fingerprint) => `/join/${code}/${fingerprint}` },
    { presenting() {}, presented() {}, attending() {}, event() {}, snapshot() {}, stillShown() {}, attended() {} }
  );
  manager = session;
  session.subscribe(() => void session.view());
  await session.start({ sessionName: 'Fan-out', presenterName: 'Presenter', guide: null, admit: false });
  const view = session.view();
  if (view.role !== 'presenting') {
    throw new Error(`the session is ${view.role}`);
  }
  return view.code;
}

export function connected(): number {
  const view = manager?.view();
  return view?.role === 'presenting' ? view.attendees.filter(({ state }) => state === 'present').length : 0;
}

/** Publishes the events, one every so many milliseconds; resolves to when each was handed to `publish`. */
export async function run(events: StageEvent[], everyMs: number): Promise<number[]> {
  const begun = performance.now();
  const sent: number[] = [];
  for (const event of events) {
    const due = begun + sent.length * everyMs;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
    sent.push(performance.timeOrigin + performance.now());
    manager?.publish(event);
  }
  return sent;
}
