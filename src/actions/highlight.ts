/** The one frame on the page: drawn over a step's target with the step's comment, kept there, taken away. */
import { computePosition, flip, offset, shift } from '@floating-ui/dom';
import { wait } from '../guide/wait';
import type { Clock, Undo } from './clock';
import { follow } from './follow';
import { createOverlay, type HighlightTheme } from './overlay';
import { keysGoElsewhere } from './own';
import { painted } from './painted';
import { reveal } from './reveal';
import { frameElementOf, freeBox, isInView } from './visibility';

export interface HighlightRequest {
  readonly stepId: string;
  readonly element: Element;
  /** Shown beside the frame; null for a frame alone. */
  readonly comment: Node | null;
  /** Looked up again when a render has replaced the element. */
  refind(): Element | null;
}

/** `hidden`: drawn nowhere, since the element stays covered or cannot be scrolled into view. `stopped`: given up before it was painted. */
export type HighlightOutcome = 'shown' | 'hidden' | 'stopped';

export interface HighlightDeps {
  readonly clock: Clock;
  theme(): HighlightTheme;
  /** Fires when the page's path changes. */
  onPage(listener: () => void): Undo;
}

/** How long an element may stay covered, as by a closing dialog, before it counts as hidden. Milliseconds. */
const COVERED_WAIT = 1000;

export class Highlighter {
  private owner: AbortController | null = null;
  private readonly onDismissHandlers = new Set<() => void>();

  constructor(private readonly deps: HighlightDeps) {}

  /**
   * Replaces what is shown. Settles once the frame is painted and in the viewport; the frame then stays until the next
   * call, `clear`, Escape, another page, or the signal's abort.
   */
  async show(request: HighlightRequest, signal: AbortSignal): Promise<HighlightOutcome> {
    this.clear();
    if (signal.aborted) {
      return 'stopped';
    }
    const owner = new AbortController();
    this.owner = owner;
    const inView = this.draw(request, owner);
    this.removeWhenDue(owner, signal);
    if (!inView()) {
      reveal(frameElementOf(request.element));
    }
    await painted(this.deps.clock, owner.signal);
    const coveredSince = this.deps.clock.now();
    while (!owner.signal.aborted && !inView() && this.deps.clock.now() - coveredSince < COVERED_WAIT) {
      await wait(this.deps.clock, 100, owner.signal);
    }
    if (owner.signal.aborted) {
      return 'stopped';
    }
    if (!inView()) {
      owner.abort();
      return 'hidden';
    }
    return 'shown';
  }

  /** Fires when the person at the page has put the frame away with Escape. */
  onDismiss(handler: () => void): Undo {
    this.onDismissHandlers.add(handler);
    return () => this.onDismissHandlers.delete(handler);
  }

  clear(): void {
    this.owner?.abort();
    this.owner = null;
  }

  private draw(request: HighlightRequest, owner: AbortController): () => boolean {
    const overlay = createOverlay(document, this.deps.theme(), request);
    let inView = false;
    const unfollow = follow(request.element, {
      overlay: overlay.frame,
      refind: request.refind,
      onChange: ({ element, attached }) => {
        const framed = frameElementOf(element);
        inView = attached && isInView(framed);
        overlay.draw(inView ? framed.getBoundingClientRect() : null, freeBox().right);
        if (inView && request.comment) {
          void placeComment(framed, overlay.comment);
        }
      },
    });
    owner.signal.addEventListener('abort', () => {
      unfollow();
      overlay.remove();
    });
    return () => inView;
  }

  private removeWhenDue(owner: AbortController, signal: AbortSignal): void {
    const remove = () => owner.abort();
    const onKey = (event: KeyboardEvent) => {
      const [target] = event.composedPath();
      if (event.key === 'Escape' && !(target instanceof Element && keysGoElsewhere(target))) {
        remove();
        this.onDismissHandlers.forEach((handler) => handler());
      }
    };
    const offPage = this.deps.onPage(remove);
    signal.addEventListener('abort', remove);
    document.addEventListener('keydown', onKey, true);
    owner.signal.addEventListener('abort', () => {
      offPage();
      signal.removeEventListener('abort', remove);
      document.removeEventListener('keydown', onKey, true);
    });
  }
}

async function placeComment(element: Element, comment: HTMLElement): Promise<void> {
  const free = freeBox();
  const rootBoundary = { x: 0, y: 0, width: free.right, height: free.bottom };
  const { x, y } = await computePosition(element, comment, {
    strategy: 'fixed',
    placement: 'bottom',
    middleware: [offset(14), flip({ padding: 8, rootBoundary }), shift({ padding: 8, crossAxis: true, rootBoundary })],
  });
  Object.assign(comment.style, { left: `${x}px`, top: `${y}px` });
}
