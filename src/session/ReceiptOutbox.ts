/** An attendee's receipts on their way out: collected for a moment, sent together, said again on a new link. */
import { LIMITS, TIMES } from '../protocol/limits';
import type { Receipt } from '../protocol/messages';
import type { Undo } from '../transport/Link';
import type { Clock } from './clock';

/** Receipts that are kept; what is older was heard on an earlier link. */
const KEPT = 64;

export interface ReceiptOutboxDeps {
  clock: Clock;
  /** In [0, 1). */
  random(): number;
  /** At most `LIMITS.receipts` at a time, oldest first. False when there is no link to take them. */
  send(receipts: Receipt[]): boolean;
  /** `unsent` is another list now. */
  changed(): void;
}

export class ReceiptOutbox {
  private readonly kept = new Map<string, Receipt>();
  private waiting: Receipt[] = [];
  private cancel: Undo | null = null;
  private sentAt = -Infinity;

  /** `left` is what an earlier page did not get to send, `said` what it kept. */
  constructor(
    private readonly deps: ReceiptOutboxDeps,
    left: readonly Receipt[],
    said: readonly Receipt[] = []
  ) {
    said.forEach((receipt) => this.keep(receipt));
    left.forEach((receipt) => this.keep(receipt));
    this.waiting = [...left];
  }

  /** What a page that goes now would leave to the next. */
  unsent(): readonly Receipt[] {
    return this.waiting;
  }

  /** The newest that are kept, as many as one message takes. */
  said(): readonly Receipt[] {
    return [...this.kept.values()].slice(-LIMITS.receipts);
  }

  /** Soon where nothing was sent lately, else with what else comes in a second: a room answers at once, and each frame costs the presenter the same. */
  add(receipt: Receipt): void {
    const { clock, random } = this.deps;
    this.keep(receipt);
    this.waiting.push(receipt);
    if (this.waiting.length >= LIMITS.receipts) {
      this.flush();
      // Without a link the rest is among those that are kept, for as long as this page lives.
      this.waiting = this.waiting.slice(1 - LIMITS.receipts);
    }
    this.deps.changed();
    const pause = Math.max(random() * TIMES.receiptsJitter, this.sentAt + TIMES.receipts - clock.now());
    this.cancel ??= clock.after(pause, () => this.flush());
  }

  /** Sends what waits; without a link it goes on waiting, for `sendAll`. */
  flush(): void {
    this.cancel?.();
    this.cancel = null;
    if (this.waiting.length > 0 && this.deps.send([...this.waiting])) {
      this.waiting = [];
      this.sentAt = this.deps.clock.now();
      this.deps.changed();
    }
  }

  /** Everything that is kept, for a new link. */
  sendAll(): void {
    const waited = this.waiting.length > 0;
    this.waiting = [];
    const all = [...this.kept.values()];
    for (let first = 0; first < all.length; first += LIMITS.receipts) {
      this.deps.send(all.slice(first, first + LIMITS.receipts));
    }
    if (waited) {
      this.deps.changed();
    }
  }

  private keep(receipt: Receipt): void {
    const key = `${receipt.of.epoch}/${receipt.of.seq}`;
    this.kept.delete(key);
    this.kept.set(key, receipt);
    const [oldest] = this.kept.keys();
    if (this.kept.size > KEPT) {
      this.kept.delete(oldest);
    }
  }
}
