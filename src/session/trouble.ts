/** How attendees stand with the step that was shown or done last, and who needs the presenter's help with it. Pure. */
import { TIMES } from '../protocol/limits';
import { failedOutcome, type Answer, type Asked } from './ReceiptBook';
import type { Row } from './Roster';
import type { Reply, Trouble } from './view';

/** What an attendee's answer to the newest step comes to for the presenter. */
export type Standing = Trouble | Reply;

/** What is theirs to decide, and nothing to help with. */
export function isReply(standing: Standing | null): standing is Reply {
  return standing?.kind === 'asked' || standing?.kind === 'declined';
}

type Present = Pick<Row<unknown>, 'attendeeId' | 'links' | 'joined' | 'since'>;

/**
 * By attendee id. An attendee who was not there is given its time from when it came (back); one who came after a Do It
 * owes no answer for it, since a newcomer gets no old actions (SPEC ORD-5).
 */
export function standingsOf(
  rows: readonly Present[],
  asked: Asked | null,
  answers: ReadonlyMap<string, Answer>,
  now: number
): ReadonlyMap<string, Standing> {
  const standings = new Map<string, Standing>();
  if (!asked) {
    return standings;
  }
  const { stepId } = asked;
  for (const { attendeeId, links, joined, since } of rows) {
    const answer = answers.get(attendeeId);
    if (answer) {
      const { outcome, detail } = answer;
      if (failedOutcome(outcome)) {
        standings.set(attendeeId, { kind: 'failed', stepId, outcome, detail });
      } else if (outcome === 'asked' || outcome === 'declined') {
        standings.set(attendeeId, { kind: outcome, stepId });
      }
    } else if (links.length > 0 && (asked.type === 'show_me' || joined <= asked.at)) {
      if (now - Math.max(asked.at, since) >= TIMES.answer) {
        standings.set(attendeeId, { kind: 'silent', stepId });
      }
    }
  }
  return standings;
}

/** Whether both say the same of the same people. */
export function sameStandings(one: ReadonlyMap<string, Standing>, other: ReadonlyMap<string, Standing>): boolean {
  return one.size === other.size && [...one].every(([id, standing]) => sameStanding(standing, other.get(id)));
}

function sameStanding(one: Standing, other: Standing | undefined): boolean {
  if (one.kind !== other?.kind || one.stepId !== other.stepId) {
    return false;
  }
  return (
    one.kind !== 'failed' || (other.kind === 'failed' && one.outcome === other.outcome && one.detail === other.detail)
  );
}
