/** What a reader has done of each guide and answered in it, kept in this browser. What was changed since counts as not done. */
import { z } from 'zod';

export type Completion = 'done' | 'skipped';

/** A step, or anything else of a guide that can be completed. */
export interface Completable {
  readonly id: string;
  readonly hash: string;
}

export interface GuideRecord {
  readonly completed: ReadonlyMap<string, { readonly hash: string; readonly as: Completion }>;
  /** By variable name. */
  readonly answers: ReadonlyMap<string, string>;
}

/** Characters of one answer; more is cut off. */
export const ANSWER_LENGTH = 1000;

const EMPTY: GuideRecord = { completed: new Map(), answers: new Map() };

const storedSchema = z.object({
  completed: z.record(z.string(), z.object({ hash: z.string(), as: z.enum(['done', 'skipped']) })),
  answers: z.record(z.string(), z.string().max(ANSWER_LENGTH)),
});

export class GuideRecords {
  private readonly read = new Map<string, GuideRecord>();
  private readonly listeners = new Set<() => void>();

  /**
   * @param reader whose records these are; a browser may be shared
   * @param storage throws where the browser allows none: records then end with the page
   */
  constructor(
    private readonly reader: string,
    private readonly storage: () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
  ) {}

  /** The same object until something changes. */
  of(guideId: string): GuideRecord {
    const record = this.read.get(guideId) ?? this.recall(guideId);
    this.read.set(guideId, record);
    return record;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  complete(guideId: string, { id, hash }: Completable, as: Completion): void {
    const { completed, answers } = this.of(guideId);
    const known = completed.get(id);
    if (known?.hash !== hash || known.as !== as) {
      this.keep(guideId, { completed: new Map(completed).set(id, { hash, as }), answers });
    }
  }

  /** It was taken for complete too early. */
  reopen(guideId: string, { id }: Completable): void {
    const { completed, answers } = this.of(guideId);
    const rest = new Map(completed);
    if (rest.delete(id)) {
      this.keep(guideId, { completed: rest, answers });
    }
  }

  /** @param value null takes the answer back */
  answer(guideId: string, name: string, value: string | null): void {
    const { completed, answers } = this.of(guideId);
    const rest = new Map(answers);
    if (value === null) {
      rest.delete(name);
    } else {
      rest.set(name, value.slice(0, ANSWER_LENGTH));
    }
    this.keep(guideId, { completed, answers: rest });
  }

  forget(guideId: string): void {
    this.keep(guideId, EMPTY);
  }

  private keep(guideId: string, record: GuideRecord): void {
    this.read.set(guideId, record);
    try {
      if (record.completed.size === 0 && record.answers.size === 0) {
        this.storage().removeItem(this.keyOf(guideId));
      } else {
        const stored: z.infer<typeof storedSchema> = {
          completed: Object.fromEntries(record.completed),
          answers: Object.fromEntries(record.answers),
        };
        this.storage().setItem(this.keyOf(guideId), JSON.stringify(stored));
      }
    } catch {
      // Storage is off or full: the record then ends with the page.
    }
    this.listeners.forEach((listener) => listener());
  }

  private recall(guideId: string): GuideRecord {
    try {
      const stored = storedSchema.parse(JSON.parse(this.storage().getItem(this.keyOf(guideId)) ?? ''));
      return { completed: new Map(Object.entries(stored.completed)), answers: new Map(Object.entries(stored.answers)) };
    } catch {
      return EMPTY;
    }
  }

  /** Reader and guide each encoded, so that no two pairs share a key. */
  private keyOf(guideId: string): string {
    return `livesessions.guide.${encodeURIComponent(this.reader)}.${encodeURIComponent(guideId)}`;
  }
}
