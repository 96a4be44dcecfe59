/** What the player asks of the page; `actions/runner.ts` is the real one. */
import type { GuideStep } from './model';
import type { ConditionFix, UnmetCondition } from './requirements';

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
  /** From here on what the person does is seen. */
  watching?(): void;
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

/** How far the reader has come in the guide, as conditions ask for it. */
export interface GuideStanding {
  /** @param name a section's id without `section-` before it */
  isSectionComplete(name: string): boolean;
  /** The reader's answer as text, `true` and `false` for a checkbox; undefined while there is none. */
  variable(name: string): string | undefined;
}

export const NOTHING_DONE: GuideStanding = { isSectionComplete: () => false, variable: () => undefined };

/** Conditions and what `exists-reftarget` means among them: a step, or whatever else has some. */
export type ConditionsAsked = Pick<GuideStep, 'requirements' | 'action' | 'reftarget'>;

/** What can be done on the page about a condition; what is to be done in the guide is the player's. */
export type PageFix = Extract<ConditionFix, { kind: 'navigate' | 'open-menu' | 'reveal-target' }>;

/** What a step needs before it can run, asked of the page and of Grafana. */
export interface StepConditions {
  /** Those of the requirements that do not hold now, in their order. Looks once; never rejects. */
  unmet(asked: ConditionsAsked, standing?: GuideStanding): Promise<readonly UnmetCondition[]>;
  /** The same, looking again a few times while something does not hold: a page needs its moment. */
  unmetAfterRetries(
    asked: ConditionsAsked,
    signal: AbortSignal,
    standing?: GuideStanding
  ): Promise<readonly UnmetCondition[]>;
  /** Settles with whether something was done, not with whether the condition holds now. Never rejects. */
  fix(fix: PageFix, source: GuideStep | null, signal: AbortSignal): Promise<boolean>;
  /** Fires when the page changed so that the answer may be another, and every few seconds for what no event tells. */
  onChange(listener: () => void): () => void;
}
