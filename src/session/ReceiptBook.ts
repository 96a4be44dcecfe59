/** What attendees reported for each step: the last receipt of an attendee for the step's newest event counts. Pure. */
import type { Position, Receipt, ReceiptOutcome, StageEvent, StepRef } from '../protocol/messages';
import { LIMITS } from '../protocol/limits';
import type { ReceiptCount, ReceiptCounts } from './view';

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

/** Two guides may have steps of one id. */
type StepName = Pick<StepRef, 'guideId' | 'stepId'>;

interface StepAnswers {
  readonly of: StepName;
  readonly byAttendee: Map<string, { seq: number; outcome: ReceiptOutcome }>;
}

const NO_GUIDE: ReadonlyMap<string, ReceiptCount> = new Map();

export class ReceiptBook {
  private readonly askedBySeq = new Map<number, { epoch: number; step: StepAnswers }>();
  private readonly steps = new Map<string, StepAnswers>();
  /** As last handed out; a step that is in `uncounted` is counted anew. */
  private counted: ReceiptCounts = new Map();
  private readonly uncounted = new Set<StepAnswers>();

  /** An event went out; one that is for no step is of no interest. */
  asked({ epoch, seq }: Position, event: StageEvent): void {
    this.askedBySeq.delete(seq - LIMITS.logEvents);
    if (event.type === 'show_me' || event.type === 'do_it') {
      this.askedBySeq.set(seq, { epoch, step: this.stepOf(event.step) });
    }
  }

  /**
   * Dropped: receipts for events that were never asked for, and for one of an earlier epoch whose seq another event
   * has now (SPEC ORD-4).
   */
  note(attendeeId: string, receipt: Receipt): void {
    const asked = this.askedBySeq.get(receipt.of.seq);
    const step = asked && asked.epoch <= receipt.of.epoch ? asked.step : null;
    const known = step?.byAttendee.get(attendeeId);
    if (step && (!known || known.seq <= receipt.of.seq)) {
      step.byAttendee.set(attendeeId, { seq: receipt.of.seq, outcome: receipt.outcome });
      this.uncounted.add(step);
    }
  }

  /** The same maps as long as nothing has changed in them; what was handed out stays as it was. */
  counts(): ReceiptCounts {
    if (this.uncounted.size > 0) {
      const counts = new Map(this.counted);
      this.uncounted.forEach(({ of: { guideId, stepId }, byAttendee }) =>
        counts.set(guideId, new Map(counts.get(guideId) ?? NO_GUIDE).set(stepId, countOf(byAttendee)))
      );
      this.uncounted.clear();
      this.counted = counts;
    }
    return this.counted;
  }

  private stepOf({ guideId, stepId }: StepName): StepAnswers {
    const key = JSON.stringify([guideId, stepId]);
    const known = this.steps.get(key);
    if (known) {
      return known;
    }
    const step = { of: { guideId, stepId }, byAttendee: new Map() };
    this.steps.set(key, step);
    this.uncounted.add(step);
    return step;
  }
}

function countOf(byAttendee: StepAnswers['byAttendee']): ReceiptCount {
  const count: ReceiptCount = { shown: 0, done: 0, failed: 0 };
  for (const { outcome } of byAttendee.values()) {
    const field = COUNTED[outcome];
    if (field) {
      count[field]++;
    }
  }
  return count;
}
