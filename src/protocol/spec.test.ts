import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { LIMITS, TIMES } from './limits';

const ROOT = path.resolve(__dirname, '../..');
const SPEC = readFileSync(path.join(__dirname, 'SPEC.md'), 'utf8');
const GROUPS = [...SPEC.matchAll(/^## ([A-Z]+): /gm)].map(([, group]) => group);
const RULES = [...SPEC.matchAll(/^\*\*([A-Z]+-\d+)\*\*/gm)].map(([, id]) => id);

const sources = ['src', 'server', 'e2e'].flatMap((folder) =>
  readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => path.join(folder, name))
);
const quoted = new RegExp(`\\b(?:${GROUPS.join('|')})-\\d+\\b`, 'g');

test('SPEC.md has each rule once, numbered without a gap', () => {
  expect(GROUPS.length).toBeGreaterThan(5);
  for (const group of GROUPS) {
    const numbers = RULES.filter((id) => id.startsWith(`${group}-`)).map((id) => Number(id.split('-')[1]));
    expect([group, numbers]).toEqual([group, numbers.map((_, index) => index + 1)]);
    expect(numbers.length).toBeGreaterThan(0);
  }
});

test('every rule that code or tests quote is there', () => {
  const unknown = sources.flatMap((file) =>
    [...new Set(readFileSync(path.join(ROOT, file), 'utf8').match(quoted) ?? [])]
      .filter((id) => !RULES.includes(id))
      .map((id) => `${file}: ${id}`)
  );
  expect(unknown).toEqual([]);
});

const held = new Map<string, string[]>(RULES.map((id) => [id, []]));
for (const file of sources
  .filter((name) => /\.(test|spec)\.tsx?$/.test(name) && !name.endsWith('spec.test.ts'))
  .sort()) {
  const ids = textsIn(path.join(ROOT, file)).flatMap((text) => text.match(quoted) ?? []);
  new Set(ids).forEach((id) => held.get(id)?.push(file));
}

/** Every text in a file's code: titles and rows of tests, no comments. */
function textsIn(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node)) {
      texts.push(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return texts;
}

test('every rule is quoted by the title of a test', () => {
  expect(RULES.filter((id) => held.get(id)?.length === 0)).toEqual([]);
});

test('docs/safety.md names the tests of every rule of follow mode', () => {
  const table = readFileSync(path.join(ROOT, 'docs/safety.md'), 'utf8');
  const rows = [...table.matchAll(/^\| (SAFE-\d+) +\| (.*?) +\|$/gm)];
  const named = rows.map(([, id, files]) => [id, files.split(', ').map((file) => file.replaceAll('`', ''))]);
  expect(named).toEqual([...held].filter(([id]) => id.startsWith('SAFE-')));
});

test('every limit and time that SPEC.md names has the value that it says', () => {
  const constants: Record<string, number> = {
    ...Object.fromEntries(Object.entries(LIMITS).map(([name, value]) => [`LIMITS.${name}`, value])),
    ...Object.fromEntries(Object.entries(TIMES).map(([name, value]) => [`TIMES.${name}`, value])),
  };
  const named = [...SPEC.matchAll(/`((?:LIMITS|TIMES)\.\w+)`(?:\s+\(([\d,.]+)\s*(KiB|s|minutes)?)?/g)];
  expect(named.length).toBeGreaterThan(20);
  const UNITS: Record<string, number> = { KiB: 1024, s: 1_000, minutes: 60_000 };
  for (const [, name, figure, unit] of named) {
    expect(Object.keys(constants)).toContain(name);
    if (figure !== undefined) {
      expect([name, Number(figure.replaceAll(',', '')) * (unit ? UNITS[unit] : 1)]).toEqual([name, constants[name]]);
    }
  }
});
