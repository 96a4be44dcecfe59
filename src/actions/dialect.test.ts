import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { compileSelector, DIALECT_LIMITS } from './dialect';
import { DialectError } from './dialectError';
import { compileTarget } from './readings';

const problemOf = (text: string): { at: number; message: string } | null => {
  try {
    compileSelector(text);
    return null;
  } catch (error) {
    if (error instanceof DialectError) {
      return { at: error.at, message: error.message };
    }
    throw error;
  }
};
const only = (text: string) => {
  const { query } = compileSelector(text);
  expect(query).toHaveLength(1);
  return query[0];
};

describe('compileSelector', () => {
  it('leaves what a browser knows to the browser, quoted anew', () => {
    expect(only(`a[href^='/x"y'].b#c:nth-child(2n + 1):first-of-type`)).toEqual([
      {
        combinator: ' ',
        css: String.raw`a[href^="/x\"y"][class~="b"][id="c"]:nth-child(2n + 1):first-of-type`,
        names: [],
        filters: [],
      },
    ]);
    expect(only(String.raw`#\31 a > .x\/y + p ~ *`).map(({ combinator, css }) => combinator + css)).toEqual([
      ' [id="1a"]',
      '>[class~="x/y"]',
      '+p',
      '~*',
    ]);
  });

  it.each([
    [`p:contains('Save & test')`, 'save & test'],
    [`p:contains("it's (really) here, [or] not")`, `it's (really) here, [or] not`],
    [`p:contains( plain words )`, 'plain words'],
    [`p:contains('it’s :has(x) > y')`, 'it’s :has(x) > y'],
    [`p:contains('Don't')`, `don't`],
    [`p:contains(a (b) c)`, 'a (b) c'],
    [String.raw`p:contains('Don\'t')`, `don't`],
  ])('reads the text of %s', (text, expected) => {
    expect(only(text)[0].filters).toEqual([{ kind: 'contains', text: expected }]);
  });

  it('does not take an extension in a string for one', () => {
    expect(only(`[title=":contains('x')"] [a='{grafana:b.c}']`).map(({ css }) => css)).toEqual([
      `[title=":contains('x')"]`,
      '[a="{grafana:b.c}"]',
    ]);
  });

  it('keeps extensions in their order, and what stands behind :nth-match behind it', () => {
    expect(only(`button:contains('a'):nth-match(2).on:text('b') i`)).toEqual([
      {
        combinator: ' ',
        css: 'button',
        names: [],
        filters: [
          { kind: 'contains', text: 'a' },
          { kind: 'nth', n: 2 },
          { kind: 'plain', css: '[class~="on"]', names: [] },
          { kind: 'text', text: 'b' },
        ],
      },
      { combinator: ' ', css: 'i', names: [], filters: [] },
    ]);
  });

  it('takes extensions within :has, :is and :not, and a combinator at the start of :has alone', () => {
    const [{ filters }] = only(`div:has(> p:contains('x'), a:text(y)):not(:has(i:nth-match(2)))`);
    expect(filters).toMatchObject([
      { kind: 'has', query: [[{ combinator: '>', css: 'p' }], [{ combinator: ' ', css: 'a' }]] },
      { kind: 'not', query: [[{ filters: [{ kind: 'has', query: [[{ filters: [{ kind: 'nth', n: 2 }] }]] }] }]] },
    ]);
    expect(problemOf('div:is(> p)')?.message).toContain('begins with');
    expect(problemOf('> p')?.message).toContain('begins with');
  });

  it('lists the names of Grafana’s own table', () => {
    expect(compileSelector('grafana:components.X.y:a:b {').names).toEqual([
      { path: 'components.X.y', argument: 'a:b {' },
    ]);
    const { query, names } = compileSelector(`div{grafana:a.b} > {grafana:c.d:It's "so" > [x]}:nth-match(1)`);
    expect(names).toEqual([
      { path: 'a.b', argument: null },
      { path: 'c.d', argument: `It's "so" > [x]` },
    ]);
    expect(query[0].map((part) => part.names)).toEqual([[0], [1]]);
  });

  it('reads > as any depth, and test ids by their stable part, where that is wanted', () => {
    const { query } = compileSelector('ul > li > [data-testid="panel-row-17"]', {
      childAsDescendant: true,
      stableTestIds: true,
    });
    expect(query[0].map(({ combinator, css }) => combinator + css)).toEqual([
      ' ul',
      ' li',
      ' [data-testid^="panel-row-"]',
    ]);
  });

  it.each([
    ['div[[', 4],
    ['div[a="b]', 9],
    ['div:has(p', 9],
    ["p:contains('abc') > ]", 20],
    ['a, , b', 1],
    ['', 0],
    ['a >', 3],
  ])('says where %s goes wrong', (text, at) => {
    expect(problemOf(text)).toEqual({ at, message: expect.any(String) });
  });

  it.each([
    ':first',
    'p:eq(1)',
    'p:visible',
    'p::before',
    'a < b',
    'p:nth-match(0)',
    'p:nth-match(-1)',
    'p:nth-match(1001)',
    'p:nth-child(2 of .x)',
    'svg|a',
    ':host(p)',
    '[a!=b]',
    ':has()',
    '\ue000',
    ':\ue000(0)',
  ])('does not take %s', (text) => {
    expect(problemOf(text)).not.toBeNull();
  });

  it('is bounded in length, parts and depth', () => {
    const long = `[a="${'x'.repeat(DIALECT_LIMITS.length - 6)}"]`;
    expect(problemOf(long)).toBeNull();
    expect(problemOf(`${long} `)?.message).toContain('longer');
    const parts = (count: number) => Array.from({ length: count }, () => 'a').join(' ');
    expect(problemOf(parts(DIALECT_LIMITS.parts))).toBeNull();
    expect(problemOf(parts(DIALECT_LIMITS.parts + 1))?.message).toContain('more than');
    const nested = (depth: number) => `${':not('.repeat(depth)}a${')'.repeat(depth)}`;
    expect(problemOf(nested(DIALECT_LIMITS.depth))).toBeNull();
    expect(problemOf(nested(DIALECT_LIMITS.depth + 1))?.message).toContain('deep');
  });

  it('reads or refuses rubbish of the greatest length at once', () => {
    for (const piece of [
      ':contains(',
      "'",
      '[',
      '[a="',
      ':contains("',
      '(',
      ':not(',
      '{grafana:a',
      '\\',
      ':text(a(',
      ',',
      '> ',
    ]) {
      const text = piece.repeat(DIALECT_LIMITS.length).slice(0, DIALECT_LIMITS.length);
      const before = performance.now();
      expect(problemOf(text)).not.toBeNull();
      expect(performance.now() - before).toBeLessThan(1000);
    }
  });
});

const SAMPLES = path.resolve(__dirname, '../../../shared/guides-open');
const withSamples = existsSync(SAMPLES) ? describe : describe.skip;
if (!existsSync(SAMPLES)) {
  console.warn(`The sample guides are not at ${SAMPLES}: their targets are not compiled.`);
}

withSamples('the targets of the sample guides', () => {
  it('compile, every one', () => {
    const targets: Array<[string, string]> = [];
    const collect = (json: unknown): void => {
      if (typeof json !== 'object' || json === null) {
        return;
      }
      if ('reftarget' in json && typeof json.reftarget === 'string') {
        const action = 'action' in json && typeof json.action === 'string' ? json.action : 'highlight';
        targets.push([action, json.reftarget]);
      }
      Object.values(json).forEach(collect);
    };
    readdirSync(SAMPLES).forEach((file) => collect(JSON.parse(readFileSync(path.join(SAMPLES, file), 'utf8'))));
    expect(targets.length).toBeGreaterThan(500);
    const failed = targets
      .filter(([action]) => action !== 'navigate')
      .flatMap(([action, text]) => {
        const compiled = compileTarget({ action: action === 'button' ? 'button' : 'highlight', reftarget: text });
        return compiled.ok ? [] : [`${text}: ${compiled.problem.message}`];
      });
    expect(failed).toEqual([]);
  });
});
