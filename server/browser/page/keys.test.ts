/** What keys over the picture mean. */
import { HeldKeys, meaningOf, type KeyPress } from './keys';

function press(key: string, more: Partial<KeyPress> & { altGraph?: boolean } = {}): KeyPress {
  return {
    key,
    code: '',
    location: 0,
    repeat: false,
    altKey: false,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    isComposing: false,
    keyCode: 65,
    ...more,
    getModifierState: (name) => name === 'AltGraph' && more.altGraph === true,
  };
}

it.each([
  ['a', {}, { key: 'a', modifiers: 0 }],
  ['A', { shiftKey: true }, { key: 'A', modifiers: 8 }],
  ['Enter', { code: 'NumpadEnter', location: 3 }, { key: 'Enter', code: 'NumpadEnter', location: 3 }],
  ['Tab', { shiftKey: true }, { key: 'Tab', modifiers: 8 }],
  ['Escape', {}, { key: 'Escape' }],
  ['a', { ctrlKey: true }, { key: 'a', modifiers: 2 }],
  ['ArrowDown', { repeat: true, altKey: true }, { key: 'ArrowDown', repeat: true, modifiers: 1 }],
  ['😀', {}, { key: '😀' }],
] as const)('%s with %j goes to the page over there', (key, more, call) => {
  expect(meaningOf(press(key, more), false)).toMatchObject({ kind: 'key', call });
});

it('a character of AltGr is that character, though Windows says Ctrl and Alt', () => {
  const at = press('@', { ctrlKey: true, altKey: true, altGraph: true });
  expect(meaningOf(at, false)).toMatchObject({ kind: 'key', call: { key: '@', modifiers: 0 } });
});

it.each([
  ['Enter', { ctrlKey: true, altKey: true }, { kind: 'leave' }],
  ['c', { ctrlKey: true }, { kind: 'copy', cut: false }],
  ['X', { ctrlKey: true }, { kind: 'copy', cut: true }],
  ['v', { ctrlKey: true }, { kind: 'paste' }],
  ['Insert', { shiftKey: true }, { kind: 'paste' }],
  ['l', { ctrlKey: true }, { kind: 'address' }],
  ['F5', {}, { kind: 'go', to: 'reload' }],
  ['ArrowLeft', { altKey: true }, { kind: 'go', to: 'back' }],
  ['ArrowRight', { altKey: true }, { kind: 'go', to: 'forward' }],
  ['Process', {}, { kind: 'composing' }],
  ['Dead', {}, { kind: 'composing' }],
  ['a', { keyCode: 229 }, { kind: 'composing' }],
  ['a', { isComposing: true }, { kind: 'composing' }],
] as const)('%s with %j is not a key for the page over there', (key, more, meaning) => {
  expect(meaningOf(press(key, more), false)).toEqual(meaning);
});

it('pasting as plain text, or opening with shift, is left to the page over there', () => {
  expect(meaningOf(press('V', { ctrlKey: true, shiftKey: true }), false)).toMatchObject({ kind: 'key' });
});

it('the command key of a Mac is Ctrl over there, which runs Linux', () => {
  expect(meaningOf(press('c', { metaKey: true }), true)).toEqual({ kind: 'copy', cut: false });
  expect(meaningOf(press('a', { metaKey: true }), true)).toMatchObject({ kind: 'key', call: { modifiers: 2 } });
  expect(meaningOf(press('Meta', { metaKey: true, code: 'MetaLeft' }), true)).toMatchObject({
    kind: 'key',
    call: { key: 'Control', code: 'ControlLeft' },
  });
  expect(meaningOf(press('a', { metaKey: true }), false)).toMatchObject({ kind: 'key', call: { modifiers: 4 } });
});

describe('keys that are held', () => {
  const call = (key: string, code: string) =>
    ({ type: 'key', key, code, location: 0, repeat: false, modifiers: 8 }) as const;

  it('go up once, by their place, whatever character they make by then', () => {
    const held = new HeldKeys();
    expect(held.down(call('A', 'KeyA')).is).toBe('down');
    expect(held.up(call('a', 'KeyA'))).toMatchObject({ is: 'up', key: 'a' });
    expect(held.up(call('a', 'KeyA'))).toBeNull();
  });

  it('are all let go at once when the page no longer hears of them', () => {
    const held = new HeldKeys();
    held.down(call('Shift', 'ShiftLeft'));
    held.down(call('A', 'KeyA'));
    expect(held.releaseAll()).toMatchObject([
      { is: 'up', key: 'Shift', modifiers: 0 },
      { is: 'up', key: 'A', modifiers: 0 },
    ]);
    expect(held.releaseAll()).toEqual([]);
  });

  it('a Mac says nothing of characters that were let go under the command key', () => {
    const held = new HeldKeys();
    held.down(call('Control', 'ControlLeft'));
    held.down(call('a', 'KeyA'));
    expect(held.releaseCharacters().map(({ key }) => key)).toEqual(['a']);
  });
});
