/** What following asks of the attendee and tells them, and the attendee's answers. */
import type { CatchUpChoice } from './CatchUp';
import type { ReceiptOutcome } from '../protocol/messages';
import type { Clock } from './clock';
import type { DoneLine, DoneList } from './DoneList';

/** A question counts from this long after it was seen, in milliseconds, so that a press meant for the page does not answer it. */
export const ARMING = 700;

export interface ReplayQuestion {
  readonly id: string;
  /**
   * `consent`: to changes of this kind for the rest of the session. `danger`: to this one action. `unlisted-page`: the
   * same, for no other reason than that the page that it opens is on no list.
   */
  readonly kind: 'consent' | 'danger' | 'unlisted-page';
  /** What would be done, in words. */
  readonly describes: string;
  /** From when on, on the page's clock in milliseconds, a press that begins confirms; null until it is on the screen. */
  readonly armedAt: number | null;
}

/** The press by which a question is confirmed. */
export interface Press {
  /** The event's `isTrusted`. */
  readonly trusted: boolean;
  /** When the button or key went down, on the page's clock in milliseconds. */
  readonly began: number;
}

export interface ReplayView {
  readonly pending: ReplayQuestion | null;
  /** The attendee took over; nothing is performed until `resume`. */
  readonly paused: boolean;
  /** How many things the presenter did while this page was cut off that wait for `catchUp`. */
  readonly missed: number;
  /** What was done here, oldest first. */
  readonly log: readonly DoneLine[];
}

export interface ReplayDoor {
  /** The same object until something changes; for `useSyncExternalStore`. */
  view(): ReplayView;
  subscribe(listener: () => void): () => void;
  /** The question is on the screen from now on. */
  seen(id: string): void;
  /** Counts only for the question that is pending, by a trusted press that began when it was armed. */
  confirm(id: string, press: Press): void;
  decline(id: string): void;
  resume(): void;
  /** What was missed is done now, in order and by the rules for all that is done; or left out as a whole. */
  catchUp(choice: CatchUpChoice): void;
}

/** `withdrawn`: the question was taken back before it was answered. */
export type Answer = 'confirmed' | 'declined' | 'withdrawn';

export class ReplayBoard implements ReplayDoor {
  private current: ReplayView;
  private readonly listeners = new Set<() => void>();
  private answer: ((answer: Answer) => void) | null = null;
  private asked = 0;

  constructor(
    private readonly clock: Clock,
    private readonly done: DoneList,
    private readonly chosen: (choice: CatchUpChoice) => void
  ) {
    this.current = { pending: null, paused: false, missed: 0, log: done.lines() };
  }

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
      this.change({ pending: { id, kind, describes, armedAt: null } });
    });
  }

  withdraw(): void {
    this.close('withdrawn');
  }

  seen(id: string): void {
    const { pending } = this.current;
    if (pending?.id === id && pending.armedAt === null) {
      this.change({ pending: { ...pending, armedAt: this.clock.now() + ARMING } });
    }
  }

  confirm(id: string, { trusted, began }: Press): void {
    const { pending } = this.current;
    const armedAt = pending?.armedAt ?? Infinity;
    if (trusted && pending?.id === id && began >= armedAt && this.clock.now() >= armedAt) {
      this.close('confirmed');
    }
  }

  decline(id: string): void {
    if (this.current.pending?.id === id) {
      this.close('declined');
    }
  }

  pause(): void {
    this.setPaused(true);
  }

  resume(): void {
    this.setPaused(false);
  }

  wasMissed(missed: number): void {
    if (missed !== this.current.missed) {
      this.change({ missed });
    }
  }

  catchUp(choice: CatchUpChoice): void {
    this.chosen(choice);
  }

  /** The list of another session begins anew, unpaused; that of the same one goes on as it was. */
  attend(session: string): void {
    this.done.attend(session);
    this.change({ log: this.done.lines(), paused: this.done.paused });
  }

  private setPaused(paused: boolean): void {
    if (this.current.paused !== paused) {
      this.done.setPaused(paused);
      this.change({ paused });
    }
  }

  /** As `DoneList.begin`. */
  begin(text: string): (outcome: ReceiptOutcome, detail?: string) => void {
    const end = this.done.begin(text);
    this.listed();
    return (outcome, detail) => {
      end(outcome, detail);
      this.listed();
    };
  }

  note(text: string, outcome: ReceiptOutcome, detail?: string): void {
    this.done.add(text, outcome, detail);
    this.listed();
  }

  private listed(): void {
    this.change({ log: this.done.lines() });
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
