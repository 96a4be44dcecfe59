import { acceptanceOf } from './acceptance';

const accepts = async (targetvalue: string, text: string) => acceptanceOf({ validateInput: true, targetvalue })?.(text);

it('takes any input where none is asked for', () => {
  expect(acceptanceOf({ validateInput: false, targetvalue: 'up' })).toBeNull();
  expect(acceptanceOf({ validateInput: true, targetvalue: null })).toBeNull();
});

it.each([
  ['up', ' up ', true],
  ['up', 'down', false],
  ['@@CLEAR@@ up', 'up', true],
  ['^rate\\(', 'rate(x[5m])', true],
  ['^rate\\(', 'sum(x)', false],
  ['/SUM/i', 'sum(x)', true],
])('of %j takes %j: %j', async (targetvalue, text, expected) => {
  expect(await accepts(targetvalue, text)).toBe(expected);
});

it('does not let a pattern take long', async () => {
  const begun = performance.now();
  expect(await accepts('^(a+)+$', `${'a'.repeat(60)}!`)).toBe(false);
  expect(performance.now() - begun).toBeLessThan(2000);
});
