/** CSS pixels that stay free beside what is brought into view. */
const MARGIN = 8;
const SCROLLS = /^(auto|scroll)$/;
/** Marks what sticks to the top of what scrolls. */
export const STICKS = 'data-guide-sticks';

/**
 * Scrolls the nearest scrolling ancestor, and nothing else, by as little as shows the element; its beginning where the
 * whole does not fit. `scrollIntoView` would scroll Grafana's page too.
 */
export function bringIntoView(element: HTMLElement): void {
  const scroller = scrollerOf(element);
  if (!scroller) {
    return;
  }
  const frame = scroller.getBoundingClientRect();
  const box = element.getBoundingClientRect();
  scroller.scrollTop += offset(box.top, box.bottom, frame.top + coveredBy(element, scroller), frame.bottom);
  scroller.scrollLeft += offset(box.left, box.right, frame.left, frame.right);
}

/** Pixels at the top of what scrolls that a bar of the element's own section covers when it sticks there. */
function coveredBy(element: HTMLElement, scroller: HTMLElement): number {
  const bars = Array.from(scroller.querySelectorAll<HTMLElement>(`[${STICKS}]`)).filter(
    (bar) => bar.parentElement?.contains(element) && !bar.contains(element)
  );
  return Math.max(0, ...bars.map((bar) => bar.getBoundingClientRect().height));
}

function scrollerOf(element: HTMLElement): HTMLElement | null {
  for (let above = element.parentElement; above; above = above.parentElement) {
    const { overflowX, overflowY } = getComputedStyle(above);
    if (SCROLLS.test(overflowX) || SCROLLS.test(overflowY)) {
      return above;
    }
  }
  return null;
}

function offset(start: number, end: number, from: number, to: number): number {
  const before = start - (from + MARGIN);
  const after = end - (to - MARGIN);
  if (before < 0) {
    return before;
  }
  return after > 0 ? Math.min(after, before) : 0;
}
