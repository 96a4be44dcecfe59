import { GUIDE_LIMITS } from './guideLimits';
import { toHtml } from './markdown';

const fill = (piece: string) =>
  piece.repeat(Math.ceil(GUIDE_LIMITS.textLength / piece.length)).slice(0, GUIDE_LIMITS.textLength);
const wideTable = `|${'a|'.repeat(200)}\n|${'-|'.repeat(200)}\n`;

// Cleaning is left out: it takes jsdom long, and a browser not. Each of the first four took Grafana's own renderer longer than a minute.
test.each([
  ['['],
  ['[a]('],
  ['[a](<'],
  ['*_a'],
  ['*a '],
  ['!['],
  ['**a'],
  ['a**b'],
  ['_*'],
  ['http://a.'],
  ['- a\n'],
  ['> '],
  ['a|b\n-|-\n'],
  ['===\n'],
  ['[^'],
  ['\\'],
  ['`a'],
  ['<a '],
  ['<!--'],
  ['&#'],
])('a text full of %j is drawn in a moment', (piece) => {
  const started = performance.now();
  toHtml(fill(piece));
  expect(performance.now() - started).toBeLessThan(5_000);
});

test('a wide table with thousands of hollow rows is cut, not blown up', () => {
  expect(toHtml(wideTable + '|\n'.repeat(9_000)).length).toBeLessThan(4_000_000);
});
