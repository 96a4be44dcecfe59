import { useCallback, useSyncExternalStore } from 'react';

/** What the interface can draw: a value that is replaced, never changed, and a way to hear of it. */
export interface Viewable<View> {
  view(): View;
  /** Returns the undo. */
  subscribe(listener: () => void): () => void;
}

/** The store's view now; draws anew whenever it changes. */
export function useView<View>(store: Viewable<View>): View {
  const subscribe = useCallback((listener: () => void) => store.subscribe(listener), [store]);
  const view = useCallback(() => store.view(), [store]);
  return useSyncExternalStore(subscribe, view);
}
