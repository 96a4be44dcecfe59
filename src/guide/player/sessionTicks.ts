/** What a session did in an attendee's Grafana counts in the attendee's own guide. Independent of sessions. */
import type { ReceiptOutcome, StageEvent } from '../../protocol/messages';
import type { Guide } from '../model';
import { resolveStepRef } from '../stepRef';
import type { GuideRecords } from './records';

/**
 * Completes the step of an event: what was done; of a step that can only be shown, what was shown. Settles when it is
 * known whether; never rejects.
 */
export async function tickStep(
  records: GuideRecords,
  loadGuide: (id: string) => Promise<Guide>,
  event: StageEvent,
  outcome: ReceiptOutcome
): Promise<void> {
  const done = event.type === 'do_it' && outcome === 'done';
  const shown = event.type === 'show_me' && outcome === 'shown';
  if (!done && !shown) {
    return;
  }
  try {
    const resolved = resolveStepRef(await loadGuide(event.step.guideId), event.step);
    if ((resolved.kind === 'same' || resolved.kind === 'own') && (done || !resolved.step.doIt)) {
      records.complete(event.step.guideId, resolved.step, 'done');
    }
  } catch {
    // The guide is not here: there is nothing to tick.
  }
}
