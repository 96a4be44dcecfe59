/** The elements that a highlight is drawn with. They take no clicks and no focus. */
import { OWN_ATTRIBUTE } from './own';

/** CSS values from Grafana's theme. */
export interface HighlightTheme {
  readonly accent: string;
  readonly halo: string;
  readonly background: string;
  readonly text: string;
  readonly border: string;
  readonly radius: string;
  readonly shadow: string;
  readonly font: string;
}

export interface Overlay {
  readonly frame: HTMLElement;
  readonly comment: HTMLElement;
  /**
   * Lays the frame exactly over the box, or hides frame and comment when there is none.
   * @param right where drawing ends, in pixels from the viewport's left; the frame's own box does not end there
   */
  draw(box: DOMRect | null, right: number): void;
  remove(): void;
}

/** Above Grafana's modals and portals (1050 to 1061) and anything a plugin is likely to use. */
const ON_TOP = '2147483000';

export function createOverlay(
  doc: Document,
  theme: HighlightTheme,
  content: { stepId: string; comment: Node | null }
): Overlay {
  const host = doc.createElement('div');
  host.setAttribute(OWN_ATTRIBUTE, 'highlight');
  Object.assign(host.style, {
    position: 'fixed',
    top: '0',
    left: '0',
    width: '0',
    height: '0',
    zIndex: ON_TOP,
    pointerEvents: 'none',
  });

  const frame = doc.createElement('div');
  frame.dataset.testid = 'live-highlight';
  frame.dataset.stepId = content.stepId;
  frame.setAttribute('aria-hidden', 'true');
  Object.assign(frame.style, {
    position: 'fixed',
    display: 'none',
    boxSizing: 'border-box',
    borderRadius: theme.radius,
    // Drawn outside of the box, so that the frame's own box is the element's.
    boxShadow: `0 0 0 3px ${theme.accent}, 0 0 0 7px ${theme.halo}`,
    pointerEvents: 'none',
  });

  const comment = doc.createElement('div');
  comment.dataset.testid = 'live-highlight-comment';
  comment.setAttribute('role', 'status');
  Object.assign(comment.style, {
    position: 'fixed',
    display: 'none',
    top: '0',
    left: '0',
    width: 'max-content',
    maxWidth: 'min(320px, calc(100vw - 16px))',
    maxHeight: '50vh',
    overflow: 'hidden',
    overflowWrap: 'anywhere',
    padding: '8px 12px',
    font: theme.font,
    color: theme.text,
    background: theme.background,
    border: `1px solid ${theme.border}`,
    borderRadius: theme.radius,
    boxShadow: theme.shadow,
    pointerEvents: 'none',
  });
  host.append(frame);
  if (content.comment) {
    comment.append(content.comment);
    for (const [end, margin] of [
      [comment.firstElementChild, 'marginTop'],
      [comment.lastElementChild, 'marginBottom'],
    ] as const) {
      if (end instanceof HTMLElement) {
        end.style[margin] = '0';
      }
    }
    host.append(comment);
  }
  doc.body.append(host);

  return {
    frame,
    comment,
    draw(box, right) {
      const display = box ? 'block' : 'none';
      frame.style.display = display;
      comment.style.display = display;
      if (box) {
        Object.assign(frame.style, {
          left: `${box.left}px`,
          top: `${box.top}px`,
          width: `${box.width}px`,
          height: `${box.height}px`,
          // A frame that reaches under the dock is not drawn over it; one that lies wholly there is, as nothing else would show it.
          clipPath: box.left < right && box.right > right ? `inset(-8px ${box.right - right}px -8px -8px)` : 'none',
        });
      }
    },
    remove: () => host.remove(),
  };
}
