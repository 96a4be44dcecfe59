/** Blocks with steps in them, from JSON. Pure. */
import type { z } from 'zod';
import { PLAIN_STEP, type GuideStep, type StepGroup } from './model';
import { isJson, parse, problem, type Json, type Path, type Reader, type Reading } from './reading';
import { contentHash } from './stepHash';
import { codeBlockSchema, groupSchema, innerStepSchema, interactiveSchema } from './stepSchemas';

/** The format's camel-case twins; the lower-case name wins. */
const TWINS: ReadonlyArray<readonly [string, string]> = [
  ['targetAction', 'action'],
  ['refTarget', 'reftarget'],
  ['targetValue', 'targetvalue'],
  ['targetState', 'targetstate'],
];

export const readInteractive: Reader = (json, at, reading) => {
  const block = parse(interactiveSchema, withTwins(json), at, reading);
  if (!block) {
    return null;
  }
  const step: GuideStep = {
    ...PLAIN_STEP,
    ...block,
    ...targetsOf(block),
    id: reading.names.nameOf({ ...block, at, what: block.action }),
    hash: contentHash(json),
    openGuide: block.openGuide ?? null,
  };
  if (!reading.addStep(step, at)) {
    return null;
  }
  reading.units.push(step.id);
  return { kind: 'step', step };
};

export const groupReader =
  (kind: 'multistep' | 'guided'): Reader =>
  (json, at, reading) => {
    const block = parse(groupSchema, json, at, reading);
    if (!block) {
      return null;
    }
    const id = reading.names.nameOf({ ...block, at, what: kind });
    reading.units.push(id);
    const steps = block.steps.flatMap(
      (entry, index) => readInner(entry, `${id}/${index + 1}`, [...at, 'steps', index], reading) ?? []
    );
    const unfit = steps.find(({ action }) => action === 'navigate' || action === 'popout');
    if (kind === 'guided' && unfit) {
      reading.warnings.push(problem(at, `a guided block cannot ask its reader for the action ${unfit.action}`));
    }
    const { content, requirements, objectives, verify, skippable, hint, stepTimeout, completeEarly } = block;
    const texts = { content, hint };
    const group: StepGroup = {
      ...texts,
      ...{ id, hash: contentHash(json), steps, stepTimeout, completeEarly },
      ...{ requirements, objectives, verify, skippable },
    };
    return { kind, group };
  };

function readInner(entry: unknown, name: string, at: Path, reading: Reading): GuideStep | null {
  if (!isJson(entry)) {
    reading.errors.push(problem(at, 'must be an object with an action'));
    return null;
  }
  const inner = parse(innerStepSchema, withTwins(entry), at, reading);
  if (!inner) {
    return null;
  }
  const { description, ...fields } = inner;
  const step: GuideStep = {
    ...PLAIN_STEP,
    ...fields,
    ...targetsOf(inner),
    id: reading.names.take(inner.id ?? name),
    hash: contentHash(entry),
    content: description || inner.tooltip,
    tooltip: inner.tooltip || description,
  };
  return reading.addStep(step, at) ? step : null;
}

export const readCodeBlock: Reader = (json, at, reading) => {
  const block = parse(codeBlockSchema, withTwins(json), at, reading);
  if (!block) {
    return null;
  }
  const id = reading.names.nameOf({ ...block, at, what: 'code-block' });
  const { content, code, language, reftarget, requirements, objectives, skippable, hint } = block;
  const step: GuideStep = {
    ...PLAIN_STEP,
    ...{ id, hash: contentHash(json), action: 'formfill', reftarget, targetvalue: code, content },
    ...{ requirements, objectives, skippable, hint },
  };
  if (!reading.addStep(step, at)) {
    return null;
  }
  reading.units.push(id);
  return { kind: 'code-block', id, content, code, language, step };
};

type TargetField = 'reftarget' | 'targetvalue' | 'targetstate' | 'scrollContainer';

function targetsOf(step: Partial<Pick<z.output<typeof innerStepSchema>, TargetField>>): Pick<GuideStep, TargetField> {
  return {
    reftarget: step.reftarget ?? null,
    targetvalue: step.targetvalue ?? null,
    targetstate: step.targetstate ?? null,
    scrollContainer: step.scrollContainer ?? null,
  };
}

/** Inherited names are no fields: JSON may hold `__proto__` as its own. */
function withTwins(json: Json): Json {
  const twins = TWINS.filter(([twin, name]) => json[name] === undefined && json[twin] !== undefined);
  return twins.length === 0
    ? json
    : { ...json, ...Object.fromEntries(twins.map(([twin, name]) => [name, json[twin]])) };
}
