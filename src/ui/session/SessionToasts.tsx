import { useEffect, useRef, useState } from 'react';
import type { SessionView } from '../../session/view';
import { useLiveApp, useSessionView } from '../LiveApp';
import { dock } from '../dock/dockStore';
import { createToaster, type Toast } from '../toasts';
import { backToast, lostToast, toastsBetween, troubleOf, type Trouble } from './sessionToasts';

/** Milliseconds: most breaks of a connection are over before anyone has noticed. */
export const WORTH_SAYING = 5_000;

/** Tells of a session's turns where the person may be looking at something else. Draws nothing. */
export function SessionToasts() {
  const { now } = useLiveApp();
  const view = useSessionView();
  const [toast] = useState(() => {
    const show = createToaster(now);
    // An open dock says it already, and the toast would lie over it.
    return (said: Toast) => (dock.view().open ? undefined : show(said));
  });
  const before = useRef<SessionView>(view);
  const told = useRef<Trouble | null>(null);

  useEffect(() => {
    toastsBetween(before.current, view).forEach(toast);
    before.current = view;
  }, [view, toast]);

  const trouble = troubleOf(view);
  const { role } = view;
  useEffect(() => {
    if (trouble === null) {
      if (told.current && (role === 'presenting' || role === 'attending')) {
        toast(backToast(told.current));
      }
      told.current = null;
      return;
    }
    const timer = setTimeout(() => {
      told.current = trouble;
      toast(lostToast(trouble));
    }, WORTH_SAYING);
    return () => clearTimeout(timer);
  }, [trouble, role, toast]);
  return null;
}
