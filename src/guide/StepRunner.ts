/** How the player gets a step shown and done; `actions/runner.ts` is the real one. */
import type { GuideStep } from './model';

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

/** What a step needs before it can run, asked of the page. */
export interface StepConditions {
  /** Those of the step's requirements that do not hold now. */
  unmet(step: GuideStep): Promise<readonly string[]>;
  /** Fires when the page changed so that the answer may be another. */
  onChange(listener: () => void): () => void;
}
