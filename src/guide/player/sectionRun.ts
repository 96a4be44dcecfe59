/** "Do section": goes through a section's units one after the other, and lets people in between any two. Independent of React and of the page. */
import { demandsOf, isSkippable, type SectionLike, type Standing, type Unit } from './outline';
import { wait } from '../wait';
import {
  canPoint,
  makeReady,
  DONE,
  PACE,
  preview,
  runMultistep,
  runStep,
  STOPPED,
  wordsOf,
  type Outcome,
  type Work,
} from './stepWork';

export interface SectionDeps extends Work {
  /** The first unit of the section that is not complete, as it stands now. */
  next(section: SectionLike): Standing | null;
  complete(unit: Unit, as: 'done' | 'skipped'): void;
  /** The run waits until its person has done the unit. */
  waitFor(unit: Unit, why: string): void;
}

export type RunEnd =
  { readonly kind: 'finished' } | { readonly kind: 'stopped'; readonly why: string } | { readonly kind: 'cancelled' };

/** What only a person may complete (GUIDE_FORMAT section 8). */
const BY_HAND: Readonly<Partial<Record<Unit['kind'], string>>> = {
  guided: 'The next steps are yours to do.',
  quiz: 'The next question is yours to answer.',
  input: 'The next question is yours to answer.',
  terminal: 'The next command is yours to run.',
  challenge: 'The next challenge is yours.',
};

export async function runSection(deps: SectionDeps, section: SectionLike, signal: AbortSignal): Promise<RunEnd> {
  let before: Unit | null = null;
  for (;;) {
    await deps.gate();
    const standing = signal.aborted ? null : deps.next(section);
    if (!standing) {
      return { kind: signal.aborted ? 'cancelled' : 'finished' };
    }
    const { unit } = standing;
    const byHand = BY_HAND[unit.kind];
    if (byHand !== undefined) {
      deps.waitFor(unit, byHand);
      continue;
    }
    if (before && before !== unit) {
      await wait(deps.clock, PACE.done, signal);
    }
    const outcome = await runUnit(deps, section, unit, signal);
    if (outcome.kind === 'failed') {
      return { kind: 'stopped', why: outcome.detail };
    }
    before = unit;
  }
}

async function runUnit(deps: SectionDeps, section: SectionLike, unit: Unit, signal: AbortSignal): Promise<Outcome> {
  const { requirements, source } = demandsOf(unit);
  const lacking = await makeReady(deps, [...section.requirements, ...requirements], source, signal);
  if (signal.aborted) {
    return STOPPED;
  }
  const outcome: Outcome =
    lacking.length > 0
      ? { kind: 'failed', stepId: unit.id, detail: wordsOf(lacking) }
      : await perform(deps, section, unit, signal);
  if (outcome.kind === 'failed' && isSkippable(unit)) {
    deps.complete(unit, 'skipped');
    return STOPPED;
  }
  if (outcome.kind === 'done') {
    deps.complete(unit, 'done');
  }
  return outcome;
}

async function perform(deps: SectionDeps, section: SectionLike, unit: Unit, signal: AbortSignal): Promise<Outcome> {
  switch (unit.kind) {
    case 'multistep':
      return runMultistep(deps, unit.group, signal);
    case 'step':
    case 'code-block':
      return runOne(deps, section, unit, signal);
    default:
      return STOPPED;
  }
}

/** One stage event: the show of a step that can only be shown, else the doing. */
async function runOne(
  deps: SectionDeps,
  section: SectionLike,
  unit: Extract<Unit, { kind: 'step' | 'code-block' }>,
  signal: AbortSignal
): Promise<Outcome> {
  const { step } = unit;
  const doing = step.doIt || !canPoint(step) ? 'do' : 'show';
  deps.began({ kind: 'step', unitId: unit.id, stepId: step.id, doing });
  if (doing === 'do') {
    await preview(deps, step, PACE.shownInSection, signal);
    await deps.gate();
  }
  // While the run was paused someone may have done it by hand.
  if (signal.aborted || deps.next(section)?.unit.id !== unit.id) {
    return STOPPED;
  }
  deps.began({ kind: 'step', unitId: unit.id, stepId: step.id, doing });
  const early = step.completeEarly ? () => deps.complete(unit, 'done') : undefined;
  const result = await runStep(deps, doing, step, signal, early);
  switch (result.outcome) {
    case 'stopped':
      return STOPPED;
    case 'failed':
      return { kind: 'failed', stepId: step.id, detail: result.detail ?? '' };
    default:
      await wait(deps.clock, doing === 'show' ? PACE.shownInSection : PACE.settle, signal);
      return DONE;
  }
}
