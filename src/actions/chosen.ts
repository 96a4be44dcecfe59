/** Taking away what a combobox holds already: filter pills, chosen values, typed text. */
import { wait } from '../guide/wait';
import type { Clock } from './clock';
import { pressKey, typeInto } from './fieldEvents';

/** Buttons of pills are looked for in so many elements around the field (GUIDE_FORMAT, section 6). */
const AROUND = 5;
/** More pills than a person would make; a page that puts them back must not keep us. */
const MOST = 50;
const PILL = 'button[aria-label^="Remove filter"]';
/** The cross of Grafana's Combobox, a drawing with the role of a button. */
const CROSS = '[data-testid="input-wrapper"] [role="button"][data-testid="icon-times"]';
/** Milliseconds for a page to draw itself without the pill. */
const REDRAW = 50;

/** Ends between two presses when the signal aborts. */
export async function clearChosen(field: HTMLInputElement, clock: Clock, signal: AbortSignal): Promise<void> {
  for (let pills = 0; pills < MOST && !signal.aborted; pills++) {
    const pill = pillAround(field);
    if (!pill) {
      break;
    }
    pill.click();
    await wait(clock, REDRAW, signal);
  }
  if (signal.aborted) {
    return;
  }
  const cross = field.closest('[data-testid="input-wrapper"]')?.querySelector(CROSS);
  if (cross) {
    cross.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
    await wait(clock, REDRAW, signal);
  }
  if (field.value !== '' && !signal.aborted) {
    typeInto(field, '');
  }
  await clearValue(field, clock, signal);
}

/** A button that would send a form is not one that removes a pill, whatever its label. */
function pillAround(field: Element): HTMLButtonElement | null {
  let around = field.parentElement;
  for (let level = 0; level < AROUND && around; level++, around = around.parentElement) {
    const pills = Array.from(around.querySelectorAll<HTMLButtonElement>(PILL));
    const pill = pills.find((one) => !one.disabled && (one.form === null || one.type !== 'submit'));
    if (pill) {
      return pill;
    }
  }
  return null;
}

/** Backspace in an empty field takes away the value before it, in lists that hold several. */
async function clearValue(field: HTMLInputElement, clock: Clock, signal: AbortSignal): Promise<void> {
  const box = field.parentElement?.parentElement?.parentElement;
  for (let presses = 0; presses < MOST && !signal.aborted; presses++) {
    const before = box?.textContent;
    pressKey(field, 'Backspace', true);
    await wait(clock, REDRAW, signal);
    if (box?.textContent === before) {
      return;
    }
  }
}
