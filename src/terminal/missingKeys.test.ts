import { ControlKey } from './missingKeys';

test('Ctrl is for the one letter after it, and for nothing that comes as several', () => {
  const lit: boolean[] = [];
  const control = new ControlKey((is) => lit.push(is));
  expect(control.with('c')).toBe('c');
  control.press();
  expect(control.with('\x1b[A')).toBe('\x1b[A');
  expect([control.with('c'), control.with('c')]).toEqual(['\x03', 'c']);
  control.press();
  expect(control.with(' ')).toBe('\0');
  control.press();
  control.press();
  expect(control.with('d')).toBe('d');
  expect(lit).toEqual([true, false, true, false, true, false]);
});
