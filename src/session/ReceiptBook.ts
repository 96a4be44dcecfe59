/** What attendees reported for each step: the last receipt of an attendee for the step's newest event counts. Pure. */
import { LIMITS } from '../protocol/limits';
import type { Position, Receipt, ReceiptOutcome, StageEvent } from '../protocol/messages';
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

/** Whether an attendee who reports this may need help. */
export function failedOutcome(outcome: ReceiptOutcome): boolean {
  return COUNTED[outcome] === 'failed';
}

/** An attendee's last receipt for a step. */
export interface Answer {
  /** Of the event that it answers. */
  seq: number;
  outcome: ReceiptOutcome;
  /** Empty when nothing was said. */
  detail: string;
}

/** The newest event for a step. */
export interface Asked {
  stepId: string;
  seq: number;
  type: 'show_me' | 'do_it';
  /** Milliseconds of the presenter's clock; for what an earlier page has asked, when this one took it up. */
  at: number;
}

const NO_ANSWERS: ReadonlyMap<string, Answer> = new Map();

export class ReceiptBook {
  private newest: Asked | null = null;
  private readonly askedBySeq = new Map<number, { epoch: number; stepId: string }>();
  private readonly byStep = new Map<string, Map<string, Answer>>();
  /** As last handed out; a step that is in `uncounted` is counted anew. */
  private counted: ReadonlyMap<string, ReceiptCount> = new Map();
  private readonly uncounted = new Set<string>();

  /** An event went out, at `now` on the clock; one that is for no step is of no interest. */
  asked({ epoch, seq }: Position, event: StageEvent, now: number): void {
    this.askedBySeq.delete(seq - LIMITS.logEvents);
    if (event.type !== 'show_me' && event.type !== 'do_it') {
      return;
    }
    const { stepId } = event.step;
    this.askedBySeq.set(seq, { epoch, stepId });
    this.newest = { stepId, seq, type: event.type, at: now };
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
      ofStep.set(attendeeId, {
        seq: receipt.of.seq,
        outcome: receipt.outcome,
        detail: receipt.detail ?? '',
      });
      this.uncounted.add(asked.stepId);
    }
  }

  /** Null while no step was shown or done. */
  latest(): Asked | null {
    return this.newest;
  }

  /** Of a step, by attendee id. */
  answers(stepId: string): ReadonlyMap<string, Answer> {
    return this.byStep.get(stepId) ?? NO_ANSWERS;
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
