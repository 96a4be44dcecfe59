/** What a key that is pressed over the picture means. Pure. */
import type { ViewCall } from '../../../src/protocol/browserWire';

export type KeyPress = Pick<
  KeyboardEvent,
  | 'key'
  | 'code'
  | 'location'
  | 'repeat'
  | 'altKey'
  | 'ctrlKey'
  | 'metaKey'
  | 'shiftKey'
  | 'isComposing'
  | 'keyCode'
  | 'getModifierState'
>;
type KeyCall = Extract<ViewCall, { type: 'key' }>;

export type KeyMeaning =
  /** Gives the keys back to the page around the picture. */
  | { kind: 'leave' }
  | { kind: 'address' }
  | { kind: 'go'; to: 'back' | 'forward' | 'reload' }
  | { kind: 'copy'; cut: boolean }
  /** The browser answers it with an event that has the text. */
  | { kind: 'paste' }
  /** An input method is at work; what comes of it comes as text. */
  | { kind: 'composing' }
  | { kind: 'key'; call: Omit<KeyCall, 'is'> };

/**
 * Chosen because neither Windows, macOS, the Linux desktops nor screen readers have it: Ctrl+Alt+Escape ends windows under KDE,
 * Ctrl+Shift+Escape opens the task manager.
 */
export const LEAVE = { words: 'Ctrl+Alt+Enter', aria: 'Control+Alt+Enter' };

const ALT = 1;
const CTRL = 2;
const META = 4;
const SHIFT = 8;
/** With which Chromium says that an input method has the key. */
const IN_PROCESS = 229;

/** @param isMac its command key is the Ctrl of the remote browser, which runs on Linux */
export function modifiersOf(
  { altKey, ctrlKey, metaKey, shiftKey }: Pick<KeyPress, 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey'>,
  isMac: boolean
): number {
  const ctrl = ctrlKey || (isMac && metaKey);
  const meta = metaKey && !isMac;
  return (altKey ? ALT : 0) | (ctrl ? CTRL : 0) | (meta ? META : 0) | (shiftKey ? SHIFT : 0);
}

export function meaningOf(press: KeyPress, isMac: boolean): KeyMeaning {
  const { key, code, location, repeat } = press;
  if (press.isComposing || press.keyCode === IN_PROCESS || ['Process', 'Dead', 'Unidentified', ''].includes(key)) {
    return { kind: 'composing' };
  }
  const all = modifiersOf(press, isMac);
  if (key === 'Enter' && all === (CTRL | ALT)) {
    return { kind: 'leave' };
  }
  // With AltGr a key is a character of its own, which Windows reports as if Ctrl and Alt were held.
  const isCharacter = [...key].length === 1;
  const modifiers = isCharacter && press.getModifierState('AltGraph') ? all & SHIFT : all;
  const letter = key.toLowerCase();
  if (modifiers === CTRL && (letter === 'c' || letter === 'x' || key === 'Insert')) {
    return { kind: 'copy', cut: letter === 'x' };
  }
  if ((modifiers === CTRL && letter === 'v') || (modifiers === SHIFT && key === 'Insert')) {
    return { kind: 'paste' };
  }
  if ((modifiers === CTRL && letter === 'l') || (modifiers === 0 && key === 'F6')) {
    return { kind: 'address' };
  }
  if ((modifiers === CTRL && letter === 'r') || (modifiers === 0 && key === 'F5')) {
    return { kind: 'go', to: 'reload' };
  }
  if (modifiers === ALT && (key === 'ArrowLeft' || key === 'ArrowRight')) {
    return { kind: 'go', to: key === 'ArrowLeft' ? 'back' : 'forward' };
  }
  const isCommand = isMac && key === 'Meta';
  return {
    kind: 'key',
    call: {
      type: 'key',
      key: (isCommand ? 'Control' : key).slice(0, 32),
      code: (isCommand ? code.replace('Meta', 'Control') : code).slice(0, 32),
      location,
      repeat,
      modifiers,
    },
  };
}

/** Which keys are down over there, so that none stays down when this page no longer hears of it. */
export class HeldKeys {
  private readonly held = new Map<string, KeyCall>();

  down(call: Omit<KeyCall, 'is'>): KeyCall {
    const down: KeyCall = { ...call, is: 'down' };
    this.held.set(nameOf(call), down);
    return down;
  }

  /** Null for one that never went down over there. */
  up(call: Omit<KeyCall, 'is'>): KeyCall | null {
    const isHeld = this.held.delete(nameOf(call));
    return isHeld ? { ...call, is: 'up', repeat: false } : null;
  }

  /** macOS does not say that a key was let go while the command key was held. */
  releaseCharacters(): KeyCall[] {
    return this.release(({ key }) => [...key].length === 1);
  }

  releaseAll(): KeyCall[] {
    return this.release(() => true);
  }

  private release(which: (call: KeyCall) => boolean): KeyCall[] {
    const released = [...this.held].filter(([, call]) => which(call));
    released.forEach(([name]) => this.held.delete(name));
    return released.map(([, call]) => ({ ...call, is: 'up', repeat: false, modifiers: 0 }));
  }
}

/** Of the same key, whatever character it makes by now. */
const nameOf = ({ code, key }: Omit<KeyCall, 'is'>) => (code === '' ? key : code);
