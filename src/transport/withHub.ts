/** A listener that has one hub besides what it listens with already. */
import type { HubLink, Listener } from './Link';

/** The hub is opened when somebody listens for it, and closed by whoever took it. */
export function withHub(listener: Listener, open: () => HubLink): Listener {
  return {
    onPair: (handler) => listener.onPair(handler),
    onHub(handler) {
      const undo = listener.onHub(handler);
      handler(open());
      return undo;
    },
    close: () => listener.close(),
  };
}
