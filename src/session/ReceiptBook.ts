/** What attendees reported for each step: the last receipt of an attendee for the step's newest event counts. Pure. */
import type { Position, Receipt, ReceiptOutcome, StageEvent, StepRef } from '../protocol/messages';
import { LIMITS } from '../protocol/limits';
import type { ReceiptCount, ReceiptCounts } from './view';

/** How an outcome is counted; null leaves the attendee uncounted. */
const COUNTED: Record<ReceiptOutcome, keyof ReceiptCount | null> = {
  asked: 'asked',
  shown: 'shown',
  done: 'done',
  failed: 'failed',
  declined: 'declined',
  'needs-input': 'failed',
  interrupted: 'failed',
  unsupported: 'failed',
  skipped: null,
};

/** Whether an attendee who reports this may need help. */
export function failedOutcome(outcome: ReceiptOutcome): boolean {
  return COUNTED[outcome] === 'failed';
}

/** An attendee's last receipt for a step's newest event. */
export interface Answer {
  outcome: ReceiptOutcome;
  /** Empty when nothing was said. */
  detail: string;
}

/** Two guides may have steps of one id. */
export type StepName = Pick<StepRef, 'guideId' | 'stepId'>;

/** The newest event for a step. */
export interface Asked extends StepName {
  seq: number;
  type: 'show_me' | 'do_it';
  /** Milliseconds of the presenter's clock; for what an earlier page has asked, when this one took it up. */
  at: number;
}

interface KnownStep {
  readonly of: StepName;
  /** The newest event for it. */
  seq: number;
  readonly byAttendee: Map<string, Answer>;
}

export const NO_ANSWERS: ReadonlyMap<string, Answer> = new Map();
const NO_GUIDE: ReadonlyMap<string, ReceiptCount> = new Map();

export class ReceiptBook {
  private newest: Asked | null = null;
  private readonly askedBySeq = new Map<number, { epoch: number; step: KnownStep }>();
  private readonly steps = new Map<string, KnownStep>();
  /** As last handed out; a step that is in `uncounted` is counted anew. */
  private counted: ReceiptCounts = new Map();
  private readonly uncounted = new Set<KnownStep>();

  /** An event went out, at `now` on the clock; one that is for no step is of no interest. */
  asked({ epoch, seq }: Position, event: StageEvent, now: number): void {
    this.askedBySeq.delete(seq - LIMITS.logEvents);
    if (event.type === 'show_me' || event.type === 'do_it') {
      const { guideId, stepId } = event.step;
      const step = this.stepOf(event.step);
      step.seq = seq;
      step.byAttendee.clear();
      this.uncounted.add(step);
      this.askedBySeq.set(seq, { epoch, step });
      this.newest = { guideId, stepId, seq, type: event.type, at: now };
    }
  }

  /**
   * Dropped: receipts for events that were never asked for, for one of an earlier epoch whose seq another event
   * has now (SPEC ORD-4), and for another event than the step's newest.
   */
  note(attendeeId: string, receipt: Receipt): void {
    const asked = this.askedBySeq.get(receipt.of.seq);
    const step = asked && asked.epoch <= receipt.of.epoch ? asked.step : null;
    if (step?.seq === receipt.of.seq) {
      step.byAttendee.set(attendeeId, { outcome: receipt.outcome, detail: receipt.detail ?? '' });
      this.uncounted.add(step);
    }
  }

  /** Null while no step was shown or done. */
  latest(): Asked | null {
    return this.newest;
  }

  /** Of a step, by attendee id. */
  answers(step: StepName): ReadonlyMap<string, Answer> {
    return this.steps.get(keyOf(step))?.byAttendee ?? NO_ANSWERS;
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

  private stepOf({ guideId, stepId }: StepName): KnownStep {
    const key = keyOf({ guideId, stepId });
    const known = this.steps.get(key);
    if (known) {
      return known;
    }
    const step = { of: { guideId, stepId }, seq: 0, byAttendee: new Map() };
    this.steps.set(key, step);
    return step;
  }
}

function keyOf({ guideId, stepId }: StepName): string {
  return JSON.stringify([guideId, stepId]);
}

function countOf(byAttendee: KnownStep['byAttendee']): ReceiptCount {
  const count: ReceiptCount = { shown: 0, done: 0, asked: 0, declined: 0, failed: 0 };
  for (const { outcome } of byAttendee.values()) {
    const field = COUNTED[outcome];
    if (field) {
      count[field]++;
    }
  }
  return count;
}
