/** How the player gets a step shown and done; `actions/runner.ts` is the real one. */
import type { GuideStep } from './model';
import type { UnmetCondition } from './requirements';

export interface StepResult {
  /** `stopped`: given up before it was decided, by the signal or by a later step. */
  readonly outcome: 'shown' | 'done' | 'failed' | 'stopped';
  /** Why it failed, in words for the reader. */
  readonly detail?: string;
  /** How many elements the step's target matches now; 0 for steps without a target. */
  readonly found: number;
}

export interface StepRunner {
  /** Points at the step's target and changes nothing. Never rejects. */
  show(step: GuideStep, signal: AbortSignal): Promise<StepResult>;
  /** Does what the step says. Never rejects. */
  do(step: GuideStep, signal: AbortSignal): Promise<StepResult>;
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
  /** Fires when the page changed so that the answer may be another, and every few seconds for what no event tells. */
  onChange(listener: () => void): () => void;
}
