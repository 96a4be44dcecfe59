/** What of a session's changes is worth a toast: never an event, never what one does oneself and sees. Pure. */
import { SESSION_ERRORS } from '../../session/SessionError';
import type { SessionView } from '../../session/view';
import type { Toast } from '../toasts';

/** Between two views of the session. Lost connections are told apart by `troubleOf`, once they last. */
export function toastsBetween(before: SessionView, after: SessionView): Toast[] {
  if (after.role === 'attending') {
    if (before.role === 'attending') {
      return stoppedBetween(before, after);
    }
    const arrived = before.role === 'joining' || before.role === 'admitting';
    return arrived && after.state === 'live'
      ? [{ kind: 'joined', severity: 'success', title: `You have joined “${after.sessionName}”` }]
      : [];
  }
  if (after.role === 'ended') {
    const { reason } = after;
    return reason === 'removed' || reason === 'declined'
      ? [
          {
            kind: 'removed',
            severity: 'warning',
            title: SESSION_ERRORS[reason].title,
            text: SESSION_ERRORS[reason].remedy,
          },
        ]
      : [];
  }
  return before.role === 'presenting' && after.role === 'presenting' ? presentersToasts(before, after) : [];
}

/** What the presenter shares no longer. */
function stoppedBetween(before: Attending, after: Attending): Toast[] {
  return (['terminal', 'browser'] as const)
    .filter((thing) => before[thing] && !after[thing])
    .map((thing) => ({ kind: `${thing}-over`, severity: 'info', title: stoppedWords(after.presenterName, thing) }));
}

export const stoppedWords = (presenterName: string, thing: 'terminal' | 'browser') =>
  `${presenterName} no longer shares the ${thing}`;

type Attending = Extract<SessionView, { role: 'attending' }>;
type Presenting = Extract<SessionView, { role: 'presenting' }>;

function presentersToasts(before: Presenting, after: Presenting): Toast[] {
  const toasts: Toast[] = [];
  const hands =
    before.attendees === after.attendees ? [] : newOf(before.attendees, after.attendees, ({ hand }) => hand);
  if (hands.length > 0) {
    const title = hands.length === 1 ? `${hands[0]} raised a hand` : `${hands.length} hands were raised`;
    toasts.push({ kind: 'hand', severity: 'info', title });
  }
  const waiting = newOf(before.waiting, after.waiting, () => true);
  if (waiting.length > 0) {
    const title =
      waiting.length === 1 ? `${waiting[0]} asks to be let in` : `${waiting.length} people ask to be let in`;
    toasts.push({ kind: 'waiting', severity: 'info', title });
  }
  return toasts;
}

/** Names of those for whom it holds now and did not before. */
function newOf<Row extends { attendeeId: string; name: string }>(
  before: readonly Row[],
  after: readonly Row[],
  holds: (row: Row) => boolean
): string[] {
  const held = new Set(before.filter(holds).map(({ attendeeId }) => attendeeId));
  return after.filter((row) => holds(row) && !held.has(row.attendeeId)).map(({ name }) => name);
}

export type Trouble = 'no-server' | 'unheard' | 'cut-off';

/** What the session is cut off from, as far as its person is concerned. */
export function troubleOf(view: SessionView): Trouble | null {
  if (view.role === 'presenting') {
    return ({ live: null, 'signalling-lost': 'no-server', unheard: 'unheard' } as const)[view.state];
  }
  return view.role === 'attending' && view.state !== 'live' ? 'cut-off' : null;
}

const TROUBLES: Record<Trouble, { title: string; text: string; over: string }> = {
  'no-server': {
    title: 'The session server does not answer',
    text: 'Who is connected stays so.',
    over: 'The session server is back',
  },
  unheard: {
    title: 'Nobody hears you just now',
    text: 'It is tried again by itself.',
    over: 'The live session goes on',
  },
  'cut-off': {
    title: 'The live session is cut off',
    text: 'It is tried again by itself.',
    over: 'The live session goes on',
  },
};

export function lostToast(trouble: Trouble): Toast {
  const { title, text } = TROUBLES[trouble];
  return { kind: trouble, severity: 'warning', title, text };
}

export function backToast(trouble: Trouble): Toast {
  return { kind: 'back', severity: 'success', title: TROUBLES[trouble].over };
}
