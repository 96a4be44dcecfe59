/** Keeps telling where an element is, whatever the page does, until it is undone. */
import { autoUpdate } from '@floating-ui/dom';
import type { Undo } from './clock';

export interface Followed {
  /** The element under this name now: the one given first, or what has taken its place on the page. */
  readonly element: Element;
  /** It is on the page. */
  readonly attached: boolean;
}

export interface FollowOptions {
  /** Only its root is read, for the library's own resize handling. */
  readonly overlay: HTMLElement;
  /** Asked for a successor when a render has taken the element off the page. */
  refind(): Element | null;
  /** Called at once, then whenever the element moved, was replaced or may be covered; at most once an event. */
  onChange(state: Followed): void;
}

/** What elements are told apart by; a list that uses its rows again changes these. */
const NAMES = ['id', 'data-testid', 'aria-label', 'href', 'title'];
/** How an element shows, or what may cover it. */
const LOOKS = ['class', 'style', 'hidden', 'open', 'aria-hidden'];
/** A look for the successor that takes long is not repeated before this many times as long: the page comes first. */
const REST = 10;

export function follow(first: Element, options: FollowOptions): Undo {
  let element = first;
  /** It is on the page still, but stands for something else by now. */
  let renamed = false;
  let frame = 0;
  let restUntil = -Infinity;
  const isThere = () => element.isConnected && !renamed;
  const report = () => options.onChange({ element, attached: isThere() });
  const track = () => autoUpdate(element, options.overlay, report, { animationFrame: true });
  let untrack = track();

  const refind = () => {
    const began = performance.now();
    const successor = options.refind();
    restUntil = performance.now() + REST * (performance.now() - began);
    if (successor) {
      renamed = false;
    }
    if (successor && successor !== element) {
      untrack();
      element = successor;
      untrack = track();
    }
  };
  const check = () => {
    frame = 0;
    if (!isThere()) {
      if (performance.now() < restUntil) {
        soon();
      } else {
        refind();
      }
    }
    report();
  };
  const soon = () => {
    if (frame === 0) {
      frame = requestAnimationFrame(check);
    }
  };
  const changes = new MutationObserver((records) => {
    const foreign = records.filter(({ target }) => !options.overlay.parentElement?.contains(target));
    if (foreign.length === 0) {
      return;
    }
    renamed ||= foreign.some(
      ({ attributeName, target }) =>
        NAMES.includes(attributeName ?? '') && (target.contains(element) || element.contains(target))
    );
    // A replacement is followed before it is painted, so that the frame does not blink; for all else one look a frame is enough.
    if (!isThere() && frame === 0) {
      check();
    }
    soon();
  });
  changes.observe(document.body, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: [...NAMES, ...LOOKS],
  });
  return () => {
    untrack();
    changes.disconnect();
    cancelAnimationFrame(frame);
  };
}
