/** The state of controls that have one: which control it is, and whether it is as a step wants it. */

const WITH_CHECKED = 'input[type="checkbox"], input[type="radio"]';
const STATES = ['aria-pressed', 'aria-expanded', 'aria-checked', 'aria-selected'] as const;
const WITH_STATE = [WITH_CHECKED, '[role="switch"]', ...STATES.map((name) => `[${name}]`)].join(', ');
/** Grafana's own words; what is translated shows its state by an attribute as well. */
const EXPANDS = /^expand\b/i;
const COLLAPSES = /^collapse\b/i;

/** The control whose state is meant by an element: itself, what a label labels, or the first with a state in it. */
export function statefulIn(element: Element): Element | null {
  const labelled = element instanceof HTMLLabelElement ? element.control : null;
  return [element, labelled, element.querySelector(WITH_STATE)].find((one) => one && stateOf(one) !== null) ?? null;
}

/**
 * Whether the control is as wanted; null when it does not show it.
 * @param wanted `true`, `false`, or `<attribute>:<value>`
 */
export function isInState(control: Element, wanted: string): boolean | null {
  const [, attribute, value] = /^([^:]+):([^]*)$/.exec(wanted) ?? [];
  if (attribute !== undefined) {
    return control.getAttribute(attribute) === value;
  }
  const state = stateOf(control);
  return state === null ? null : String(state) === wanted.trim().toLowerCase();
}

/** The `checked` property before attributes: those may be left from an earlier render. */
function stateOf(control: Element): boolean | null {
  if (control instanceof HTMLInputElement && control.matches(WITH_CHECKED)) {
    return control.checked;
  }
  const shown = STATES.map((name) => control.getAttribute(name)).find((state) => state === 'true' || state === 'false');
  if (shown !== undefined) {
    return shown === 'true';
  }
  const label = control.getAttribute('aria-label') ?? '';
  if (EXPANDS.test(label)) {
    return false;
  }
  return COLLAPSES.test(label) ? true : null;
}
