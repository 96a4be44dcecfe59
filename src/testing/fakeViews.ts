/** Made-up states of a session and of a follower's page, for tests and the gallery alone. */
import type { DoneLine } from '../actions/DoneList';
import type { ReplayQuestion } from '../actions/replayView';
import type { SessionErrorReason } from '../session/SessionError';
import type { AttendeeRow, LastEvent, SessionView, WaitingRow } from '../session/view';

const NAMES = [
  'Ada Lovelace',
  'Grace Hopper',
  'Edsger W. Dijkstra',
  'Mary Kenneth Keller',
  'Alan Kay',
  'Barbara Liskov',
];

/** Rows that differ in every field that is drawn. */
export function fakeAttendees(count: number): AttendeeRow[] {
  return Array.from({ length: count }, (_, index) => ({
    attendeeId: index.toString(16).padStart(32, '0'),
    name:
      index < NAMES.length ? NAMES[index] : `${NAMES[index % NAMES.length]} ${Math.floor(index / NAMES.length) + 1}`,
    mode: index % 3 === 1 ? 'follow' : 'guided',
    following: 'on',
    hand: index === 2,
    handSince: index === 2 ? 0 : null,
    trouble: null,
    reply: null,
    state: index % 4 === 3 ? 'away' : 'present',
    route: index % 5 === 4 ? 'relay' : 'p2p',
    types: false,
    drives: false,
    login: index % 2 === 0 ? `user-${index}` : null,
  }));
}

/** People for whom the first step of the guide that is open went wrong in every way. */
export function fakeTroubled(): AttendeeRow[] {
  const stepId = 'explore-basics-step-1';
  return fakeAttendees(6).map((row, index) => ({
    ...row,
    trouble:
      index === 0
        ? { kind: 'silent', stepId }
        : index === 1
          ? { kind: 'failed', stepId, outcome: 'failed', detail: 'The menu has no entry “Explore”.' }
          : index === 4
            ? { kind: 'failed', stepId, outcome: 'needs-input', detail: '' }
            : null,
  }));
}

/** As long as a name may be, without a place to break it; right to left; and one that would run over. */
export const LONG_NAMES: readonly string[] = [
  'Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewis',
  'محمد بن موسى الخوارزمي صاحب الجبر والمقابلة وعلم الحساب',
  'Ada',
];

export function fakeWaiting(count: number): WaitingRow[] {
  return fakeAttendees(count).map(({ attendeeId, name, login }, index) => ({
    attendeeId: `f${attendeeId.slice(1)}`,
    name: index === 1 ? LONG_NAMES[0] : name,
    login,
    since: -17_000 * index,
  }));
}

export function fakeAdmitting(change: Partial<Extract<SessionView, { role: 'admitting' }>> = {}): SessionView {
  return {
    role: 'admitting',
    sessionName: 'Grafana for newcomers',
    presenterName: 'Ada Lovelace',
    state: 'asking',
    since: 0,
    trust: 'link',
    ...change,
  };
}

export function fakePresenting(change: Partial<Extract<SessionView, { role: 'presenting' }>> = {}): SessionView {
  return {
    role: 'presenting',
    sessionName: 'Grafana for newcomers',
    code: '7K3M9Q',
    link: 'https://grafana.example.com/a/livesessions-guide-app/join/7K3M9Q/04HMASW9NF6YY04HMASW9NF6YY',
    policy: 'ask',
    state: 'live',
    attendees: fakeAttendees(6),
    locked: false,
    admit: false,
    waiting: [],
    out: [],
    expected: false,
    receipts: new Map([
      ['explore-basics', new Map([['explore-basics-step-1', { shown: 4, done: 1, asked: 0, declined: 0, failed: 1 }]])],
    ]),
    highlight: null,
    terminal: { state: 'off', shell: null, typists: 0 },
    browser: { state: 'off', browser: null, driver: { kind: 'presenter' } },
    ...change,
  };
}

export function fakeAttending(change: Partial<Extract<SessionView, { role: 'attending' }>> = {}): SessionView {
  return {
    role: 'attending',
    sessionName: 'Grafana for newcomers',
    presenterName: 'Ada Lovelace',
    mode: 'guided',
    policy: 'on',
    hand: false,
    route: 'p2p',
    state: 'live',
    outage: null,
    trust: 'link',
    guide: { guideId: 'explore-basics', title: 'First query in Explore' },
    step: null,
    last: null,
    terminal: null,
    browser: null,
    ...change,
  };
}

export function fakeEnded(reason: SessionErrorReason): SessionView {
  const invitation = 'https://grafana.example.com/a/livesessions-guide-app/join/7K3M9Q/04HMASW9NF6YY04HMASW9NF6YY';
  return {
    role: 'ended',
    reason,
    sessionName: 'Grafana for newcomers',
    joined: { invitation, name: 'Grace at the back', mode: 'follow' },
  };
}

export const fakeLast: LastEvent = {
  outcome: 'failed',
  detail: 'the element is not on this page',
  step: { guideId: 'explore-basics', stepId: 'explore-basics-step-2', stepHash: '0'.repeat(64) },
  page: { path: '/explore' },
};

export function fakePending(kind: ReplayQuestion['kind'], armedAt: number | null = 0): ReplayQuestion {
  return {
    id: `pending-${kind}`,
    kind,
    describes: {
      consent: 'Write “up” into the field “Metric”',
      danger: 'Press the button “Delete dashboard”',
      'unlisted-page': 'Go to /demo/controls',
    }[kind],
    armedAt,
  };
}

export const fakeLog: readonly DoneLine[] = [
  { at: 1_767_258_000_000, text: 'Go to /explore', outcome: 'done' },
  { at: 1_767_258_004_000, text: 'Put “up” into “Metric”', outcome: 'done' },
  { at: 1_767_258_011_000, text: 'Click “Delete dashboard”', outcome: 'declined' },
];
