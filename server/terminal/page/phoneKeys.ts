/** A row of keys that a phone's keyboard has not. */
import { MORE_KEYS, FIRST_KEYS, type ControlKey } from '../../../src/terminal/missingKeys';
import { make } from '../../page/dom';
import { phoneKey } from '../../page/phoneKey';

export interface PhoneCalls {
  type(data: string): void;
  paste(): void;
  focus(): void;
  pressControl: ControlKey['press'];
}

export class PhoneKeys {
  readonly element: HTMLElement;
  private readonly control: HTMLButtonElement;

  constructor(calls: PhoneCalls) {
    this.control = phoneKey('Ctrl', () => {
      calls.pressControl();
      calls.focus();
    });
    this.showControl(false);
    const keys = (of: typeof MORE_KEYS) => of.map(({ label, data }) => phoneKey(label, () => calls.type(data)));
    this.element = make('div', { class: 'phone-keys', role: 'toolbar', label: 'Keys', testId: 'terminal-keys' }, [
      ...keys(FIRST_KEYS),
      this.control,
      ...keys(MORE_KEYS),
      phoneKey('Paste', calls.paste),
    ]);
  }

  showControl(lit: boolean): void {
    this.control.setAttribute('aria-pressed', String(lit));
  }
}
