/** Keys as a page's KeyboardEvent names them, as Chromium wants to hear of them. Pure. */
import type { Protocol } from 'devtools-protocol';
import type { ViewCall } from '../../../src/protocol/browserWire';

export type KeyCall = Extract<ViewCall, { type: 'key' }>;

const CTRL = 2;
const ALT = 1;
const META = 4;

/** Windows' numbers of keys that make no sign, by their name or their place. */
const NUMBERS: Readonly<Record<string, number>> = {
  Backspace: 8,
  Tab: 9,
  Enter: 13,
  NumpadEnter: 13,
  Shift: 16,
  Control: 17,
  Alt: 18,
  AltGraph: 18,
  Pause: 19,
  CapsLock: 20,
  Escape: 27,
  ' ': 32,
  PageUp: 33,
  PageDown: 34,
  End: 35,
  Home: 36,
  ArrowLeft: 37,
  ArrowUp: 38,
  ArrowRight: 39,
  ArrowDown: 40,
  Insert: 45,
  Delete: 46,
  Meta: 91,
  ContextMenu: 93,
  NumLock: 144,
  ScrollLock: 145,
  Semicolon: 186,
  Equal: 187,
  Comma: 188,
  Minus: 189,
  Period: 190,
  Slash: 191,
  Backquote: 192,
  BracketLeft: 219,
  Backslash: 220,
  BracketRight: 221,
  Quote: 222,
  IntlBackslash: 226,
  NumpadMultiply: 106,
  NumpadAdd: 107,
  NumpadSubtract: 109,
  NumpadDecimal: 110,
  NumpadDivide: 111,
};

/** Keys that Chromium keeps for itself, before any page: tabs, windows, its end. */
const RESERVED = /^([tnwq]|F4|Tab|PageUp|PageDown)$/i;

/** Whether a key would be done by Chromium and not by the page. */
export function isReserved({ key, modifiers }: KeyCall): boolean {
  return (modifiers & (CTRL | META)) !== 0 ? RESERVED.test(key) : (modifiers & ALT) !== 0 && key === 'F4';
}

export function keyEvent({
  is,
  key,
  code,
  location,
  repeat,
  modifiers,
}: KeyCall): Protocol.Input.DispatchKeyEventRequest {
  const isSign = [...key].length === 1;
  // Whose Ctrl is named Meta means the same by it; Chromium here is one of Linux.
  const held = isSign && modifiers & META ? (modifiers & ~META) | CTRL : modifiers;
  const text = is === 'down' ? textOf(key, isSign, held) : '';
  const number = numberOf(key, code, location);
  return {
    type: is === 'up' ? 'keyUp' : text === '' ? 'rawKeyDown' : 'keyDown',
    key,
    code,
    // Left and right are told apart by `code`; Chromium takes 1 and 2 alone.
    location: location === 3 ? 0 : location,
    isKeypad: location === 3,
    autoRepeat: repeat,
    // Together they have done their work, as AltGr; else they would be a command.
    modifiers: text !== '' && (held & (CTRL | ALT)) === (CTRL | ALT) ? held & ~(CTRL | ALT) : held,
    windowsVirtualKeyCode: number,
    nativeVirtualKeyCode: number,
    ...(text === '' ? {} : { text, unmodifiedText: text }),
  };
}

/** What a key types. Ctrl and Alt together are AltGr where there is none of that name. */
function textOf(key: string, isSign: boolean, modifiers: number): string {
  const isCommand = (modifiers & CTRL) !== 0 && (modifiers & ALT) === 0;
  if (key === 'Enter') {
    return '\r';
  }
  return isSign && !isCommand ? key : '';
}

function numberOf(key: string, code: string, location: number): number {
  const named = NUMBERS[key] ?? /^F([1-9]|1\d|2[0-4])$/.exec(key)?.[1];
  if (named !== undefined) {
    return typeof named === 'number' ? named : 111 + Number(named);
  }
  const digit = /^Numpad(\d)$/.exec(code);
  if (digit && location === 3) {
    return 96 + Number(digit[1]);
  }
  // A shortcut is meant by its letter, wherever the keyboard has it.
  if (/^[a-z]$/i.test(key)) {
    return key.toUpperCase().charCodeAt(0);
  }
  const place = /^(?:Digit|Key)([0-9A-Z])$/.exec(code);
  return place ? place[1].charCodeAt(0) : (NUMBERS[code] ?? 0);
}
