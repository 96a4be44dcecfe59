/**
 * "What was done in your Grafana", and whether its reader has paused following: kept by the tab over reloads, bounded,
 * begun anew with another session.
 */
import { z } from 'zod';
import { cleanText } from '../protocol/text';
import { receiptOutcomeSchema, type ReceiptOutcome } from '../protocol/messages';

/** Lines that are kept; the oldest go first. */
export const DONE_LENGTH = 200;
/** Characters of a line: a page's address is two thousand at most, a text that is put somewhere a thousand. */
const TEXT_LENGTH = 2_400;
const DETAIL_LENGTH = 300;
const STORED_AS = 'livesessions.doneHere';

export interface DoneLine {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly text: string;
  readonly outcome: ReceiptOutcome;
  /** Why, where it was not simply done. */
  readonly detail?: string;
}

const storedSchema = z.object({
  session: z.string().max(64),
  paused: z.boolean().default(false),
  lines: z
    .array(
      z.object({
        at: z.number(),
        text: z.string().max(TEXT_LENGTH),
        outcome: receiptOutcomeSchema,
        detail: z.string().max(DETAIL_LENGTH).optional(),
      })
    )
    .max(DONE_LENGTH),
});

export interface DoneListDeps {
  /** Throws where the browser allows no storage: the list then lives as long as the page. */
  storage(): Pick<Storage, 'getItem' | 'setItem'>;
  /** Milliseconds since 1970. */
  now(): number;
}

export class DoneList {
  private session: string;
  private kept: readonly DoneLine[];
  private isPaused: boolean;

  /** What an earlier page of this tab wrote down can be read until another session begins. */
  constructor(private readonly deps: DoneListDeps) {
    const stored = this.recall();
    this.session = stored?.session ?? '';
    this.kept = stored?.lines ?? [];
    this.isPaused = stored?.paused ?? false;
  }

  /** Oldest first; the same array until something changes. */
  lines(): readonly DoneLine[] {
    return this.kept;
  }

  get paused(): boolean {
    return this.isPaused;
  }

  setPaused(paused: boolean): void {
    this.isPaused = paused;
    this.store();
  }

  /** The list of the same session goes on, another one's begins anew. */
  attend(session: string): void {
    if (session === this.session) {
      return;
    }
    this.session = session;
    this.kept = [];
    this.isPaused = false;
    this.store();
  }

  /**
   * Something is about to be done: written down as interrupted at once, so that a reload in the middle leaves a trace.
   * The function that comes back says how it ended.
   */
  begin(text: string): (outcome: ReceiptOutcome, detail?: string) => void {
    let line = this.add(text, 'interrupted');
    return (outcome, detail) => {
      const ended = lineOf(line.at, text, outcome, detail);
      this.kept = this.kept.map((one) => (one === line ? ended : one));
      line = ended;
      this.store();
    };
  }

  add(text: string, outcome: ReceiptOutcome, detail?: string): DoneLine {
    const line = lineOf(this.deps.now(), text, outcome, detail);
    this.kept = [...this.kept, line].slice(-DONE_LENGTH);
    this.store();
    return line;
  }

  private recall(): z.output<typeof storedSchema> | null {
    try {
      return storedSchema.parse(JSON.parse(this.deps.storage().getItem(STORED_AS) ?? 'null'));
    } catch {
      return null;
    }
  }

  private store(): void {
    try {
      const { session, isPaused: paused, kept: lines } = this;
      this.deps.storage().setItem(STORED_AS, JSON.stringify({ session, paused, lines }));
    } catch {
      // Off or full: the list then lives as long as the page.
    }
  }
}

function lineOf(at: number, text: string, outcome: ReceiptOutcome, detail?: string): DoneLine {
  const line = { at, text: cleanText(text).slice(0, TEXT_LENGTH), outcome };
  return detail === undefined ? line : { ...line, detail: cleanText(detail).slice(0, DETAIL_LENGTH) };
}
