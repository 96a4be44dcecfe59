/** Doing what a step says, one handler an action. Whether it may be done is decided before, by `policy.ts`. */
import type { GuideStep, StepAction } from '../guide/model';
import type { Clock } from './clock';
import { fill } from './fill';
import { actedOn } from './target';

export interface PerformDeps {
  readonly clock: Clock;
  /** Goes to a path of this Grafana, query included, without the sub-path. */
  navigate(path: string): void;
  /** Opens a page outside of Grafana; called only while the person's own click is being handled. */
  openTab(url: string): void;
}

export type Performed = { ok: true } | { ok: false; detail: string };
type Handler = (step: GuideStep, element: Element | null, deps: PerformDeps) => Performed | Promise<Performed>;

const DONE: Performed = { ok: true };

const HANDLERS: Readonly<Record<StepAction, Handler>> = {
  highlight: click,
  button: click,
  formfill: (step, element, { clock }) => (element ? fill(element, step.targetvalue ?? '', clock) : missing()),
  navigate: (step, _element, deps) => navigate(step.reftarget ?? '', deps),
  hover,
  noop: () => DONE,
  // The dock is one panel at one place: nothing to move.
  popout: () => DONE,
};

/**
 * Acts before it returns; what takes the page a while, such as a list's options, is waited for.
 * @param element the step's target, found just now; null for actions without one
 */
export async function perform(step: GuideStep, element: Element | null, deps: PerformDeps): Promise<Performed> {
  return HANDLERS[step.action](step, element, deps);
}

export function needsTarget(action: StepAction): boolean {
  return action !== 'navigate' && action !== 'noop' && action !== 'popout';
}

function missing(): Performed {
  return { ok: false, detail: 'the element is not on this page' };
}

function click(step: GuideStep, element: Element | null): Performed {
  if (!element) {
    return missing();
  }
  const control = actedOn(step.action, element);
  if (control.matches(':disabled, [aria-disabled="true"]')) {
    return { ok: false, detail: 'the element cannot be used now' };
  }
  if (step.targetstate !== null && stateOf(control, step.targetstate) === true) {
    return DONE;
  }
  if (control instanceof HTMLElement) {
    control.click();
  } else {
    control.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, composed: true }));
  }
  return DONE;
}

/** Whether the control is in the wanted state already; null when it shows no state. */
function stateOf(control: Element, wanted: string): boolean | null {
  const [attribute, value] = wanted.includes(':') ? wanted.split(/:(.*)/s) : [null, wanted];
  if (attribute !== null) {
    return control.getAttribute(attribute) === value;
  }
  if (control instanceof HTMLInputElement && (control.type === 'checkbox' || control.type === 'radio')) {
    return String(control.checked) === wanted;
  }
  const shown = ['aria-checked', 'aria-pressed', 'aria-expanded', 'aria-selected']
    .map((name) => control.getAttribute(name))
    .find((state) => state !== null);
  return shown === undefined ? null : shown === wanted;
}

function hover(_step: GuideStep, element: Element | null): Performed {
  if (!element) {
    return missing();
  }
  const { left, top, width, height } = element.getBoundingClientRect();
  const at = { bubbles: true, clientX: left + width / 2, clientY: top + height / 2 };
  element.dispatchEvent(new MouseEvent('mouseenter', { ...at, bubbles: false }));
  element.dispatchEvent(new MouseEvent('mouseover', at));
  element.dispatchEvent(new MouseEvent('mousemove', at));
  if (element instanceof HTMLElement) {
    element.focus({ preventScroll: true });
  }
  return DONE;
}

function navigate(target: string, deps: PerformDeps): Performed {
  if (/^\/(?![/\\])/.test(target)) {
    deps.navigate(target);
    return DONE;
  }
  if (/^https?:\/\//i.test(target)) {
    deps.openTab(target);
    return DONE;
  }
  return { ok: false, detail: 'the address is neither a path of Grafana nor a web address' };
}
