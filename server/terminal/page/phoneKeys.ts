/** Keys that a phone's keyboard has not. */
import { make } from '../../page/dom';
import { phoneKey } from '../../page/phoneKey';

export interface PhoneCalls {
  type(data: string): void;
  paste(): void;
  focus(): void;
}

const KEYS: Array<[label: string, data: string]> = [
  ['Esc', '\x1b'],
  ['Tab', '\t'],
  ['↑', '\x1b[A'],
  ['↓', '\x1b[B'],
  ['←', '\x1b[D'],
  ['→', '\x1b[C'],
  ['|', '|'],
  ['/', '/'],
  ['-', '-'],
  ['~', '~'],
];

/** Pressed before a letter, as long as it is lit. */
let control = false;
const listeners = new Set<() => void>();

/** What is typed, with Ctrl where that key of the page is lit; it goes out by that. */
export function withControl(data: string): string {
  if (!control || data.length !== 1) {
    return data;
  }
  control = false;
  listeners.forEach((listen) => listen());
  const code = data.toUpperCase().charCodeAt(0);
  return code >= 0x40 && code < 0x60 ? String.fromCharCode(code - 0x40) : data === ' ' ? '\0' : data;
}

export function phoneKeys(calls: PhoneCalls): HTMLElement {
  const ctrl = phoneKey('Ctrl', () => {
    control = !control;
    listeners.forEach((listen) => listen());
    calls.focus();
  });
  listeners.add(() => ctrl.setAttribute('aria-pressed', String(control)));
  ctrl.setAttribute('aria-pressed', 'false');
  const [esc, tab, ...rest] = KEYS.map(([label, data]) => phoneKey(label, () => calls.type(data)));
  return make('div', { class: 'phone-keys', role: 'toolbar', label: 'Keys', testId: 'terminal-keys' }, [
    esc,
    tab,
    ctrl,
    ...rest,
    phoneKey('Paste', calls.paste),
  ]);
}
