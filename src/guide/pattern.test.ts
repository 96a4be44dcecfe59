import { GUIDE_LIMITS } from './guideLimits';
import { ANSWER_LENGTH, compilePattern, patternIn } from './pattern';

const matches = async (source: string, answer: string, flags = '') =>
  (await compilePattern({ source, flags }))?.matches(answer) ?? null;

describe('compilePattern', () => {
  it.each<[string, string, string, boolean]>([
    ['^\\d{3}-\\d{4}$', '', '555-1234', true],
    ['^\\d{3}-\\d{4}$', '', '555-12345', false],
    ['prod', '', 'my-prod-1', true],
    ['PROD', '', 'prod', false],
    ['PROD', 'i', 'prod', true],
    ['^b$', 'gm', 'a\nb', true],
    ['a.b', 's', 'a\nb', true],
    ['^[\\w.-]+@[\\w-]+\\.[a-z]{2,}$', 'u', 'ada@example.com', true],
    ['^(?<env>dev|prod)$', '', 'prod', true],
    ['^\\u0041$', '', 'A', true],
  ])('/%s/%s on %j: %s', async (source, flags, answer, expected) => {
    expect(await matches(source, answer, flags)).toBe(expected);
  });

  it.each(['(', '[z-a]', '(?=a)b', '(?<!a)b', '(a)\\1', 'a{1001}', '((a{100}){100}){100}'])(
    'gives null for %s, which it cannot match in linear time',
    async (source) => expect(await matches(source, 'aaa')).toBeNull()
  );

  it('gives null for a pattern over the bound', async () => {
    expect(await matches('a'.repeat(GUIDE_LIMITS.patternLength), 'b')).toBe(false);
    expect(await matches('a'.repeat(GUIDE_LIMITS.patternLength + 1), 'b')).toBeNull();
  });

  it('tries no answer over the bound', async () => {
    expect(await matches('^a+$', 'a'.repeat(ANSWER_LENGTH))).toBe(true);
    expect(await matches('^a+$', 'a'.repeat(ANSWER_LENGTH + 1))).toBe(false);
  });

  // With the browser's own engine each of these takes longer than the universe has.
  it.each([
    '^(a+)+$',
    '^(a|aa)+$',
    '^(a|a?)+$',
    '^(a*)*$',
    '^([a-zA-Z]+)*$',
    '^(.*a){20}$',
    '^(([a-z])+.)+[A-Z]([a-z])+$',
    '^(.{0,100}){10}$',
    `^${'a?'.repeat(200)}${'a'.repeat(40)}$`,
    '(x+x+)+y',
    '(?:[^b]?){400}b',
  ])('settles %s on its worst answer at once', async (source) => {
    const pattern = await compilePattern({ source, flags: '' });
    const started = performance.now();
    for (const answer of ['a', 'x'].map((letter) => `${letter.repeat(ANSWER_LENGTH - 1)}!`)) {
      pattern?.matches(answer);
    }
    expect(pattern).not.toBeNull();
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe('a pattern that counts so much that even a linear engine freezes the page', () => {
  it.each([
    ['many counts in a row', `${'a{0,1000}'.repeat(50)}[^a]`],
    ['many counted classes in a row', `${'[a-z]{0,1000}'.repeat(35)}[^a]`],
    ['a long group, counted', `^(?:${'a?'.repeat(120)}){1000}[^a]`],
    ['counts within counts', '((((a?){10}){10}){10}){10}[^a]'],
    ['a count without an end', `(?:${'a?'.repeat(100)}){50,}[^a]`],
    ['a count behind an escaped bracket', `(?:\\[${'a?'.repeat(100)}\\]){50}`],
  ])('is not used: %s', async (_what, source) => {
    const started = performance.now();
    expect(await compilePattern({ source, flags: '' })).toBeNull();
    expect(performance.now() - started).toBeLessThan(500);
  });

  it('is told from one that counts as people do', async () => {
    const source = '^[a-z0-9]([-a-z0-9{},]{0,251}[a-z0-9])?(\\.\\{[0-9]{1,3}\\}){0,4}$';
    expect((await compilePattern({ source, flags: '' }))?.matches('my-host.{12}')).toBe(true);
  });
});

describe('patternIn', () => {
  it.each([
    ['^a', { source: '^a', flags: '' }],
    ['a$', { source: 'a$', flags: '' }],
    ['/a+/i', { source: 'a+', flags: 'i' }],
    ['a', null],
    ['$', null],
    ['/explore', null],
    ['/a/b', null],
    ['', null],
  ])('%j', (value, expected) => expect(patternIn(value)).toEqual(expected));
});
