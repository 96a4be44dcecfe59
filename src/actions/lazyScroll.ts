/** Looking for what is rendered only where one scrolls to: panels of a long dashboard, rows of a virtualised list. */
import { Budget } from './budget';
import { compileSelector } from './dialect';
import { DialectError } from './dialectError';
import type { Found, FindDeps } from './find';
import { isOwn } from './own';
import { painted } from './painted';
import { selectAll } from './select';

/** Grafana's own scrolling area, where a step names none. */
const DEFAULT_CONTAINER = '.scrollbar-view';
/** Pixels a step, as guides are written for; a bound for lists without an end. */
const SCROLL = { step: 400, steps: 150 } as const;

/**
 * Scrolls on from where the container stands to its end, then from its top, and stops where the target is. When it is
 * nowhere, the container is put back. Settles with what was found last.
 * @param container a selector of the dialect; null for Grafana's scrolling area
 */
export async function searchByScrolling(
  container: string | null,
  look: () => Promise<Found>,
  deps: FindDeps,
  signal: AbortSignal
): Promise<Found> {
  const scroller = findScroller(container, deps);
  let last: Found = await look();
  if (!scroller || last.kind === 'found') {
    return last;
  }
  const { scrollTop: top, scrollLeft: left } = scroller;
  for (const place of placesFrom(scroller)) {
    scroller.scrollTo({ top: place, left, behavior: 'instant' });
    await painted(deps.clock, signal);
    last = signal.aborted ? last : await look();
    if (signal.aborted || last.kind === 'found') {
      break;
    }
  }
  if (last.kind !== 'found') {
    scroller.scrollTo({ top, left, behavior: 'instant' });
  }
  return signal.aborted ? { kind: 'stopped' } : last;
}

/** Where to scroll to, one after the other; the container may grow meanwhile. */
function* placesFrom(scroller: Element): Generator<number> {
  const start = scroller.scrollTop;
  let steps = 0;
  const end = () => scroller.scrollHeight - scroller.clientHeight;
  for (let place = start; place < end() && steps < SCROLL.steps; steps++) {
    place = Math.min(place + SCROLL.step, end());
    yield place;
  }
  for (let place = 0; place < start && steps < SCROLL.steps; place += SCROLL.step, steps++) {
    yield place;
  }
}

/** The first that can be scrolled of what the selector names, or in or around it; else the page itself. */
function findScroller(container: string | null, deps: FindDeps): Element | null {
  for (const named of elementsNamed(container ?? DEFAULT_CONTAINER, deps)) {
    const candidates = [named, ...ancestorsOf(named), ...named.querySelectorAll('*')];
    const scroller = candidates.find((one) => canScroll(one) && !isOwn(one));
    if (scroller) {
      return scroller;
    }
  }
  const page = document.scrollingElement;
  return page && page.scrollHeight > page.clientHeight ? page : null;
}

function elementsNamed(container: string, { root, clock }: FindDeps): Element[] {
  try {
    const { query } = compileSelector(container);
    return selectAll(query, { root, names: [], budget: new Budget(clock.now) });
  } catch (error) {
    if (error instanceof DialectError) {
      return [];
    }
    throw error;
  }
}

function ancestorsOf(element: Element): Element[] {
  const ancestors: Element[] = [];
  for (let at = element.parentElement; at && at !== document.body; at = at.parentElement) {
    ancestors.push(at);
  }
  return ancestors;
}

function canScroll(element: Element): boolean {
  return element.scrollHeight > element.clientHeight && /auto|scroll|overlay/.test(getComputedStyle(element).overflowY);
}
