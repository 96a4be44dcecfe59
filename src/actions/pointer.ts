/** A mouse pointer as scripts can imitate it: pages hear it come, stay, press and go. CSS does not; only a real one is seen there. */
import type { Undo } from './clock';

export class Pointer {
  private over: Element | null = null;
  private offPerson: Undo | null = null;

  /** Moves onto the element and stays there until it moves on, or the person moves the real one. */
  moveTo(element: Element): void {
    if (this.over === element) {
      return;
    }
    const previous = this.over?.isConnected ? this.over : null;
    const at = centreOf(element);
    if (previous) {
      leave(previous, element);
    }
    this.over = element;
    this.offPerson ??= onRealMove(() => this.leave());
    send(element, 'over', { ...at, bubbles: true, relatedTarget: previous });
    for (const entered of ancestorsFromOutside(element)) {
      if (!previous || !entered.contains(previous)) {
        send(entered, 'enter', { ...at, bubbles: false, relatedTarget: previous });
      }
    }
    send(element, 'move', { ...at, bubbles: true });
  }

  /** Leaves the page. */
  leave(): void {
    this.offPerson?.();
    this.offPerson = null;
    if (this.over?.isConnected) {
      leave(this.over, null);
    }
    this.over = null;
  }

  /** Presses the element, as `click()` alone does not: some lists open on the press. */
  press(element: Element): void {
    const at = { ...centreOf(element), bubbles: true, button: 0 };
    element.dispatchEvent(new PointerEvent('pointerdown', { ...pointerOf(at), buttons: 1 }));
    element.dispatchEvent(new MouseEvent('mousedown', { ...mouseOf(at), buttons: 1 }));
    element.dispatchEvent(new PointerEvent('pointerup', pointerOf(at)));
    element.dispatchEvent(new MouseEvent('mouseup', mouseOf(at)));
  }
}

interface Place extends MouseEventInit {
  readonly clientX: number;
  readonly clientY: number;
}

function centreOf(element: Element): Pick<Place, 'clientX' | 'clientY'> {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { clientX: left + width / 2, clientY: top + height / 2 };
}

const mouseOf = (init: Place): MouseEventInit => ({ ...init, cancelable: init.bubbles, composed: true });
const pointerOf = (init: Place): PointerEventInit => ({ ...mouseOf(init), pointerType: 'mouse', isPrimary: true });

function send(element: Element, kind: 'over' | 'enter' | 'move' | 'out' | 'leave', init: Place): void {
  element.dispatchEvent(new PointerEvent(`pointer${kind}`, pointerOf(init)));
  element.dispatchEvent(new MouseEvent(`mouse${kind}`, mouseOf(init)));
}

function leave(from: Element, to: Element | null): void {
  const at = centreOf(from);
  send(from, 'out', { ...at, bubbles: true, relatedTarget: to });
  for (const left of ancestorsFromOutside(from).reverse()) {
    if (!to || !left.contains(to)) {
      send(left, 'leave', { ...at, bubbles: false, relatedTarget: to });
    }
  }
}

function ancestorsFromOutside(element: Element): Element[] {
  const ancestors: Element[] = [];
  for (let at: Element | null = element; at; at = at.parentElement) {
    ancestors.unshift(at);
  }
  return ancestors;
}

function onRealMove(handler: () => void): Undo {
  const onMove = (event: PointerEvent) => {
    if (event.isTrusted) {
      handler();
    }
  };
  window.addEventListener('pointermove', onMove, { capture: true, passive: true });
  return () => window.removeEventListener('pointermove', onMove, true);
}
