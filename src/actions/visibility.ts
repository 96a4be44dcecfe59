/** What of an element a person can see: boxes, clipping, what lies over it. */
import { getOverflowAncestors } from '@floating-ui/dom';

export interface Box {
  top: number;
  left: number;
  right: number;
  bottom: number;
}

/** Pixels beside the dock that are worth keeping to. */
const LEAST_FREE = 240;

/** Rendered at all, in view or not. Opacity does not count: Grafana's comboboxes and radios are transparent by design. */
export function isRendered(element: Element): boolean {
  return element.getClientRects().length > 0 && element.checkVisibility({ visibilityProperty: true });
}

/** What to draw a frame around: a control's visible body where the control itself cannot be seen. */
export function frameElementOf(element: Element): Element {
  if (element.matches('textarea.inputarea, .native-edit-context')) {
    return element.closest('.monaco-editor') ?? element;
  }
  if (element instanceof HTMLInputElement && isFaint(element)) {
    return bodyOf(element) ?? element.labels?.[0] ?? element.parentElement ?? element;
  }
  return element;
}

/** The nearest element around a faint control that is as large as something to look at, and not yet a part of the page. */
function bodyOf(input: HTMLInputElement): Element | null {
  let around = input.parentElement;
  for (let level = 0; level < 4 && around; level++, around = around.parentElement) {
    const { width, height } = around.getBoundingClientRect();
    if (around.matches('label') || (width >= 24 && height >= 16)) {
      return around;
    }
  }
  return null;
}

function isFaint(input: HTMLInputElement): boolean {
  const { width, height } = input.getBoundingClientRect();
  return width < 8 || height < 8 || getComputedStyle(input).opacity === '0';
}

/** The part of the viewport that an element can show in: the viewport cut by every scrolling ancestor. */
export function clipBox(element: Element): Box {
  const view = { top: 0, left: 0, right: innerWidth, bottom: innerHeight };
  return getOverflowAncestors(element).reduce<Box>(
    (box, ancestor) =>
      ancestor instanceof Element && ancestor !== document.documentElement && ancestor !== document.body
        ? intersection(box, ancestor.getBoundingClientRect())
        : box,
    view
  );
}

export function intersection(a: Box, b: Box): Box {
  return {
    top: Math.max(a.top, b.top),
    left: Math.max(a.left, b.left),
    right: Math.min(a.right, b.right),
    bottom: Math.min(a.bottom, b.bottom),
  };
}

export function isEmpty(box: Box): boolean {
  return box.right - box.left < 1 || box.bottom - box.top < 1;
}

/**
 * In the viewport, not scrolled out of any ancestor, and not wholly under something else.
 * @param seesThrough what does not count as covering
 */
export function isInView(element: Element, seesThrough: (top: Element) => boolean = () => false): boolean {
  if (!element.isConnected || !isRendered(element)) {
    return false;
  }
  const seen = intersection(element.getBoundingClientRect(), clipBox(element));
  return !isEmpty(seen) && samplePoints(seen).some(([x, y]) => isTopmost(element, x, y, seesThrough));
}

/** The part of the viewport that our own dock, at its right edge, leaves free; the whole of it where the dock leaves next to nothing. */
export function freeBox(): Box {
  const dock = document.querySelector('[data-testid="live-dock"]')?.getBoundingClientRect();
  const right = dock && dock.width > 0 && dock.left >= LEAST_FREE ? Math.min(dock.left, innerWidth) : innerWidth;
  return { top: 0, left: 0, right, bottom: innerHeight };
}

/** The centre and four points near the corners. */
function samplePoints({ top, left, right, bottom }: Box): Array<[number, number]> {
  const insetX = (right - left) / 8;
  const insetY = (bottom - top) / 8;
  return [
    [(left + right) / 2, (top + bottom) / 2],
    [left + insetX, top + insetY],
    [right - insetX, top + insetY],
    [left + insetX, bottom - insetY],
    [right - insetX, bottom - insetY],
  ];
}

/**
 * The dock covers as anything else does; the highlight itself takes no clicks and so is never hit. An element's wrapper
 * does not count as covering, nor its neighbour in it, such as a switch's label.
 */
function isTopmost(element: Element, x: number, y: number, seesThrough: (top: Element) => boolean): boolean {
  const top = document.elementFromPoint(x, y);
  if (!top) {
    return false;
  }
  const parent = element.parentElement;
  return (
    seesThrough(top) ||
    element.contains(top) ||
    top.contains(element) ||
    (parent !== document.body && parent?.contains(top) === true)
  );
}
