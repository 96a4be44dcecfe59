/** A presenter in a bare page, who takes the session up again after a reload. */
import { connect } from '../../../src/connect';
import type { StageEvent } from '../../../src/protocol/messages';
import { SessionManager } from '../../../src/session/SessionManager';
import { browserClock, onPageLife } from '../../../src/world';

const clock = browserClock(() => new Worker('/ticker.js'));
let manager: SessionManager | null = null;

function managed(serverUrl: string): SessionManager {
  const deps = () => connect({ serverUrl, peerjsKey: 'pathfinder', proxied: null }, clock, () => {});
  const session = new SessionManager(
    { presenting: deps, attending: deps, joinLink: (code, fingerprint) => `/join/${code}/${fingerprint}` },
    { presenting() {}, presented() {}, attending() {}, event() {}, snapshot() {}, stillShown() {}, attended() {} }
  );
  onPageLife({
    goes: () => session.pageHidden(),
    comes: () => void session.takeUp(),
    nudge: () => session.nudge(),
  });
  manager = session;
  return session;
}

/** Resolves to the code that attendees join with. */
export async function open(serverUrl: string): Promise<string> {
  const session = managed(serverUrl);
  await session.start({ sessionName: 'Recovery', presenterName: 'Presenter', guide: null, admit: false });
  return code();
}

/** After a reload; resolves once it presents again. */
export async function takeUp(serverUrl: string): Promise<string> {
  await managed(serverUrl).takeUp();
  return code();
}

function code(): string {
  const view = manager?.view();
  if (view?.role !== 'presenting') {
    const why = view && 'error' in view ? view.error : null;
    throw new Error(`the session is ${view?.role ?? 'nowhere'}: ${why ?? 'nothing is said about it'}`);
  }
  return view.code;
}

export function connected(): number {
  const view = manager?.view();
  return view?.role === 'presenting' ? view.attendees.filter(({ state }) => state === 'present').length : 0;
}

export const publish = (event: StageEvent): void => manager?.publish(event);
