/** What the player asks of the page; `actions/runner.ts` is the real one. */
import type { GuideStep } from './model';

export interface StepResult {
  /** `stopped`: given up before it was decided, by the signal or by a later step. */
  readonly outcome: 'shown' | 'done' | 'failed' | 'stopped';
  /** Why it failed, in words for the reader. */
  readonly detail?: string;
  /** How many elements the step's target matches now; 0 for steps without a target. */
  readonly found: number;
}

export interface DoHandlers {
  /** The target is there and is about to be acted on; at once for a step without one. */
  found?(): void;
}

export interface WatchHandlers {
  /** What the reader entered has come to rest and will not do. */
  refused?(): void;
}

export interface PersonHandlers {
  /** A press or a key on the page, outside of our own things. */
  takesOver(): void;
  /** Escape, wherever. */
  stops(): void;
}

export interface StepRunner {
  /** Points at the step's target and changes nothing. Never rejects. */
  show(step: GuideStep, signal: AbortSignal): Promise<StepResult>;
  /** Does what the step says. Never rejects. */
  do(step: GuideStep, signal: AbortSignal, on?: DoHandlers): Promise<StepResult>;
  /** Points at the step's target and waits until the person at the page has done what it says. Never rejects. */
  watch(step: GuideStep, signal: AbortSignal, on?: WatchHandlers): Promise<StepResult>;
  /** Until undone, tells when the person at the page does something themselves. */
  onPerson(handlers: PersonHandlers): () => void;
}

/** A condition that does not hold now. */
export interface Unmet {
  readonly condition: string;
  /** One sentence that says what to do or what is lacking. */
  readonly words: string;
  /** `fix` can try to make it hold. */
  readonly fixable: boolean;
}

/** What a condition may ask about the guide itself. */
export interface GuideFacts {
  /** By the section's authored id, with or without `section-`. */
  sectionCompleted(id: string): boolean;
  /** The reader's answer to the question of that variable. */
  answer(name: string): string | undefined;
}

/** What parts of a guide need, asked of the page. */
export interface StepConditions {
  /** Those that do not hold now. @param source the step whose target is meant, if any. Never rejects. */
  unmet(conditions: readonly string[], source: GuideStep | null, facts: GuideFacts): Promise<readonly Unmet[]>;
  /** Settles with whether something was done about it, not with whether it holds now. Never rejects. */
  fix(condition: string, source: GuideStep | null, signal: AbortSignal): Promise<boolean>;
  /** Fires when the page changed so that the answer may be another. */
  onChange(listener: () => void): () => void;
}
