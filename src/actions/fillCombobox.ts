/** Choosing in a combobox as a person does: it is opened, typed into, and the option of that name is pressed. */
import { wait, type Clock } from './clock';

/** Options may be fetched while one types. Milliseconds. */
const OPTIONS = { within: 2000, every: 50 } as const;

export function isCombobox(field: Element): field is HTMLInputElement {
  return field instanceof HTMLInputElement && field.getAttribute('role') === 'combobox';
}

/**
 * Settles with whether the option was there and was chosen. Nothing else is ever chosen: what is typed is only a filter.
 * @param type puts text into the field so that the page takes notice
 */
export async function fillCombobox(
  field: HTMLInputElement,
  value: string,
  type: (text: string) => void,
  clock: Clock
): Promise<boolean> {
  const never = new AbortController().signal;
  field.focus({ preventScroll: true });
  press(field);
  if (field.getAttribute('aria-expanded') !== 'true') {
    field.click();
  }
  type(value);
  const deadline = clock.now() + OPTIONS.within;
  for (;;) {
    const option = optionNamed(field, value);
    if (option) {
      press(option);
      option.click();
      await wait(clock, OPTIONS.every, never);
      field.blur();
      return true;
    }
    if (clock.now() >= deadline) {
      close(field);
      return false;
    }
    await wait(clock, OPTIONS.every, never);
  }
}

/** In the list that belongs to the field, wherever on the page it is drawn. */
function optionNamed(field: HTMLInputElement, name: string): HTMLElement | null {
  const list = document.getElementById(field.getAttribute('aria-controls') ?? '');
  const options = Array.from(list?.querySelectorAll<HTMLElement>('[role="option"]') ?? []);
  return options.find((option) => labelOf(option) === name && option.ariaDisabled !== 'true') ?? null;
}

/** The option's first words: an icon may stand before them, a description below. */
function labelOf(option: Element): string {
  const textOf = (element: Element) => element.textContent?.trim() ?? '';
  const leaves = Array.from(option.querySelectorAll('*')).filter(({ children }) => children.length === 0);
  return textOf(leaves.find((leaf) => textOf(leaf) !== '') ?? option);
}

/** Some lists open, or choose, on the press and not on the click. */
function press(element: HTMLElement): void {
  element.dispatchEvent(new MouseEvent('mousedown', { bubbles: true, cancelable: true }));
  element.dispatchEvent(new MouseEvent('mouseup', { bubbles: true, cancelable: true }));
}

/** An Escape that bubbled would also close a dialog around the field. */
function close(field: HTMLInputElement): void {
  field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: false }));
  field.blur();
}
