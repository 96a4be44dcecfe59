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

export function follow(first: Element, options: FollowOptions): Undo {
  let element = first;
  let frame = 0;
  const report = () => options.onChange({ element, attached: element.isConnected });
  const track = () => autoUpdate(element, options.overlay, report, { animationFrame: true });
  let untrack = track();

  const check = () => {
    cancelAnimationFrame(frame);
    frame = 0;
    if (!element.isConnected) {
      const successor = options.refind();
      if (successor && successor !== element) {
        untrack();
        element = successor;
        untrack = track();
        return;
      }
    }
    report();
  };
  // A cover or a replacement comes with a change of the tree. One look a frame is enough, but a replacement is followed
  // before it is painted: the frame must not blink.
  const changes = new MutationObserver((records) => {
    if (frame !== 0 || records.every(({ target }) => options.overlay.parentElement?.contains(target))) {
      return;
    }
    if (!element.isConnected) {
      check();
    }
    frame = requestAnimationFrame(check);
  });
  changes.observe(document.body, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ['class', 'style', 'hidden', 'open', 'aria-hidden'],
  });
  return () => {
    untrack();
    changes.disconnect();
    cancelAnimationFrame(frame);
  };
}
