/** Blocks without steps in them, as they are written in a guide file. Pure. */
import { z } from 'zod';
import { LIMITS } from '../protocol/limits';
import { cleanText } from '../protocol/text';
import {
  address,
  authoredId,
  code,
  common,
  conditionList,
  conditions,
  flag,
  label,
  mediaSource,
  prose,
  sectionTitle,
  selector,
  stepConditions,
} from './fields';
import { GUIDE_LIMITS } from './guideLimits';

const blockList = z.array(z.unknown());

export const guideRootSchema = z.object({
  id: authoredId,
  // Bounded again: composing may lengthen, and no attendee takes a longer one.
  title: z
    .string()
    .max(LIMITS.guideTitleLength)
    .transform(cleanText)
    .pipe(z.string().min(1).max(LIMITS.guideTitleLength)),
  blocks: blockList,
});

export const textSchema = z.object({ ...common, content: prose });

const pixels = z.number().positive().max(10_000);
export const imageSchema = z.object({
  ...common,
  src: mediaSource,
  alt: label.default(''),
  width: pixels.optional(),
  height: pixels.optional(),
});

const seconds = z.number().min(0).max(GUIDE_LIMITS.videoSeconds);
export const videoSchema = z.object({
  ...common,
  src: mediaSource,
  provider: z.enum(['youtube', 'vimeo', 'native']).optional(),
  title: label.default(''),
  start: seconds.optional(),
  end: seconds.optional(),
});

export const collapsibleSchema = z.object({
  ...common,
  title: label.default('Show more'),
  collapsed: flag(true),
  blocks: blockList,
});

export const sectionSchema = z.object({
  ...common,
  title: sectionTitle.default(''),
  requirements: conditions,
  objectives: conditions,
  autoCollapse: flag(true),
  blocks: blockList,
});

const branchSchema = z.object({ title: sectionTitle.default(''), requirements: conditions, objectives: conditions });
const NO_BRANCH = { title: '', requirements: [], objectives: [] };
export const conditionalSchema = z.object({
  ...common,
  conditions: conditionList.refine((list) => list.length > 0, 'must name at least one condition'),
  reftarget: selector.optional(),
  display: z.enum(['inline', 'section']).default('inline'),
  whenTrue: blockList,
  whenFalse: blockList,
  whenTrueSectionConfig: branchSchema.default(NO_BRANCH),
  whenFalseSectionConfig: branchSchema.default(NO_BRANCH),
});

export const assistantSchema = z.object({ ...common, blocks: blockList });

const choiceSchema = z.object({
  id: authoredId,
  text: prose.min(1),
  correct: flag(false),
  hint: prose.default(''),
  pinned: flag(false),
});
export const quizSchema = z
  .object({
    ...common,
    question: prose,
    choices: z.array(choiceSchema).min(1).max(GUIDE_LIMITS.choices),
    multiSelect: flag(false),
    completionMode: z.enum(['correct-only', 'max-attempts']).default('correct-only'),
    maxAttempts: z.number().int().min(1).max(100).default(3),
    shuffle: flag(true),
    requirements: conditions,
    skippable: flag(false),
  })
  .refine(({ choices }) => new Set(choices.map(({ id }) => id)).size === choices.length, {
    path: ['choices'],
    message: 'must each have an id of their own',
  })
  .refine(
    ({ choices, multiSelect }) => {
      const correct = choices.filter((choice) => choice.correct).length;
      return multiSelect ? correct >= 1 : correct === 1;
    },
    { path: ['choices'], message: 'must hold exactly one correct choice, with multiSelect at least one' }
  );

const timeExpression = z.string().min(1).max(60);
export const inputSchema = z
  .object({
    ...common,
    prompt: prose,
    inputType: z.enum(['text', 'boolean', 'datasource']),
    variableName: z.string().regex(/^[A-Za-z_]\w{0,99}$/, 'must be a name of letters, digits and underscores'),
    placeholder: label.default(''),
    checkboxLabel: label.default(''),
    defaultValue: z.union([z.boolean().transform(String), z.string().max(GUIDE_LIMITS.valueLength)]).optional(),
    required: flag(false),
    pattern: z.string().min(1).max(GUIDE_LIMITS.patternLength).optional(),
    validationMessage: prose.default(''),
    requirements: conditions,
    skippable: flag(false),
    datasourceFilter: z.string().max(LIMITS.guideIdLength).optional(),
    dataCheckQuery: z.string().min(1).max(GUIDE_LIMITS.dataCheckQuery).optional(),
    dataCheckFailureMessage: prose.default(''),
    dataCheckTimeFrom: timeExpression.default('now-1h'),
    dataCheckTimeTo: timeExpression.default('now'),
    dataCheckBlocking: flag(false),
  })
  .refine((input) => input.dataCheckQuery === undefined || input.inputType === 'datasource', {
    path: ['dataCheckQuery'],
    message: 'is for the inputType datasource alone',
  })
  .refine((input) => !input.dataCheckBlocking || input.dataCheckQuery !== undefined, {
    path: ['dataCheckQuery'],
    message: 'is required where dataCheckBlocking is true',
  })
  .refine((input) => !input.dataCheckBlocking || input.id !== undefined, {
    path: ['id'],
    message: 'is required where dataCheckBlocking is true',
  })
  .refine((input) => !input.dataCheckBlocking || input.defaultValue === undefined, {
    path: ['defaultValue'],
    message: 'is not for an input with dataCheckBlocking',
  });

export const terminalSchema = z.object({ ...common, ...stepConditions, command: code.min(1), content: prose });

export const terminalConnectSchema = z.object({
  ...common,
  content: prose,
  buttonText: label.default('Connect'),
});

export const challengeSchema = z.object({
  ...common,
  ...stepConditions,
  title: sectionTitle.pipe(z.string().min(1)),
  brief: prose,
  successCriteria: conditionList.refine((list) => list.length > 0, 'must name a condition'),
  mode: z.enum(['coda', 'standard']).default('coda'),
  setupScript: code.optional(),
  setupCommands: z.preprocess(
    (given) => (typeof given === 'string' ? [given] : given),
    z.array(code).max(GUIDE_LIMITS.choices).default([])
  ),
  hintLevels: z
    .array(z.object({ text: prose }))
    .max(GUIDE_LIMITS.choices)
    .default([]),
  failureMessage: prose.default(''),
});

const choicesTo = z
  .array(z.object({ text: label, screenId: authoredId }))
  .min(1)
  .max(GUIDE_LIMITS.choices);
const screenSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('question'), id: authoredId, title: label, options: choicesTo }),
  z.object({
    type: z.literal('result'),
    id: authoredId,
    title: label,
    body: prose,
    links: z
      .array(z.object({ title: label, linkText: label, href: address }))
      .max(GUIDE_LIMITS.choices)
      .default([]),
  }),
]);
export const grotGuideSchema = z
  .object({
    ...common,
    welcome: z.object({ title: label, body: prose, ctas: choicesTo }),
    screens: z.array(screenSchema).max(GUIDE_LIMITS.screens),
  })
  .check(({ value: { welcome, screens }, issues }) => {
    const known = new Set(screens.map(({ id }) => id));
    const check = (path: Array<string | number>, targets: ReadonlyArray<{ screenId: string }>) =>
      targets.forEach(({ screenId }, index) => {
        if (!known.has(screenId)) {
          const message = 'names a screen that does not exist';
          issues.push({ code: 'custom', path: [...path, index, 'screenId'], message, input: screenId });
        }
      });
    check(['welcome', 'ctas'], welcome.ctas);
    screens.forEach((screen, index) => {
      if (screen.type === 'question') {
        check(['screens', index, 'options'], screen.options);
      }
    });
  });

export const snippetRefSchema = z.object({
  ...common,
  snippetId: z
    .string()
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be a name in kebab-case')
    .max(LIMITS.guideIdLength),
});
