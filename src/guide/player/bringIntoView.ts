/** CSS pixels that stay free beside what is brought into view. */
const MARGIN = 8;
const SCROLLS = /^(auto|scroll)$/;

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
  scroller.scrollTop += offset(box.top, box.bottom, frame.top, frame.bottom);
  scroller.scrollLeft += offset(box.left, box.right, frame.left, frame.right);
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
