/** Going through steps: one alone, a group's by the machine, a group's by the person. Independent of React and of the page. */
import type { GuideStep, StepGroup } from '../model';
import type { ConditionFix, UnmetCondition } from '../requirements';
import type { PageFix, StepConditions, StepResult, StepRunner } from '../StepRunner';
import type { ActionKind, Activity } from './playerState';
import { wait, type Clock } from '../wait';

/** Milliseconds, from GUIDE_FORMAT section 8: how long what is shown stays before it is done, and what was done before what follows. */
export const PACE = { shown: 1800, shownInSection: 3000, settle: 200, done: 1800 } as const;
/** Requirements are looked at this often, this far apart in milliseconds (GUIDE_FORMAT section 9). */
const CHECK = { tries: 3, apart: 300 } as const;

export interface Work {
  readonly runner: StepRunner;
  readonly clock: Clock;
  /** Fires before a step runs. */
  acted(kind: ActionKind, step: GuideStep): void;
  began(activity: Exclude<Activity, { kind: 'idle' }>): void;
  watching(): void;
  refused(): void;
  /** With the reader's answers in it. */
  prepared(step: GuideStep): GuideStep;
  /** The prompts of questions that the step needs an answer to and has none. */
  unanswered(step: GuideStep): readonly string[];
  unmet(conditions: readonly string[], source: GuideStep | null): Promise<readonly UnmetCondition[]>;
  fix: StepConditions['fix'];
  /** Settles when the next thing may be done: at once, unless a run is paused. */
  gate(): Promise<void>;
}

export type Outcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly stepId: string; readonly detail: string }
  | { readonly kind: 'stopped' };

export const DONE: Outcome = { kind: 'done' };
export const STOPPED: Outcome = { kind: 'stopped' };

/** Shows or does one step and says so to the session first. */
export async function runStep(
  work: Work,
  kind: ActionKind,
  step: GuideStep,
  signal: AbortSignal,
  found?: () => void
): Promise<StepResult> {
  const [question] = work.unanswered(step);
  if (question !== undefined) {
    return { outcome: 'failed', found: 0, detail: 'a question of this guide has to be answered first' };
  }
  work.acted(kind, step);
  return kind === 'show'
    ? work.runner.show(work.prepared(step), signal)
    : work.runner.do(work.prepared(step), signal, { found });
}

/** Points at a step that is about to be done, without a word to the session, and gives the reader time to look. */
export async function preview(work: Work, step: GuideStep, shownFor: number, signal: AbortSignal): Promise<void> {
  if (canPoint(step) && work.unanswered(step).length === 0) {
    const shown = await work.runner.show(work.prepared(step), signal);
    if (shown.outcome === 'shown') {
      await wait(work.clock, shownFor, signal);
    }
  }
}

/** There is something on the page to point at. */
export function canPoint(step: GuideStep): boolean {
  return step.action !== 'navigate' && step.action !== 'noop' && step.action !== 'popout';
}

/**
 * Waits a moment for what is required, tries once to bring it about, and looks again.
 * @returns what still does not hold
 */
export async function makeReady(
  work: Work,
  requirements: readonly string[],
  source: GuideStep | null,
  signal: AbortSignal
): Promise<readonly UnmetCondition[]> {
  const lacking = await stillUnmet(work, requirements, source, signal);
  const fixes = lacking.map(({ fix }) => fix).filter(isPageFix);
  if (fixes.length === 0 || signal.aborted) {
    return lacking;
  }
  for (const fix of fixes) {
    await work.fix(fix, source && work.prepared(source), signal);
  }
  return stillUnmet(work, requirements, source, signal);
}

export function isPageFix(fix: ConditionFix | null): fix is PageFix {
  return fix !== null && fix.kind !== 'go-to-section' && fix.kind !== 'go-to-input';
}

/** Looks a few times while something does not hold: a page needs its moment. */
export async function stillUnmet(
  work: Work,
  requirements: readonly string[],
  source: GuideStep | null,
  signal: AbortSignal
): Promise<readonly UnmetCondition[]> {
  for (let tries = 1; ; tries++) {
    const unmet = await work.unmet(requirements, source && work.prepared(source));
    if (unmet.length === 0 || tries >= CHECK.tries || signal.aborted) {
      return unmet;
    }
    await wait(work.clock, CHECK.apart, signal);
  }
}

/** The machine shows and does each step, one stage event each. */
export async function runMultistep(work: Work, group: StepGroup, signal: AbortSignal): Promise<Outcome> {
  const of = group.steps.length;
  for (const [index, step] of group.steps.entries()) {
    if (index > 0) {
      await wait(work.clock, PACE.done, signal);
    }
    if (signal.aborted) {
      return STOPPED;
    }
    work.began({ kind: 'multistep', unitId: group.id, stepId: step.id, at: index + 1, of });
    const lacking = await makeReady(work, step.requirements, step, signal);
    if (signal.aborted) {
      return STOPPED;
    }
    if (lacking.length > 0 && !step.skippable) {
      return { kind: 'failed', stepId: step.id, detail: wordsOf(lacking) };
    }
    if (lacking.length > 0) {
      continue;
    }
    await preview(work, step, PACE.shown, signal);
    await work.gate();
    if (signal.aborted) {
      return STOPPED;
    }
    const result = await runStep(work, 'do', step, signal);
    if (result.outcome === 'stopped' || signal.aborted) {
      return STOPPED;
    }
    if (result.outcome === 'failed' && !step.skippable) {
      return { kind: 'failed', stepId: step.id, detail: result.detail ?? '' };
    }
    await wait(work.clock, PACE.settle, signal);
  }
  return verified(work, group, signal);
}

export interface GuidedControls {
  /** Aborts when the reader skips the step that is on. */
  skipped(): AbortSignal;
  /** Settles when the reader says that a step with nothing to do on the page is read. */
  go(): Promise<void>;
}

/** The machine points and watches; the person does each step. */
export async function runGuided(
  work: Work,
  group: StepGroup,
  controls: GuidedControls,
  signal: AbortSignal
): Promise<Outcome> {
  const of = group.steps.length;
  for (const [index, step] of group.steps.entries()) {
    const watches = canPoint(step);
    work.began({
      ...{ kind: 'guided', unitId: group.id, stepId: step.id, at: index + 1, of },
      ...{ waitsForGo: !watches, watched: false, refused: false },
    });
    const own = new AbortController();
    const skipped = controls.skipped();
    const ends: Array<[AbortSignal, () => void]> = [signal, skipped].map((one) => [one, () => own.abort()]);
    ends.forEach(([one, end]) => one.addEventListener('abort', end));
    let late = false;
    const cancelTimeout = work.clock.after(group.stepTimeout, () => {
      late = true;
      own.abort();
    });
    const outcome = watches ? await watchOne(work, step, own.signal) : await untilGo(controls, own.signal);
    cancelTimeout();
    ends.forEach(([one, end]) => one.removeEventListener('abort', end));
    if (signal.aborted) {
      return STOPPED;
    }
    if (skipped.aborted) {
      continue;
    }
    if (late) {
      const seconds = Math.round(group.stepTimeout / 1000);
      return { kind: 'failed', stepId: step.id, detail: `it was not done within ${seconds} seconds` };
    }
    if (outcome.kind !== 'done') {
      return outcome;
    }
  }
  return verified(work, group, signal);
}

async function watchOne(work: Work, step: GuideStep, signal: AbortSignal): Promise<Outcome> {
  const lacking = await makeReady(work, step.requirements, step, signal);
  if (signal.aborted) {
    return STOPPED;
  }
  if (lacking.length > 0) {
    return { kind: 'failed', stepId: step.id, detail: wordsOf(lacking) };
  }
  work.acted('show', step);
  const result = await work.runner.watch(work.prepared(step), signal, {
    watching: work.watching,
    refused: work.refused,
  });
  switch (result.outcome) {
    case 'failed':
      return { kind: 'failed', stepId: step.id, detail: result.detail ?? '' };
    case 'stopped':
      return STOPPED;
    default:
      return DONE;
  }
}

async function untilGo(controls: GuidedControls, signal: AbortSignal): Promise<Outcome> {
  const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
  await Promise.race([controls.go(), aborted]);
  return signal.aborted ? STOPPED : DONE;
}

async function verified(work: Work, group: StepGroup, signal: AbortSignal): Promise<Outcome> {
  const lacking = await stillUnmet(work, group.verify, group.steps[0] ?? null, signal);
  if (signal.aborted) {
    return STOPPED;
  }
  return lacking.length === 0
    ? DONE
    : { kind: 'failed', stepId: group.id, detail: 'it was done, but the page does not show it' };
}

export function wordsOf(lacking: readonly UnmetCondition[]): string {
  return lacking.map(({ text }) => text.replace(/\.$/, '')).join('; ');
}
