/** What following asks of the attendee and tells them, and the attendee's answers. */
import type { ReceiptOutcome } from '../protocol/messages';
import type { Clock } from './clock';

/** A question counts from this long after it appeared, in milliseconds, so that a click meant for the page does not answer it. */
export const ARMING = 700;
/** Lines of "what was done in your Grafana" that are kept. */
const LOG_LENGTH = 200;

export interface ReplayQuestion {
  readonly id: string;
  /** `consent`: to changes of this kind for the rest of the session. `danger`: to this one action. */
  readonly kind: 'consent' | 'danger';
  /** What would be done, in words. */
  readonly describes: string;
  /** From when on, on the page's clock in milliseconds, a confirmation counts. */
  readonly armedAt: number;
}

export interface ReplayLine {
  /** On the page's clock, in milliseconds. */
  readonly at: number;
  readonly text: string;
  readonly outcome: ReceiptOutcome;
}

export interface ReplayView {
  readonly pending: ReplayQuestion | null;
  /** The attendee took over; nothing is performed until `resume`. */
  readonly paused: boolean;
  /** Oldest first. */
  readonly log: readonly ReplayLine[];
}

export interface ReplayDoor {
  /** The same object until something changes; for `useSyncExternalStore`. */
  view(): ReplayView;
  subscribe(listener: () => void): () => void;
  /** Counts only when `trusted` (the click's `isTrusted`), for the question that is pending, once it is armed. */
  confirm(id: string, trusted: boolean): void;
  decline(id: string): void;
  resume(): void;
}

/** `withdrawn`: the question was taken back before it was answered. */
export type Answer = 'confirmed' | 'declined' | 'withdrawn';

export class ReplayBoard implements ReplayDoor {
  private current: ReplayView = { pending: null, paused: false, log: [] };
  private readonly listeners = new Set<() => void>();
  private answer: ((answer: Answer) => void) | null = null;
  private asked = 0;

  constructor(private readonly clock: Clock) {}

  readonly view = (): ReplayView => this.current;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** One question at a time; an older one is withdrawn. */
  ask(kind: ReplayQuestion['kind'], describes: string, signal: AbortSignal): Promise<Answer> {
    this.close('withdrawn');
    if (signal.aborted) {
      return Promise.resolve('withdrawn');
    }
    const id = `question-${++this.asked}`;
    return new Promise((resolve) => {
      const withdraw = () => this.close('withdrawn');
      signal.addEventListener('abort', withdraw);
      this.answer = (answer) => {
        signal.removeEventListener('abort', withdraw);
        resolve(answer);
      };
      this.change({ pending: { id, kind, describes, armedAt: this.clock.now() + ARMING } });
    });
  }

  withdraw(): void {
    this.close('withdrawn');
  }

  confirm(id: string, trusted: boolean): void {
    const { pending } = this.current;
    if (trusted && pending?.id === id && this.clock.now() >= pending.armedAt) {
      this.close('confirmed');
    }
  }

  decline(id: string): void {
    if (this.current.pending?.id === id) {
      this.close('declined');
    }
  }

  pause(): void {
    if (!this.current.paused) {
      this.change({ paused: true });
    }
  }

  resume(): void {
    if (this.current.paused) {
      this.change({ paused: false });
    }
  }

  note(text: string, outcome: ReceiptOutcome): void {
    this.change({ log: [...this.current.log, { at: this.clock.now(), text, outcome }].slice(-LOG_LENGTH) });
  }

  private close(answer: Answer): void {
    const resolve = this.answer;
    if (resolve) {
      this.answer = null;
      this.change({ pending: null });
      resolve(answer);
    }
  }

  private change(part: Partial<ReplayView>): void {
    this.current = { ...this.current, ...part };
    this.listeners.forEach((listener) => listener());
  }
}
