/** Guide blocks from JSON, one reader a block type: a new type is a new row. Pure. */
import type { z } from 'zod';
import { GUIDE_LIMITS, interactiveSchema, markdownSchema, sectionSchema, type Block, type GuideStep } from './model';
import { contentHash } from './stepHash';
import { createStepNames } from './stepId';

export type PathPart = string | number;
/** Where in the file, as `blocks.2.reftarget`, and what is wrong there. */
export interface GuideProblem {
  readonly path: string;
  readonly message: string;
}

type Json = Readonly<Record<string, unknown>>;
type Reader = (block: Json, at: readonly PathPart[], reading: Reading) => Block | null;

interface Reading {
  readonly errors: GuideProblem[];
  readonly warnings: GuideProblem[];
  readonly steps: GuideStep[];
  readonly nameOf: ReturnType<typeof createStepNames>;
  blocks: number;
}

/** The format's camel-case twins; the lower-case name wins. */
const TWINS: ReadonlyArray<readonly [string, string]> = [
  ['targetAction', 'action'],
  ['refTarget', 'reftarget'],
  ['targetValue', 'targetvalue'],
  ['targetState', 'targetstate'],
];

/** Types that the format knows, with the field that holds their text. */
const SHOWN_PLAINLY: Readonly<Record<string, string>> = {
  html: '',
  image: 'alt',
  video: 'title',
  collapsible: 'title',
  'grot-guide': '',
  'snippet-ref': '',
  conditional: '',
  assistant: '',
  multistep: 'content',
  guided: 'content',
  'code-block': 'content',
  quiz: 'question',
  input: 'prompt',
  terminal: 'content',
  'terminal-connect': 'content',
  challenge: 'title',
};

const READERS = new Map<string, Reader>([
  [
    'markdown',
    (json, at, reading) => {
      const block = parse(markdownSchema, json, at, reading);
      return block && { kind: 'markdown', content: block.content };
    },
  ],
  [
    'section',
    (json, at, reading) => {
      const block = parse(sectionSchema, json, at, reading);
      return (
        block && {
          kind: 'section',
          id: block.id ?? null,
          title: block.title,
          requirements: block.requirements,
          blocks: readList(block.blocks, [...at, 'blocks'], reading),
        }
      );
    },
  ],
  ['interactive', readInteractive],
  ...Object.entries(SHOWN_PLAINLY).map(([type, field]): [string, Reader] => [
    type,
    (json, at, reading) => {
      reading.warnings.push(problem(at, `blocks of type ${type} cannot be played yet; the text is shown`));
      const text = json[field];
      return {
        kind: 'unsupported',
        type,
        text: typeof text === 'string' ? text.slice(0, GUIDE_LIMITS.textLength) : '',
      };
    },
  ]),
]);

export function readBlocks(blocks: readonly unknown[]): {
  blocks: Block[];
  steps: GuideStep[];
  errors: GuideProblem[];
  warnings: GuideProblem[];
} {
  const reading: Reading = { errors: [], warnings: [], steps: [], nameOf: createStepNames(), blocks: 0 };
  const read = readList(blocks, ['blocks'], reading);
  return { blocks: read, steps: reading.steps, errors: reading.errors, warnings: reading.warnings };
}

function readList(list: readonly unknown[], at: readonly PathPart[], reading: Reading): Block[] {
  if (depthOf(at) > GUIDE_LIMITS.depth) {
    reading.errors.push(problem(at, `blocks nest more than ${GUIDE_LIMITS.depth} deep`));
    return [];
  }
  reading.blocks += list.length;
  if (reading.blocks > GUIDE_LIMITS.blocks) {
    reading.errors.push(problem(at, `more than ${GUIDE_LIMITS.blocks} blocks`));
    return [];
  }
  return list.flatMap((entry, index) => readBlock(entry, [...at, index], reading) ?? []);
}

function readBlock(entry: unknown, at: readonly PathPart[], reading: Reading): Block | null {
  if (!isJson(entry) || typeof entry.type !== 'string') {
    reading.errors.push(problem(at, 'must be an object with a type'));
    return null;
  }
  const reader = READERS.get(entry.type);
  if (!reader) {
    reading.warnings.push(problem(at, `unknown block type ${JSON.stringify(entry.type.slice(0, 60))} was skipped`));
    return null;
  }
  return reader(entry, at, reading);
}

function readInteractive(json: Json, at: readonly PathPart[], reading: Reading): Block | null {
  const block = parse(interactiveSchema, withTwins(json), at, reading);
  if (!block) {
    return null;
  }
  if (reading.steps.length >= GUIDE_LIMITS.steps) {
    reading.errors.push(problem(at, `more than ${GUIDE_LIMITS.steps} steps`));
    return null;
  }
  const step: GuideStep = {
    ...block,
    id: reading.nameOf({ ...block, position: at.filter((part) => typeof part === 'number') }),
    hash: contentHash(json),
    reftarget: block.reftarget ?? null,
    targetvalue: block.targetvalue ?? null,
    targetstate: block.targetstate ?? null,
  };
  reading.steps.push(step);
  return { kind: 'step', step };
}

function withTwins(json: Json): Json {
  const twins = TWINS.filter(([twin, name]) => json[name] === undefined && json[twin] !== undefined);
  return twins.length === 0
    ? json
    : { ...json, ...Object.fromEntries(twins.map(([twin, name]) => [name, json[twin]])) };
}

function parse<T extends z.ZodType>(
  schema: T,
  json: Json,
  at: readonly PathPart[],
  reading: Reading
): z.output<T> | null {
  const result = schema.safeParse(json);
  if (result.success) {
    return result.data;
  }
  reading.errors.push(...problemsOf(result.error, at));
  return null;
}

export function problemsOf(error: z.ZodError, at: readonly PathPart[] = []): GuideProblem[] {
  return error.issues.map((issue) =>
    problem([...at, ...issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))], issue.message)
  );
}

function problem(at: readonly PathPart[], message: string): GuideProblem {
  return { path: at.join('.'), message };
}

/** The root list is depth 0: only containers count. */
function depthOf(at: readonly PathPart[]): number {
  return at.filter((part) => part === 'blocks').length - 1;
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
