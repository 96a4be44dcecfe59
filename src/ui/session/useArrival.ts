import { useCallback, useEffect, useRef } from 'react';
import type { SessionView } from '../../session/view';
import { dock } from '../dock/dockStore';
import { useView } from '../useView';

/**
 * Moves the focus to the session's place in the dock once a dialog has led there; the button that opened the dialog is
 * gone by then. A session that a reload takes up leaves the focus alone.
 * @returns the ref of the place
 */
export function useArrival(role: SessionView['role']): (element: HTMLElement | null) => void {
  const place = useRef<HTMLElement | null>(null);
  const led = useRef(false);
  const { dialog } = useView(dock);

  useEffect(() => {
    if (dialog.kind !== 'none') {
      led.current = true;
    } else if (role === 'presenting' || role === 'attending' || role === 'admitting') {
      if (led.current) {
        place.current?.focus();
      }
      led.current = false;
    } else if (role === 'idle') {
      led.current = false;
    }
  }, [dialog.kind, role]);

  return useCallback((element) => {
    place.current = element;
  }, []);
}
