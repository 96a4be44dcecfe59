/** Together the bundled guides use all of the format, so that playing them all plays all of it. */
import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { CONDITION_WORDS, readCondition } from '../conditionWords';
import { STEP_ACTIONS } from '../model';
import index from './index.json';

type Json = Readonly<Record<string, unknown>>;

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null;

/** `value` and everything in it that is an object. */
function within(value: unknown): Json[] {
  if (Array.isArray(value)) {
    return value.flatMap(within);
  }
  return isJson(value) ? [value, ...Object.values(value).flatMap(within)] : [];
}

const read = (file: string): unknown => JSON.parse(readFileSync(join(__dirname, file), 'utf8'));

const objects = index.flatMap(({ file }) => within(read(file)));
const valuesOf = (field: string) =>
  objects.flatMap((object) => (field in object ? [object[field]].flat() : [])).filter((value) => value !== undefined);
const textsOf = (field: string) => valuesOf(field).filter((value) => typeof value === 'string');

/** The nineteen block types of the format's reference. */
const BLOCK_TYPES = [
  'markdown',
  'html',
  'image',
  'video',
  'collapsible',
  'grot-guide',
  'snippet-ref',
  'section',
  'conditional',
  'assistant',
  'interactive',
  'multistep',
  'guided',
  'code-block',
  'quiz',
  'input',
  'terminal',
  'terminal-connect',
  'challenge',
];

test.each(BLOCK_TYPES)('a guide has a block of type %s', (type) => {
  expect(valuesOf('type')).toContain(type);
});

test.each(STEP_ACTIONS)('a guide has a step with the action %s', (action) => {
  expect(valuesOf('action')).toContain(action);
});

test.each(['highlight', 'formfill', 'hover', 'button', 'noop'])('the reader does a %s in a guided block', (action) => {
  const inner = objects.filter(({ type }) => type === 'guided').flatMap(({ steps }) => within(steps));
  expect(inner.map((step) => step.action)).toContain(action);
});

test.each(CONDITION_WORDS)('a guide asks %s', (word) => {
  const conditions = ['requirements', 'objectives', 'conditions', 'verify', 'successCriteria']
    .flatMap(textsOf)
    .flatMap((list) => list.split(','));
  expect(conditions.map((condition) => readCondition(condition.trim()).word)).toContain(word);
});

test('no guide asks a condition that the format does not know', () => {
  const asked = ['requirements', 'objectives', 'conditions', 'verify', 'successCriteria'].flatMap(textsOf);
  expect(asked.filter((condition) => readCondition(condition).word === null)).toEqual([]);
});

test.each([
  [':contains', /:contains\(/],
  [':text', /:text\(/],
  [':has with an extension in it', /:has\([^)]*:contains\(/],
  [':nth-match', /:nth-match\(\d+\)/],
  ['a panel', /^panel:.+ > /],
  ['a token', /^grafana:components\./],
  ['a token with an argument', /^grafana:components\.\w+\.\w+:./],
  ['a token with more selector behind it', /\{grafana:[^}]+\} /],
  ['a list of selectors', /\], /],
  ['a label', /^[A-Z][\w &?]+$/],
  ['a variable', /\{\{\w+\}\}/],
])('a target has %s', (_what, form) => {
  const targets = [...textsOf('reftarget'), ...textsOf('targetvalue')];
  expect(targets.filter((target) => form.test(target))).not.toEqual([]);
});

test.each([
  ['targetstate', 'true'],
  ['targetstate', 'false'],
  ['targetstate', 'aria-pressed:true'],
  ['targetvalue', 'floating'],
  ['targetvalue', 'sidebar'],
  ['display', 'section'],
  ['inputType', 'text'],
  ['inputType', 'boolean'],
  ['inputType', 'datasource'],
  ['completionMode', 'max-attempts'],
  ['multiSelect', true],
  ['pinned', true],
  ['shuffle', false],
  ['lazyRender', true],
  ['validateInput', true],
  ['dataCheckBlocking', true],
  ['skippable', true],
  ['doIt', false],
  ['autoCollapse', false],
])('a guide says %s: %j', (field, value) => {
  expect(valuesOf(field)).toContainEqual(value);
});

test.each(['scrollContainer', 'formHint', 'hint', 'tooltip', 'description', 'openGuide', 'objectives', 'stepTimeout'])(
  'a guide uses %s',
  (field) => {
    expect(valuesOf(field)).not.toEqual([]);
  }
);

test('a value clears a field, alone and with what is entered then', () => {
  const clearing = textsOf('targetvalue').filter((value) => value.startsWith('@@CLEAR@@'));
  expect(clearing).toContain('@@CLEAR@@');
  expect(clearing.some((value) => value.length > '@@CLEAR@@'.length)).toBe(true);
});

test('every snippet and every guide that is named is there', () => {
  const files = readdirSync(join(__dirname, 'snippets'));
  for (const id of textsOf('snippetId')) {
    expect(files).toContain(`${id}.json`);
    expect(read(`snippets/${id}.json`)).toMatchObject({ id });
  }
  for (const opened of textsOf('openGuide')) {
    expect(index.map(({ id }) => `bundled:${id}`)).toContain(opened);
  }
});
