/** Clicking, and clicking only what is not yet in the wanted state. */
import { wait } from '../guide/wait';
import type { Clock } from './clock';
import type { Pointer } from './pointer';
import { isInState } from './toggle';

export type Clicked = { ok: true; warning?: string } | { ok: false; detail: string };

/** A control may take this long to show its new state. Milliseconds. */
const STATE = { within: 500, every: 50 } as const;

/** A press on these is heard before the click, and is all that some lists hear; of a checkbox it would be one event too many. */
const PLAIN_CLICK = 'input[type="checkbox"], input[type="radio"], [role="switch"], label';

export interface ClickDeps {
  readonly clock: Clock;
  readonly pointer: Pointer;
  readonly signal: AbortSignal;
  /** Whether a click on the control does still what it did when it was looked at. */
  unchanged(control: Element): boolean;
}

/**
 * @param control what is really clicked
 * @param wanted a step's `targetstate`; null to click in any case
 */
export async function click(
  control: Element,
  wanted: string | null,
  { clock, pointer, signal, unchanged }: ClickDeps
): Promise<Clicked> {
  if (control.matches(':disabled, [aria-disabled="true"]')) {
    return { ok: false, detail: 'the element cannot be used now' };
  }
  if (wanted !== null && isInState(control, wanted) === true) {
    return { ok: true };
  }
  pointer.moveTo(control);
  if (!control.isConnected) {
    return { ok: false, detail: 'the element went away when it was pointed at' };
  }
  if (!unchanged(control)) {
    return { ok: false, detail: 'the element changed when it was pointed at' };
  }
  if (!control.matches(PLAIN_CLICK)) {
    pointer.press(control);
  }
  if (control.isConnected && !unchanged(control)) {
    return { ok: false, detail: 'the element changed when it was pressed' };
  }
  if (control instanceof HTMLElement) {
    control.click();
  } else {
    control.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, composed: true }));
  }
  return wanted === null || (await reaches(control, wanted, clock, signal))
    ? { ok: true }
    : { ok: true, warning: 'it was clicked, but does not show the wanted state' };
}

/** What has no state, or is gone, cannot be asked. */
async function reaches(control: Element, wanted: string, clock: Clock, signal: AbortSignal): Promise<boolean> {
  const deadline = clock.now() + STATE.within;
  while (!signal.aborted && control.isConnected && isInState(control, wanted) === false) {
    if (clock.now() >= deadline) {
      return false;
    }
    await wait(clock, STATE.every, signal);
  }
  return true;
}
