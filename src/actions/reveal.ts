/** Bringing an element to where it can be seen. */
import { getOverflowAncestors } from '@floating-ui/dom';
import { clipBox } from './visibility';

/** Pixels that Grafana's sticky header may cover at the top of what scrolls. */
const HEADER_ALLOWANCE = 70;

/**
 * Scrolls every scrolling ancestor as far as needed, at once: a smooth scroll would have the frame chase it. An element
 * that can be seen whole already is left where it is.
 */
export function reveal(element: Element): void {
  const box = element.getBoundingClientRect();
  const clip = clipBox(element);
  const top = clip.top + HEADER_ALLOWANCE;
  const fitsBelowHeader = box.height <= clip.bottom - top;
  const isWhollySeen = box.top >= top && box.bottom <= clip.bottom && box.left >= clip.left && box.right <= clip.right;
  if (isWhollySeen || isFixed(element)) {
    return;
  }
  element.scrollIntoView({ block: fitsBelowHeader ? 'center' : 'start', inline: 'nearest', behavior: 'instant' });
  if (!fitsBelowHeader) {
    const [scroller] = getOverflowAncestors(element);
    if (scroller instanceof Element || scroller instanceof Window) {
      scroller.scrollBy({ top: -HEADER_ALLOWANCE, behavior: 'instant' });
    }
  }
}

/** What is fixed to the viewport, such as the header or the menu, is not moved by scrolling unless it scrolls inside. */
function isFixed(element: Element): boolean {
  for (let at: Element | null = element; at; at = at.parentElement) {
    const { position, overflowY } = getComputedStyle(at);
    if (position === 'fixed') {
      return true;
    }
    if (at !== element && (overflowY === 'auto' || overflowY === 'scroll')) {
      return false;
    }
  }
  return false;
}
