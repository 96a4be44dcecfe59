/** What the interface sees of a page that presents or attends. Pure. */
import type { Attending } from './Attending';
import type { ConnectionState } from './connection';
import type { Presenting } from './Presenting';
import type { AttendeeRow, LastEvent, SessionView } from './view';

export function drawPresenting(
  presenting: Presenting,
  joinLink: (code: string, fingerprint: string) => string
): SessionView {
  const { code, fingerprint, sessionName, state, stage, rows, logins, receipts } = presenting.view();
  return {
    role: 'presenting',
    sessionName,
    code,
    link: joinLink(code, fingerprint),
    policy: stage.policy,
    state,
    attendees: drawRows(rows, logins),
    receipts,
    highlight: stage.highlight?.step ?? null,
  };
}

type Rows = ReturnType<Presenting['view']>['rows'];
type Logins = ReturnType<Presenting['view']>['logins'];

/** The roster keeps its array until a row changes: most changes, a hundred receipts for an event, leave the list alone. */
const drawnRows = new WeakMap<Rows, { logins: Logins; drawn: readonly AttendeeRow[] }>();

function drawRows(rows: Rows, logins: Logins): readonly AttendeeRow[] {
  const known = drawnRows.get(rows);
  if (known?.logins === logins) {
    return known.drawn;
  }
  const drawn = rows.map((row): AttendeeRow => ({
    attendeeId: row.attendeeId,
    name: row.name,
    mode: row.mode,
    hand: row.hand,
    state: row.links.length > 0 ? 'present' : 'away',
    route: row.links.at(-1)?.route ?? 'p2p',
    login: logins.get(row.attendeeId) ?? null,
  }));
  drawnRows.set(rows, { logins, drawn });
  return drawn;
}

const STAGES: { [kind in ConnectionState['kind']]?: 'connecting' | 'verifying' | 'joining' } = {
  dialing: 'connecting',
  verifying: 'verifying',
  joining: 'joining',
};

export function drawAttending(attending: Attending, last: LastEvent | null, joining: boolean): SessionView {
  const { connection, mode, hand, snapshot, step, route } = attending.session.view();
  if (joining) {
    return { role: 'joining', stage: STAGES[connection.kind] ?? 'connecting' };
  }
  const { outageSince } = connection.ctx;
  return {
    role: 'attending',
    sessionName: snapshot?.sessionName ?? attending.info.name,
    presenterName: snapshot?.presenterName ?? attending.info.presenterName,
    mode,
    policy: snapshot?.policy ?? 'ask',
    hand,
    route,
    state: connection.kind === 'live' ? 'live' : connection.kind === 'waiting' ? 'waiting' : 'reconnecting',
    outage: outageSince === null ? null : { since: outageSince },
    trust: attending.trust,
    guide: snapshot?.guide ?? null,
    step,
    last,
  };
}
