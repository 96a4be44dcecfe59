/** What became of a stage event on this page, as it goes into a receipt. */
import type { ReceiptOutcome } from '../protocol/messages';

export interface ActionOutcome {
  readonly outcome: ReceiptOutcome;
  /** Why, in words; no values of fields and nothing of the page. */
  readonly detail?: string;
}

export const SHOWN: ActionOutcome = { outcome: 'shown' };
export const DONE: ActionOutcome = { outcome: 'done' };

export function failed(detail: string): ActionOutcome {
  return { outcome: 'failed', detail };
}

export function shownOnly(detail: string): ActionOutcome {
  return { outcome: 'shown', detail };
}

export function skipped(detail: string): ActionOutcome {
  return { outcome: 'skipped', detail };
}
