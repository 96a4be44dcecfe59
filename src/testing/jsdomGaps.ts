/** What jsdom has no notion of. It lays nothing out, so observers of size and place that never say a thing are exact. */

class NothingResizes implements ResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

class NothingMoves implements IntersectionObserver {
  readonly root = null;
  readonly rootMargin = '';
  readonly scrollMargin = '';
  readonly thresholds = [];
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
  takeRecords(): IntersectionObserverEntry[] {
    return [];
  }
}

class MousePointerEvent extends MouseEvent implements PointerEvent {
  readonly altitudeAngle = 0;
  readonly azimuthAngle = 0;
  readonly height = 1;
  readonly isPrimary = true;
  readonly persistentDeviceId = 0;
  readonly pointerId = 1;
  readonly pointerType = 'mouse';
  readonly pressure = 0;
  readonly tangentialPressure = 0;
  readonly tiltX = 0;
  readonly tiltY = 0;
  readonly twist = 0;
  readonly width = 1;
  getCoalescedEvents(): PointerEvent[] {
    return [];
  }
  getPredictedEvents(): PointerEvent[] {
    return [];
  }
}

window.PointerEvent ??= MousePointerEvent;
window.ResizeObserver ??= NothingResizes;
window.IntersectionObserver ??= NothingMoves;

// Grafana's links ask it whether an address is one.
URL.canParse ??= (url: string | URL, base?: string | URL) => {
  try {
    return new URL(url, base) instanceof URL;
  } catch {
    return false;
  }
};

// Grafana's comboboxes measure their texts on a canvas, and jsdom draws nothing.
Object.defineProperty(HTMLCanvasElement.prototype, 'getContext', {
  configurable: true,
  value: () => ({ font: '', measureText: (text: string) => ({ width: 8 * text.length }) }),
});
