import { readFilters } from './filterText';

describe('readFilters', () => {
  it.each([
    ['job="api"', [['job', '=', 'api']]],
    [
      'job="api" level!=debug',
      [
        ['job', '=', 'api'],
        ['level', '!=', 'debug'],
      ],
    ],
    [
      String.raw`a.b/c =~ "x \"y\" .+", d!~'z z'`,
      [
        ['a.b/c', '=~', 'x "y" .+'],
        ['d', '!~', 'z z'],
      ],
    ],
  ])('reads %s', (text, expected) => {
    expect(readFilters(text)?.map(({ key, operator, value }) => [key, operator, value])).toEqual(expected);
  });

  it.each(['', 'web-2', 'job=', 'job="api', 'a = b c', '="x"', 'http://x/?a=b c'])('leaves %j alone', (text) => {
    expect(readFilters(text)).toBeNull();
  });

  it('is quick with what never ends', () => {
    const before = performance.now();
    expect(readFilters('a="'.repeat(3000))).toBeNull();
    expect(readFilters(`${'a=b '.repeat(2000)}"`)).toBeNull();
    expect(performance.now() - before).toBeLessThan(500);
  });
});
