/** What attendees reported for each step: the last receipt of an attendee for the step's newest event counts. Pure. */
import type { Position, Receipt, ReceiptOutcome, StageEvent } from '../protocol/messages';
import { LIMITS } from '../protocol/limits';
import type { ReceiptCount } from './view';

/** How an outcome is counted; null leaves the attendee uncounted. */
const COUNTED: Record<ReceiptOutcome, keyof ReceiptCount | null> = {
  shown: 'shown',
  done: 'done',
  failed: 'failed',
  declined: 'failed',
  'needs-input': 'failed',
  interrupted: 'failed',
  unsupported: 'failed',
  skipped: null,
};

export class ReceiptBook {
  private readonly askedBySeq = new Map<number, { epoch: number; stepId: string }>();
  private readonly byStep = new Map<string, Map<string, { seq: number; outcome: ReceiptOutcome }>>();
  /** As last handed out; a step that is in `uncounted` is counted anew. */
  private counted: ReadonlyMap<string, ReceiptCount> = new Map();
  private readonly uncounted = new Set<string>();

  /** An event went out; one that is for no step is of no interest. */
  asked({ epoch, seq }: Position, event: StageEvent): void {
    this.askedBySeq.delete(seq - LIMITS.logEvents);
    if (event.type !== 'show_me' && event.type !== 'do_it') {
      return;
    }
    const { stepId } = event.step;
    this.askedBySeq.set(seq, { epoch, stepId });
    if (!this.byStep.has(stepId)) {
      this.byStep.set(stepId, new Map());
      this.uncounted.add(stepId);
    }
  }

  /**
   * Dropped: receipts for events that were never asked for, and for one of an earlier epoch whose seq another event
   * has now (SPEC ORD-4).
   */
  note(attendeeId: string, receipt: Receipt): void {
    const asked = this.askedBySeq.get(receipt.of.seq);
    const ofStep = asked && asked.epoch <= receipt.of.epoch ? this.byStep.get(asked.stepId) : undefined;
    const known = ofStep?.get(attendeeId);
    if (asked && ofStep && (!known || known.seq <= receipt.of.seq)) {
      ofStep.set(attendeeId, { seq: receipt.of.seq, outcome: receipt.outcome });
      this.uncounted.add(asked.stepId);
    }
  }

  /** By step id. The same map as long as nothing has changed; what was handed out stays as it was. */
  counts(): ReadonlyMap<string, ReceiptCount> {
    if (this.uncounted.size > 0) {
      const counts = new Map(this.counted);
      this.uncounted.forEach((stepId) => counts.set(stepId, countOf(this.byStep.get(stepId))));
      this.uncounted.clear();
      this.counted = counts;
    }
    return this.counted;
  }
}

function countOf(byAttendee: ReadonlyMap<string, { outcome: ReceiptOutcome }> | undefined): ReceiptCount {
  const count: ReceiptCount = { shown: 0, done: 0, failed: 0 };
  for (const { outcome } of byAttendee?.values() ?? []) {
    const field = COUNTED[outcome];
    if (field) {
      count[field]++;
    }
  }
  return count;
}
