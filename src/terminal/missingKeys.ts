/** Keys that a phone's keyboard has not; the terminal's own page and the dock offer them alike. */
export const MORE_KEYS: ReadonlyArray<{ label: string; data: string }> = [
  { label: '↑', data: '\x1b[A' },
  { label: '↓', data: '\x1b[B' },
  { label: '←', data: '\x1b[D' },
  { label: '→', data: '\x1b[C' },
  { label: '|', data: '|' },
  { label: '/', data: '/' },
  { label: '-', data: '-' },
  { label: '~', data: '~' },
];
/** They stand before Ctrl. */
export const FIRST_KEYS: typeof MORE_KEYS = [
  { label: 'Esc', data: '\x1b' },
  { label: 'Tab', data: '\t' },
];

/** Pressed before a letter, as long as it is lit. */
export class ControlKey {
  private lit = false;

  constructor(private readonly onChange: (lit: boolean) => void) {}

  press(): void {
    this.become(!this.lit);
  }

  /** What is typed, with Ctrl where it is lit; it goes out by that. */
  with(data: string): string {
    if (!this.lit || data.length !== 1) {
      return data;
    }
    this.become(false);
    const code = data.toUpperCase().charCodeAt(0);
    return code >= 0x40 && code < 0x60 ? String.fromCharCode(code - 0x40) : data === ' ' ? '\0' : data;
  }

  private become(lit: boolean): void {
    this.lit = lit;
    this.onChange(lit);
  }
}
