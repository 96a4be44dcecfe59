/** Steps by name and content, as they travel in a session (SPEC REF-1). Pure. */
import type { GuideRef, StepRef } from '../protocol/messages';
import type { Guide, GuideStep } from './model';

export type ResolvedStep =
  | { kind: 'same'; step: GuideStep }
  /** The guide has a step of this name that says something else: it may be shown, never performed. */
  | { kind: 'differs'; step: GuideStep }
  /** The guide here is its reader's own, which nobody vouches for: it may be shown, never performed for a session. */
  | { kind: 'own'; step: GuideStep }
  | { kind: 'unknown' };

export function stepRefOf(guide: Guide, step: GuideStep): StepRef {
  return { guideId: guide.id, stepId: step.id, stepHash: step.hash };
}

export function guideRefOf(guide: Pick<Guide, 'id' | 'title'>): GuideRef {
  return { guideId: guide.id, title: guide.title };
}

export function resolveStepRef(guide: Guide, ref: StepRef): ResolvedStep {
  const step = guide.id === ref.guideId ? guide.steps.find(({ id }) => id === ref.stepId) : undefined;
  if (!step) {
    return { kind: 'unknown' };
  }
  if (step.hash !== ref.stepHash) {
    return { kind: 'differs', step };
  }
  return { kind: guide.source === 'own' ? 'own' : 'same', step };
}
