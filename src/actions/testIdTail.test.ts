import { stablePrefix } from './testIdTail';

it.each([
  ['collector-row-0b1c2d3e-0000-4000-8000-0123456789ab', 'collector-row-'],
  ['data-testid panel-row-12', 'data-testid panel-row-'],
  ['data-testid Panel header Requests by instance', 'data-testid Panel header '],
  ['data-testid Panel header ', null],
  ['data-testid 12', null],
  ['data-testid Nav menu item', null],
])('the stable part of %j is %j', (testId, expected) => {
  expect(stablePrefix(testId)).toBe(expected);
});
