/** Blocks with steps in them, as they are written in a guide file. Pure. */
import { z } from 'zod';
import {
  code,
  common,
  conditionList,
  conditions,
  flag,
  prose,
  selector,
  stepAction,
  stepConditions,
  value,
} from './fields';
import { GUIDE_LIMITS } from './guideLimits';
import type { StepAction } from './model';

const UNTARGETED: ReadonlySet<StepAction> = new Set(['noop', 'popout']);
/** Milliseconds; what the format's own player waits, whatever its documents say. */
const STEP_TIMEOUT = 120_000;

interface Acting {
  readonly action: StepAction;
  readonly reftarget?: string;
  readonly targetvalue?: string;
  readonly validateInput: boolean;
}

/** What an action cannot do without. */
function checkAction({ value: step, issues }: z.core.ParsePayload<Acting>): void {
  const lack = (path: string, message: string) => issues.push({ code: 'custom', path: [path], message, input: step });
  if (!UNTARGETED.has(step.action) && step.reftarget === undefined) {
    lack('reftarget', `is required for the action ${step.action}`);
  }
  if (step.action === 'popout' && step.targetvalue !== 'sidebar' && step.targetvalue !== 'floating') {
    lack('targetvalue', 'must be "sidebar" or "floating" for the action popout');
  }
  if (step.action === 'formfill' && step.validateInput && step.targetvalue === undefined) {
    lack('targetvalue', 'is required where validateInput is true');
  }
}

const acting = {
  action: stepAction,
  reftarget: selector.optional(),
  targetvalue: value.optional(),
  targetstate: z.union([z.boolean().transform(String), z.string().max(GUIDE_LIMITS.conditionLength)]).optional(),
  requirements: conditions,
  tooltip: prose.default(''),
  lazyRender: flag(false),
  scrollContainer: selector.optional(),
  validateInput: flag(false),
  formHint: prose.default(''),
};

export const interactiveSchema = z
  .object({
    ...common,
    ...acting,
    ...stepConditions,
    content: prose,
    verify: conditions,
    showMe: flag(true),
    doIt: flag(true),
    completeEarly: flag(false),
    openGuide: z.string().trim().min(1).max(GUIDE_LIMITS.urlLength).optional(),
  })
  .check(checkAction);

export const innerStepSchema = z
  .object({ ...common, ...acting, description: prose.default(''), skippable: flag(false) })
  .check(checkAction);

export const groupSchema = z.object({
  ...common,
  ...stepConditions,
  content: prose,
  verify: conditionList.default([]),
  steps: z.array(z.unknown()).min(1),
  stepTimeout: z.number().positive().max(GUIDE_LIMITS.stepTimeout).default(STEP_TIMEOUT),
  completeEarly: flag(false),
});

export const codeBlockSchema = z.object({
  ...common,
  ...stepConditions,
  reftarget: selector,
  code,
  language: z.string().max(60).default(''),
  content: prose.default(''),
});
