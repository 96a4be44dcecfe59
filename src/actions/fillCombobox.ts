/** Choosing in a combobox as a person does: it is opened, typed into, and the option of that name is pressed. */
import { wait } from '../guide/wait';
import type { Clock } from './clock';
import { clearChosen } from './chosen';
import { pressKey, typeInto } from './fieldEvents';
import { readFilters } from './filterText';

interface FillOptions {
  readonly clear: boolean;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Options may be fetched while one types. Milliseconds. */
const OPTIONS = { within: 2000, every: 50 } as const;
/** Characters (GUIDE_FORMAT, section 6). */
export const COMBOBOX_LENGTH = 1000;

/**
 * Settles with whether it was chosen; not when the signal aborts, which leaves the field as it is then. Where options are offered, only the one of that name is taken: what is typed is
 * only a filter. Where none is offered, Enter takes the text itself, which fields with values of one's own understand.
 */
export async function fillCombobox(
  field: HTMLInputElement,
  value: string,
  { clear, clock, signal }: FillOptions
): Promise<boolean> {
  if (value.length > COMBOBOX_LENGTH) {
    return false;
  }
  if (clear || value === '') {
    await clearChosen(field, clock, signal);
  }
  const done = value === '' || (await enterValue(field, value, clock, signal));
  if (signal.aborted) {
    return false;
  }
  if (!done) {
    // An Escape that bubbled would also close a dialog around the field.
    pressKey(field, 'Escape', false);
  }
  field.blur();
  return done;
}

async function enterValue(field: HTMLInputElement, value: string, clock: Clock, signal: AbortSignal): Promise<boolean> {
  const filters = readFilters(value);
  if (filters === null || (await offers(field, value, clock, signal))) {
    return choose(field, value, false, clock, signal);
  }
  for (const token of filters.flatMap(({ key, operator, value: to }) => [key, operator, to])) {
    if (!(await choose(field, token, true, clock, signal))) {
      return false;
    }
  }
  return true;
}

/** The list that opens without typing has an option of this name, however much like a filter it looks. */
async function offers(field: HTMLInputElement, value: string, clock: Clock, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) {
    return false;
  }
  open(field);
  await wait(clock, OPTIONS.every, signal);
  return optionNamed(field, value) !== null;
}

/** @param ownValues what is not offered may be entered as it is */
async function choose(
  field: HTMLInputElement,
  value: string,
  ownValues: boolean,
  clock: Clock,
  signal: AbortSignal
): Promise<boolean> {
  if (signal.aborted) {
    return false;
  }
  open(field);
  typeInto(field, value);
  const deadline = clock.now() + OPTIONS.within;
  while (!signal.aborted) {
    const option = optionNamed(field, value);
    if (option) {
      press(option);
      option.click();
      await wait(clock, OPTIONS.every, signal);
      return true;
    }
    const late = clock.now() >= deadline;
    const nothingOffered = optionsOf(field).length === 0;
    if (late && nothingOffered && (ownValues || field.getAttribute('aria-controls') === null)) {
      const before = around(field);
      pressKey(field, 'Enter', true);
      await wait(clock, OPTIONS.every, signal);
      return !ownValues || around(field) !== before;
    }
    if (late) {
      return false;
    }
    await wait(clock, OPTIONS.every, signal);
  }
  return false;
}

/** What shows of the field and what it holds: a text that was taken leaves the field or is drawn beside it. */
function around(field: HTMLInputElement): string {
  return `${field.value}\n${field.parentElement?.parentElement?.textContent}\n${field.placeholder}`;
}

function open(field: HTMLInputElement): void {
  field.focus({ preventScroll: true });
  press(field);
  if (field.getAttribute('aria-expanded') !== 'true') {
    field.click();
  }
}

/** In the list that belongs to the field, wherever on the page it is drawn. */
function optionsOf(field: HTMLInputElement): HTMLElement[] {
  const owner = field.closest('[role="combobox"][aria-controls], [role="combobox"][aria-owns]') ?? field;
  const id = owner.getAttribute('aria-controls') ?? owner.getAttribute('aria-owns') ?? '';
  const list = document.getElementById(id);
  return Array.from(list?.querySelectorAll<HTMLElement>('[role="option"]') ?? []);
}

function optionNamed(field: HTMLInputElement, name: string): HTMLElement | null {
  return optionsOf(field).find((option) => labelOf(option) === name && option.ariaDisabled !== 'true') ?? null;
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
