/** What a guide is once it has been read: typed, bounded, every step with its identity. Pure. */
import { z } from 'zod';
import { LIMITS } from '../protocol/limits';
import { cleanText } from '../protocol/text';

/** Bounds of a guide file. Depth and size are the guide format's own; the counts are a multiple of the largest guides known. */
export const GUIDE_LIMITS = {
  /** Bytes of the guide as JSON. */
  bytes: 512 * 1024,
  /** Containers within containers. */
  depth: 5,
  /** Arrays and objects within each other, whatever they mean. */
  jsonDepth: 40,
  blocks: 1000,
  steps: 500,
  /** Characters of one Markdown text. */
  textLength: 20_000,
  /** Characters of a target. */
  selectorLength: 2_000,
  /** Characters that a step may fill in. */
  valueLength: 10_000,
  /** Conditions in one list. */
  conditions: 50,
  conditionLength: 500,
} as const;

export const stepActionSchema = z.enum(['highlight', 'button', 'formfill', 'navigate', 'hover', 'noop', 'popout']);
export type StepAction = z.infer<typeof stepActionSchema>;

const UNTARGETED: ReadonlySet<StepAction> = new Set(['noop', 'popout']);

const prose = z.string().max(GUIDE_LIMITS.textLength);
const authoredId = z.string().trim().min(1).max(LIMITS.guideIdLength);
const selector = z.string().trim().min(1).max(GUIDE_LIMITS.selectorLength);
const conditionText = z.string().max(GUIDE_LIMITS.conditionLength);

/** One string may hold several conditions with commas between them. */
const conditionList = z
  .union([conditionText.transform((one) => [one]), z.array(conditionText).max(GUIDE_LIMITS.conditions)])
  .transform((list) =>
    list
      .flatMap((entry) => entry.split(','))
      .map((entry) => entry.trim())
      .filter((entry) => entry.length > 0)
  );

export const markdownSchema = z.object({ content: prose });

export const sectionSchema = z.object({
  id: authoredId.optional(),
  title: z.string().max(LIMITS.guideTitleLength).transform(cleanText).default(''),
  requirements: conditionList.default([]),
  objectives: conditionList.default([]),
  blocks: z.array(z.unknown()),
});

export const interactiveSchema = z
  .object({
    id: authoredId.optional(),
    action: stepActionSchema,
    content: prose,
    reftarget: selector.optional(),
    targetvalue: z.string().max(GUIDE_LIMITS.valueLength).optional(),
    targetstate: z.union([z.boolean().transform(String), z.string().max(GUIDE_LIMITS.conditionLength)]).optional(),
    tooltip: prose.default(''),
    hint: prose.default(''),
    requirements: conditionList.default([]),
    objectives: conditionList.default([]),
    verify: conditionList.default([]),
    skippable: z.boolean().default(false),
    showMe: z.boolean().default(true),
    doIt: z.boolean().default(true),
    completeEarly: z.boolean().default(false),
  })
  .refine((step) => UNTARGETED.has(step.action) || step.reftarget !== undefined, {
    path: ['reftarget'],
    message: 'is required for this action',
  });

export const guideRootSchema = z.object({
  id: authoredId,
  // Bounded again: composing may lengthen, and no attendee takes a longer one.
  title: z
    .string()
    .max(LIMITS.guideTitleLength)
    .transform(cleanText)
    .pipe(z.string().min(1).max(LIMITS.guideTitleLength)),
  blocks: z.array(z.unknown()),
});

export interface GuideStep {
  /** Unique in its guide, the same on every machine that has the same guide. */
  readonly id: string;
  /** SHA-256 of the step as authored, 64 hex digits (stepHash.ts). */
  readonly hash: string;
  readonly action: StepAction;
  /** A target in the guide format's dialect; a path or URL for `navigate`; null where nothing is pointed at. */
  readonly reftarget: string | null;
  readonly targetvalue: string | null;
  readonly targetstate: string | null;
  /** Markdown. */
  readonly content: string;
  /** Markdown; empty when there is none. */
  readonly tooltip: string;
  readonly hint: string;
  readonly requirements: readonly string[];
  readonly objectives: readonly string[];
  readonly verify: readonly string[];
  readonly skippable: boolean;
  readonly showMe: boolean;
  readonly doIt: boolean;
  readonly completeEarly: boolean;
}

export type Block =
  | { readonly kind: 'markdown'; readonly content: string }
  | {
      readonly kind: 'section';
      readonly id: string | null;
      readonly title: string;
      readonly requirements: readonly string[];
      readonly blocks: readonly Block[];
    }
  | { readonly kind: 'step'; readonly step: GuideStep }
  /** Known to the format, not yet played: its text is shown plainly. */
  | { readonly kind: 'unsupported'; readonly type: string; readonly text: string };

export interface Guide {
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly Block[];
  /** All steps in reading order. */
  readonly steps: readonly GuideStep[];
}
