/** One-field mutants of guide files: what each block type must and may have, apart from the schemas that are tested with them. For tests alone. */

type Json = Record<string, unknown>;
type Kind = 'text' | 'flag' | 'number' | 'list' | 'object' | 'conditions' | 'choice' | 'state';
type Fields = Readonly<Record<string, Kind>>;

export interface Mutant {
  /** Of the one field that is wrong now. */
  readonly path: string;
  readonly what: string;
  readonly json: unknown;
}

interface Shape {
  readonly required: Fields;
  readonly optional: Fields;
}

const STEP: Fields = {
  requirements: 'conditions',
  objectives: 'conditions',
  skippable: 'flag',
  hint: 'text',
  id: 'text',
};
const ACTING: Fields = {
  targetvalue: 'text',
  targetstate: 'state',
  tooltip: 'text',
  lazyRender: 'flag',
  scrollContainer: 'text',
  validateInput: 'flag',
  formHint: 'text',
};
const TARGETED: Fields = { action: 'choice', reftarget: 'text' };
const UNTARGETED: Fields = { action: 'choice' };

const SHAPES: Readonly<Record<string, Shape>> = {
  markdown: { required: { content: 'text' }, optional: { id: 'text' } },
  html: { required: { content: 'text' }, optional: { id: 'text' } },
  image: { required: { src: 'text' }, optional: { alt: 'text', width: 'number', height: 'number' } },
  video: {
    required: { src: 'text' },
    optional: { provider: 'choice', title: 'text', start: 'number', end: 'number', id: 'text' },
  },
  collapsible: { required: { blocks: 'list' }, optional: { title: 'text', collapsed: 'flag' } },
  'grot-guide': { required: { welcome: 'object', screens: 'list' }, optional: {} },
  'snippet-ref': { required: { snippetId: 'text' }, optional: {} },
  section: {
    required: { blocks: 'list' },
    optional: { title: 'text', id: 'text', requirements: 'conditions', objectives: 'conditions', autoCollapse: 'flag' },
  },
  conditional: {
    required: { conditions: 'conditions', whenTrue: 'list', whenFalse: 'list' },
    optional: {
      reftarget: 'text',
      display: 'choice',
      whenTrueSectionConfig: 'object',
      whenFalseSectionConfig: 'object',
    },
  },
  assistant: { required: { blocks: 'list' }, optional: {} },
  interactive: {
    required: { content: 'text' },
    optional: {
      ...STEP,
      ...ACTING,
      verify: 'conditions',
      showMe: 'flag',
      doIt: 'flag',
      completeEarly: 'flag',
      openGuide: 'text',
    },
  },
  multistep: { required: { content: 'text', steps: 'list' }, optional: STEP },
  guided: {
    required: { content: 'text', steps: 'list' },
    optional: { ...STEP, stepTimeout: 'number', completeEarly: 'flag' },
  },
  'code-block': {
    required: { reftarget: 'text', code: 'text' },
    optional: { ...STEP, language: 'text', content: 'text' },
  },
  quiz: {
    required: { question: 'text', choices: 'list' },
    optional: {
      multiSelect: 'flag',
      completionMode: 'choice',
      maxAttempts: 'number',
      shuffle: 'flag',
      requirements: 'conditions',
      skippable: 'flag',
    },
  },
  input: {
    required: { prompt: 'text', inputType: 'choice', variableName: 'text' },
    optional: {
      placeholder: 'text',
      checkboxLabel: 'text',
      defaultValue: 'state',
      required: 'flag',
      pattern: 'text',
      validationMessage: 'text',
      datasourceFilter: 'text',
      dataCheckQuery: 'text',
      dataCheckFailureMessage: 'text',
      dataCheckTimeFrom: 'text',
      dataCheckTimeTo: 'text',
      dataCheckBlocking: 'flag',
      skippable: 'flag',
      requirements: 'conditions',
    },
  },
  terminal: { required: { command: 'text', content: 'text' }, optional: STEP },
  'terminal-connect': { required: { content: 'text' }, optional: { buttonText: 'text' } },
  challenge: {
    required: { title: 'text', brief: 'text', successCriteria: 'conditions' },
    optional: { ...STEP, mode: 'choice', setupScript: 'text', hintLevels: 'list', failureMessage: 'text' },
  },
};
const INNER: Shape = { required: {}, optional: { ...ACTING, ...STEP, description: 'text' } };
const CHOICE: Shape = {
  required: { id: 'text', text: 'text' },
  optional: { correct: 'flag', hint: 'text', pinned: 'flag' },
};
const ROOT: Shape = { required: { id: 'text', title: 'text', blocks: 'list' }, optional: {} };

/** Values that are no such thing, the likeliest first. */
const WRONG: Readonly<Record<Kind, readonly unknown[]>> = {
  text: [7, null, ['x']],
  flag: ['true', 1],
  number: ['5', -1],
  list: ['x', {}],
  object: ['x', 7],
  conditions: [7, { a: 1 }],
  choice: ['explode', 7],
  state: [7, []],
};

/**
 * One-field mutants of a guide file, for every block and inner step in it.
 * @param values how many wrong ones each field gets
 */
export function* mutantsOf(json: Json, values: 'one' | 'all'): Generator<Mutant> {
  const guide = { json, wrong: values === 'one' ? 1 : Infinity };
  yield* fieldMutants(guide, [], ROOT);
  yield* listMutants(guide, json, ['blocks']);
}

interface Guide {
  readonly json: Json;
  /** Values for each field. */
  readonly wrong: number;
}

function* listMutants(guide: Guide, owner: Json, at: ReadonlyArray<string | number>): Generator<Mutant> {
  const list = owner[String(at.at(-1))];
  for (const [index, block] of (Array.isArray(list) ? list : []).entries()) {
    yield* blockMutants(guide, block, [...at, index]);
  }
}

function* blockMutants(guide: Guide, block: Json, at: ReadonlyArray<string | number>): Generator<Mutant> {
  const type = String(block.type);
  yield mutant(guide, [...at, 'type'], 'is missing', undefined);
  yield mutant(guide, [...at, 'type'], 'is 7', 7);
  const shape = SHAPES[type];
  yield* fieldMutants(guide, at, type === 'interactive' ? acting(shape, block) : shape);
  if (type === 'multistep' || type === 'guided') {
    for (const [index, step] of (Array.isArray(block.steps) ? block.steps : []).entries()) {
      yield* fieldMutants(guide, [...at, 'steps', index], acting(INNER, step));
    }
  }
  if (type === 'quiz') {
    for (const index of (Array.isArray(block.choices) ? block.choices : []).keys()) {
      yield* fieldMutants(guide, [...at, 'choices', index], CHOICE);
    }
  }
  for (const name of ['blocks', 'whenTrue', 'whenFalse']) {
    yield* listMutants(guide, block, [...at, name]);
  }
}

function acting(shape: Shape, step: Json): Shape {
  const { action } = step;
  const targeted = action === 'noop' || action === 'popout' ? UNTARGETED : TARGETED;
  const value: Fields = action === 'popout' || step.validateInput === true ? { targetvalue: 'text' } : {};
  return { required: { ...shape.required, ...targeted, ...value }, optional: shape.optional };
}

function* fieldMutants(
  guide: Guide,
  at: ReadonlyArray<string | number>,
  { required, optional }: Shape
): Generator<Mutant> {
  const owner = valueAt(guide.json, at);
  for (const field of Object.keys(required)) {
    yield mutant(guide, [...at, field], 'is missing', undefined);
  }
  for (const [field, kind] of Object.entries({ ...optional, ...required })) {
    if (owner[field] !== undefined) {
      for (const wrong of WRONG[kind].slice(0, guide.wrong)) {
        yield mutant(guide, [...at, field], `is ${JSON.stringify(wrong)}`, wrong);
      }
    }
    if (kind === 'conditions' && Array.isArray(owner[field])) {
      yield mutant(guide, [...at, field, 0], 'is 7', 7);
    }
  }
}

function valueAt(json: Json, at: ReadonlyArray<string | number>): Json {
  return at.reduce<Json>((value, part) => value[part] as Json, json);
}

/** A copy along the path, the rest shared; `undefined` takes the field away. */
function mutant({ json: guide }: Guide, at: ReadonlyArray<string | number>, what: string, wrong: unknown): Mutant {
  const put = (value: unknown, [part, ...rest]: ReadonlyArray<string | number>): unknown => {
    const copy: Json | unknown[] = Array.isArray(value) ? [...value] : { ...(value as Json) };
    const fields = copy as Json;
    if (rest.length > 0) {
      fields[part] = put(fields[part], rest);
    } else if (wrong === undefined) {
      delete fields[part];
    } else {
      fields[part] = wrong;
    }
    return copy;
  };
  return { path: at.join('.'), what, json: put(guide, at) };
}
