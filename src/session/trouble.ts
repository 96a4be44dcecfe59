/** Who needs the presenter's help with the step that was shown or done last, and why. Pure. */
import { TIMES } from '../protocol/limits';
import { failedOutcome, type Answer, type Asked } from './ReceiptBook';
import type { Row } from './Roster';
import type { Trouble } from './view';

type Present = Pick<Row<unknown>, 'attendeeId' | 'links' | 'joined' | 'since'>;

/**
 * By attendee id. An attendee who was not there is given its time from when it came (back); one who came after a Do It
 * owes no answer for it, since a newcomer gets no old actions (SPEC ORD-5).
 */
export function troublesOf(
  rows: readonly Present[],
  asked: Asked | null,
  answers: ReadonlyMap<string, Answer>,
  now: number
): ReadonlyMap<string, Trouble> {
  const troubles = new Map<string, Trouble>();
  if (!asked) {
    return troubles;
  }
  const { stepId } = asked;
  for (const { attendeeId, links, joined, since } of rows) {
    const answer = answers.get(attendeeId);
    if (answer && answer.seq >= asked.seq) {
      const { outcome, detail } = answer;
      if (failedOutcome(outcome)) {
        troubles.set(attendeeId, { kind: 'failed', stepId, outcome, detail });
      }
    } else if (links.length > 0 && (asked.type === 'show_me' || joined <= asked.at)) {
      if (now - Math.max(asked.at, since) >= TIMES.answer) {
        troubles.set(attendeeId, { kind: 'silent', stepId });
      }
    }
  }
  return troubles;
}

/** Whether both say the same of the same people. */
export function sameTroubles(one: ReadonlyMap<string, Trouble>, other: ReadonlyMap<string, Trouble>): boolean {
  return one.size === other.size && [...one].every(([id, trouble]) => sameTrouble(trouble, other.get(id)));
}

function sameTrouble(one: Trouble, other: Trouble | undefined): boolean {
  if (one.kind !== other?.kind || one.stepId !== other.stepId) {
    return false;
  }
  return (
    one.kind === 'silent' || (other.kind === 'failed' && one.outcome === other.outcome && one.detail === other.detail)
  );
}
