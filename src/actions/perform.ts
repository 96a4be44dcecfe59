/** Doing what a step says, one handler an action. Whether it may be done is decided before, by `policy.ts`. */
import type { GuideStep, StepAction } from '../guide/model';
import { wait } from '../guide/wait';
import { click, type ClickDeps } from './click';
import { fill } from './fill';
import { isOwn } from './own';
import { actedOn } from './target';

/** Where the guide's panel can be. */
export type PanelPlace = 'sidebar' | 'floating';

/** `signal`: ends what takes a while, between two presses. */
export interface PerformDeps extends ClickDeps {
  /** Goes to a path of this Grafana, query and hash included, without the sub-path. */
  navigate(path: string): void;
  /** Opens a page outside of Grafana; false when that is not by the person's own press. */
  openTab(url: string): boolean;
  /** Moves the guide's panel; false where it cannot be moved. */
  movePanel(to: PanelPlace): boolean;
  /** A key that its reader meant for something else does no harm there. */
  mayTakeFocus(element: Element): boolean;
}

/** `warning`: it was done, but not everything is as the step wants it. */
export type Performed = { ok: true; warning?: string } | { ok: false; detail: string };
type Handler = (step: GuideStep, element: Element | null, deps: PerformDeps) => Performed | Promise<Performed>;

const DONE: Performed = { ok: true };
/** Milliseconds that a pointer stays before the next thing is done, so that a person sees what shows (GUIDE_FORMAT, section 6). */
const HOVER_STAY = 2000;

const HANDLERS: Readonly<Record<StepAction, Handler>> = {
  highlight: press,
  button: press,
  formfill: (step, element, deps) => (element ? fill(element, step.targetvalue ?? '', deps) : missing()),
  navigate: (step, _element, deps) => navigate(step.reftarget ?? '', deps),
  hover,
  noop: () => DONE,
  popout: ({ targetvalue }, _element, deps) => movePanel(targetvalue ?? '', deps),
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

function press(step: GuideStep, element: Element | null, deps: PerformDeps): Performed | Promise<Performed> {
  const control = element && actedOn(step, element);
  return control && !isOwn(control) ? click(control, step.targetstate, deps) : missing();
}

async function hover(
  _step: GuideStep,
  element: Element | null,
  { clock, pointer, mayTakeFocus, signal }: PerformDeps
): Promise<Performed> {
  if (!element || isOwn(element)) {
    return missing();
  }
  pointer.moveTo(element);
  if (element instanceof HTMLElement && mayTakeFocus(element)) {
    element.focus({ preventScroll: true });
  }
  await wait(clock, HOVER_STAY, signal);
  return DONE;
}

function navigate(target: string, deps: PerformDeps): Performed {
  if (/^\/(?![/\\])/.test(target)) {
    deps.navigate(target);
    return DONE;
  }
  if (/^https?:\/\//i.test(target)) {
    return deps.openTab(target)
      ? DONE
      : { ok: false, detail: 'a page outside of Grafana opens only by your own press: use the step’s own button' };
  }
  return { ok: false, detail: 'the address is neither a path of Grafana nor a web address' };
}

function movePanel(to: string, deps: PerformDeps): Performed {
  if (to !== 'sidebar' && to !== 'floating') {
    return { ok: false, detail: 'the step does not say where the panel should go' };
  }
  // Where the panel is hinders no later step.
  return deps.movePanel(to) ? DONE : { ok: true, warning: 'the panel stays where it is' };
}
