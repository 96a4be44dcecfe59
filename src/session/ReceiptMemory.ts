/** The receipts that an attendee says again on a new link; the presenter counts the last one for an event. Pure. */
import type { Receipt } from '../protocol/messages';

/** Receipts that are kept; what is older was heard on an earlier link. */
const KEPT = 64;

export class ReceiptMemory {
  private readonly receipts = new Map<string, Receipt>();

  remember(receipt: Receipt): void {
    const key = `${receipt.of.epoch}/${receipt.of.seq}`;
    this.receipts.delete(key);
    this.receipts.set(key, receipt);
    const [oldest] = this.receipts.keys();
    if (this.receipts.size > KEPT) {
      this.receipts.delete(oldest);
    }
  }

  /** Oldest first. */
  all(): Iterable<Receipt> {
    return this.receipts.values();
  }
}
