/** What a reading of a target finds on this page. */
import { Budget } from './budget';
import { plainText } from './dialect';
import { isOwn } from './own';
import type { Reading } from './readings';
import { selectAll } from './select';

const BUTTONS = 'button, [role="button"]';
const TOGGLES =
  `${BUTTONS}, [role="switch"], [role="checkbox"], [role="radio"], [role="menuitemcheckbox"], [role="menuitemradio"], ` +
  'input[type="checkbox"], input[type="radio"], label, [aria-pressed], [aria-expanded], [aria-checked], [aria-selected]';

/** A reading whose names of Grafana's test selectors are looked up: each is a selector for one element. */
export interface BoundReading {
  readonly reading: Reading;
  readonly names: readonly string[];
}

/**
 * All matches in document order; never something of our own.
 * @param now milliseconds from a fixed point
 * @throws TooMuchWorkError
 */
export function matchReading({ reading, names }: BoundReading, root: ParentNode, now: () => number): Element[] {
  const budget = new Budget(now);
  if (reading.kind === 'label') {
    return labelled(reading.text, root, budget);
  }
  const found = selectAll(reading.program.query, { root, names, budget });
  switch (reading.only) {
    case 'any':
      return found;
    case 'buttons':
      return found.filter((element) => element.matches(BUTTONS));
    case 'toggles':
      return found.filter((element) => element.matches(TOGGLES));
  }
}

/** Exact labels win over those that contain the text. */
function labelled(text: string, root: ParentNode, budget: Budget): Element[] {
  const named = Array.from(root.querySelectorAll('button'))
    .filter((element) => !isOwn(element))
    .map((element) => {
      const label = element.textContent ?? '';
      budget.spendText(label.length);
      return { element, label: plainText(label) };
    });
  const exact = named.filter(({ label }) => label === text);
  return (exact.length > 0 ? exact : named.filter(({ label }) => label.includes(text))).map(({ element }) => element);
}
