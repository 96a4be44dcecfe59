/** A reader's answers, and the steps and texts that they go into. Pure. */
import type { Block, Guide, GuideInput, GuideStep } from '../model';
import { namesIn, sealValues, withValues, type Variables } from './values';

/** All questions of a guide, also those in branches that are not shown, in reading order. */
export function inputsOf(guide: Guide): readonly GuideInput[] {
  const within = (blocks: readonly Block[]): GuideInput[] =>
    blocks.flatMap((block) => {
      switch (block.kind) {
        case 'input':
          return [block];
        case 'section':
        case 'collapsible':
        case 'group':
          return within(block.blocks);
        case 'conditional':
          return within([...block.whenTrue.blocks, ...block.whenFalse.blocks]);
        default:
          return [];
      }
    });
  return within(guide.blocks);
}

/** Answers to questions that the guide still asks, and defaults where there is none. */
export function answersOf(guide: Guide, given: ReadonlyMap<string, string>): Variables {
  const values = inputsOf(guide).flatMap(({ variableName, defaultValue }): Array<[string, string]> => {
    const value = given.get(variableName) ?? defaultValue;
    return value === null ? [] : [[variableName, value]];
  });
  return new Map(values);
}

/** The prompts of questions that the step's target or value asks for and that have no answer. */
export function unansweredBy(step: GuideStep, guide: Guide, variables: Variables): readonly string[] {
  const names = new Set([...namesIn(step.reftarget ?? ''), ...namesIn(step.targetvalue ?? '')]);
  return inputsOf(guide)
    .filter(({ variableName }) => names.has(variableName) && !variables.has(variableName))
    .map(({ prompt }) => prompt);
}

/** The step as it runs for this reader. It keeps its id and hash: what travels in a session is the step as authored. */
export function prepareStep(step: GuideStep, variables: Variables): GuideStep {
  if (variables.size === 0) {
    return step;
  }
  const plain = (text: string | null) => text && withValues(text, variables);
  const sealed = (text: string) => sealValues(text, variables);
  return {
    ...step,
    reftarget: plain(step.reftarget),
    targetvalue: plain(step.targetvalue),
    content: sealed(step.content),
    tooltip: sealed(step.tooltip),
    hint: sealed(step.hint),
    formHint: sealed(step.formHint),
  };
}
