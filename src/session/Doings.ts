/** What an attendee's page does with the events that it was handed, and the receipts that it owes for them. */
import { LIMITS } from '../protocol/limits';
import type { Position, Receipt } from '../protocol/messages';
import { fitText } from '../protocol/text';
import { Progress } from './Progress';
import { ReceiptOutbox, type ReceiptOutboxDeps } from './ReceiptOutbox';

/** What a page needs to go on where another one of the same tab went. */
export interface AttendeeProgress {
  last: Position;
  /** Its action had begun and was not over. */
  running: Position | null;
  /** Receipts that the presenter was not sent yet. */
  unsent: readonly Receipt[];
  /** The newest receipts, sent or not: a presenter's later page has to be told them again. */
  said: readonly Receipt[];
}

export interface DoingsDeps extends Pick<ReceiptOutboxDeps, 'clock' | 'random' | 'send'> {
  progressed(progress: AttendeeProgress): void;
}

export class Doings {
  private readonly progress: Progress;
  private readonly receipts: ReceiptOutbox;
  private running: Position | null = null;

  /** `before` is what an earlier page of the tab has left. */
  constructor(
    private readonly deps: DoingsDeps,
    before: AttendeeProgress | null
  ) {
    const { clock, send } = deps;
    this.progress = new Progress(before?.last ?? null);
    this.receipts = new ReceiptOutbox(
      { clock, send, random: () => deps.random(), changed: () => this.progressed() },
      leftBy(before),
      before?.said
    );
  }

  handed(of: Position): void {
    this.progress.handed(of);
  }

  /** A page that goes from here on does not begin the event's action again. */
  begun(of: Position): void {
    this.progress.begun(of);
    this.running = of;
    this.progressed();
  }

  /** The person is asked about the event; its action is not over. */
  asked(of: Position): void {
    this.receipts.add({ of, outcome: 'asked' });
  }

  ended(of: Position, outcome: Receipt['outcome'], detail?: string): void {
    // A presenter's end closes a link that says what it cannot take, and a receipt is said again on the next.
    const fitting = detail === undefined ? undefined : fitText(detail, LIMITS.detailLength);
    this.progress.begun(of);
    this.running = null;
    this.receipts.add({ of, outcome, detail: fitting });
  }

  /** A snapshot stands for all that was before. */
  restart(of: Position): void {
    this.progress.restart(of);
    this.running = null;
    this.progressed();
  }

  /** Sends the receipts that wait. */
  flush(): void {
    this.receipts.flush();
  }

  /** Sends all receipts that are kept, on a new link. */
  sayAgain(): void {
    this.receipts.sendAll();
  }

  private progressed(): void {
    const last = this.progress.behind();
    if (last) {
      this.deps.progressed({ last, running: this.running, unsent: this.receipts.unsent(), said: this.receipts.said() });
    }
  }
}

/** An action that its page did not see the end of is not begun again. */
function leftBy(before: AttendeeProgress | null): Receipt[] {
  const interrupted = before?.running ? [{ of: before.running, outcome: 'interrupted' as const }] : [];
  return [...(before?.unsent ?? []), ...interrupted];
}
