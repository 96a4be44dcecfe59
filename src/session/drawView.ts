/** What the interface sees of a page that presents or attends. Pure. */
import type { Attending } from './Attending';
import type { ConnectionState } from './connectionState';
import type { Presenting } from './Presenting';
import { failedOutcome, type Answer } from './ReceiptBook';
import { isReply, type Standing } from './trouble';
import type { AttendeeRow, LastEvent, SessionView, StepAnswers, WaitingRow } from './view';

export function drawPresenting(
  presenting: Presenting,
  joinLink: (code: string, fingerprint: string) => string
): SessionView {
  const {
    code,
    fingerprint,
    sessionName,
    state,
    stage,
    rows,
    logins,
    receipts,
    standings,
    door,
    expected,
    terminal,
    browser,
  } = presenting.view();
  const driver = browser.control.mode === 'one' ? browser.control.driver : null;
  return {
    role: 'presenting',
    sessionName,
    code,
    link: joinLink(code, fingerprint),
    policy: stage.policy,
    state,
    attendees: drawRows(rows, { logins, standings, typists: terminal.typists, driver }),
    receipts,
    locked: door.locked,
    admit: door.admit,
    waiting: drawWaiting(door.waiting, logins),
    out: door.out.map(({ attendeeId, name, why }) => ({
      attendeeId,
      name,
      why,
      login: logins.get(attendeeId) ?? null,
    })),
    expected,
    highlight: stage.highlight?.step ?? null,
    terminal: {
      state: terminal.state,
      shell: stage.terminal?.shell ?? null,
      typists: terminal.typists.size,
    },
    browser: {
      state: browser.state,
      browser: stage.browser?.browser ?? null,
      driver:
        driver === null
          ? { kind: browser.control.mode === 'everyone' ? 'everyone' : 'presenter' }
          : { kind: 'attendee', attendeeId: driver },
    },
  };
}

type Rows = ReturnType<Presenting['view']>['rows'];
type Logins = ReturnType<Presenting['view']>['logins'];
type Standings = ReturnType<Presenting['view']>['standings'];

interface AboutRows {
  logins: Logins;
  standings: Standings;
  typists: ReadonlySet<string>;
  driver: string | null;
}

interface DrawnRow {
  login: string | null;
  standing: Standing | null;
  types: boolean;
  drives: boolean;
  drawn: AttendeeRow;
}

/** The roster keeps its array until a row changes: most changes, a hundred receipts for an event, leave the list alone. */
const drawnLists = new WeakMap<Rows, AboutRows & { drawn: readonly AttendeeRow[] }>();
/** And a row until it changes: what draws two hundred of them can tell which one is another. */
const drawnRows = new WeakMap<Rows[number], DrawnRow>();

function drawRows(rows: Rows, about: AboutRows): readonly AttendeeRow[] {
  const { logins, standings, typists, driver } = about;
  const known = drawnLists.get(rows);
  if (
    known?.logins === logins &&
    known.standings === standings &&
    known.typists === typists &&
    known.driver === driver
  ) {
    return known.drawn;
  }
  const drawn = rows.map((row) =>
    drawRow(row, {
      login: logins.get(row.attendeeId) ?? null,
      standing: standings.get(row.attendeeId) ?? null,
      types: typists.has(row.attendeeId),
      drives: row.attendeeId === driver,
    })
  );
  drawnLists.set(rows, { ...about, drawn });
  return drawn;
}

function drawRow(row: Rows[number], { login, standing, types, drives }: Omit<DrawnRow, 'drawn'>): AttendeeRow {
  const known = drawnRows.get(row);
  if (known?.login === login && known.standing === standing && known.types === types && known.drives === drives) {
    return known.drawn;
  }
  const { attendeeId, name, mode, following, hand, handSince } = row;
  const drawn: AttendeeRow = {
    ...{ attendeeId, name, mode, following, hand, handSince, types, drives, login },
    trouble: isReply(standing) ? null : standing,
    reply: isReply(standing) ? standing : null,
    state: row.links.some((link) => link.reachable) ? 'present' : 'away',
    route: row.links.at(-1)?.route ?? 'p2p',
  };
  drawnRows.set(row, { login, standing, types, drives, drawn });
  return drawn;
}

export function drawAnswers(rows: Rows, answers: ReadonlyMap<string, Answer>): StepAnswers {
  const given = rows.flatMap(({ attendeeId, name }) => {
    const answer = answers.get(attendeeId);
    return answer ? [{ attendeeId, name, outcome: answer.outcome, detail: answer.detail }] : [];
  });
  const unanswered = rows.filter(({ attendeeId, links }) => links.length > 0 && !answers.has(attendeeId));
  return {
    failed: given.filter(({ outcome }) => failedOutcome(outcome)),
    asked: given.filter(({ outcome }) => outcome === 'asked'),
    declined: given.filter(({ outcome }) => outcome === 'declined'),
    skipped: given.filter(({ outcome }) => outcome === 'skipped'),
    unanswered: unanswered.map(({ attendeeId, name }) => ({ attendeeId, name })),
  };
}

function drawWaiting(waiting: ReturnType<Presenting['view']>['door']['waiting'], logins: Logins): WaitingRow[] {
  return waiting.map(({ attendeeId, join, since }) => ({
    attendeeId,
    name: join.name,
    login: logins.get(attendeeId) ?? null,
    since,
  }));
}

const STAGES: { [kind in ConnectionState['kind']]?: 'connecting' | 'verifying' | 'joining' } = {
  dialing: 'connecting',
  verifying: 'verifying',
  joining: 'joining',
};

/** Nothing is wrong here: nobody presents just now. */
const presenterMissed = ({ kind, ctx }: ConnectionState) =>
  kind === 'waiting' || (kind === 'suspect' && ctx.absentSince !== null);

export function drawAttending(attending: Attending, last: LastEvent | null, joining: boolean): SessionView {
  const { connection, mode, hand, snapshot, step, route, typing, driving } = attending.session.view();
  if (joining) {
    return { role: 'joining', stage: STAGES[connection.kind] ?? 'connecting' };
  }
  const { outageSince, askedSince } = connection.ctx;
  if (askedSince !== null && connection.kind !== 'suspect') {
    const state =
      connection.kind === 'admitting' ? 'asking' : connection.kind === 'waiting' ? 'waiting' : 'reconnecting';
    const { name: sessionName, presenterName } = attending.info;
    return { role: 'admitting', sessionName, presenterName, state, since: askedSince, trust: attending.trust };
  }
  return {
    role: 'attending',
    sessionName: snapshot?.sessionName ?? attending.info.name,
    presenterName: snapshot?.presenterName ?? attending.info.presenterName,
    mode,
    policy: snapshot?.policy ?? 'ask',
    hand,
    route,
    state: connection.kind === 'live' ? 'live' : presenterMissed(connection) ? 'waiting' : 'reconnecting',
    outage: outageSince === null ? null : { since: outageSince },
    trust: attending.trust,
    guide: snapshot?.guide ?? null,
    step,
    last,
    terminal: snapshot?.terminal ? { ...snapshot.terminal, typing } : null,
    browser: snapshot?.browser ? { ...snapshot.browser, driving } : null,
  };
}
