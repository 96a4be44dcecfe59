import { parseSettings } from './config/settings';
import { isSwitchedOn } from './switch';

test.each([
  [undefined, true],
  [null, true],
  ['off', true],
  [{}, true],
  [{ liveSessions: 'no' }, true],
  [{ liveSessions: true }, true],
  [{ liveSessions: false }, false],
])('%j: %p, in module.js and behind it', (jsonData, on) => {
  expect(isSwitchedOn(jsonData)).toBe(on);
  expect(parseSettings(jsonData).liveSessions).toBe(on);
});
