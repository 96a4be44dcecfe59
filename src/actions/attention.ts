/** Notices that the person at this page does something themselves. */
import type { Undo } from './clock';
import { isOwn, keysGoElsewhere } from './own';

export interface AttentionHandlers {
  /** A press or a key outside of our own things. */
  takesOver(): void;
  /** Escape, wherever it is not typed into a terminal. */
  stops(): void;
  /** Scrolling or touching: only a moment is wanted. */
  looksAround(): void;
}

const BARE_MODIFIERS = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock']);

/** Events that scripts made do not count, or a page could pause and our own actions would. */
export function watchAttention(handlers: AttentionHandlers): Undo {
  const onPointer = (event: PointerEvent) => {
    if (!event.isTrusted || isOurs(event)) {
      return;
    }
    if (event.pointerType === 'touch') {
      handlers.looksAround();
    } else {
      handlers.takesOver();
    }
  };
  const onKey = (event: KeyboardEvent) => {
    if (!event.isTrusted || BARE_MODIFIERS.has(event.key)) {
      return;
    }
    if (event.key === 'Escape' && !isTyped(event)) {
      handlers.stops();
    } else if (!isOurs(event)) {
      handlers.takesOver();
    }
  };
  const onWheel = (event: Event) => {
    if (event.isTrusted && !isOurs(event)) {
      handlers.looksAround();
    }
  };
  window.addEventListener('pointerdown', onPointer, true);
  window.addEventListener('keydown', onKey, true);
  window.addEventListener('wheel', onWheel, { capture: true, passive: true });
  window.addEventListener('touchmove', onWheel, { capture: true, passive: true });
  return () => {
    window.removeEventListener('pointerdown', onPointer, true);
    window.removeEventListener('keydown', onKey, true);
    window.removeEventListener('wheel', onWheel, true);
    window.removeEventListener('touchmove', onWheel, true);
  };
}

function isTyped(event: Event): boolean {
  const [target] = event.composedPath();
  return target instanceof Element && keysGoElsewhere(target);
}

function isOurs(event: Event): boolean {
  const [target] = event.composedPath();
  return target instanceof Element && isOwn(target);
}
