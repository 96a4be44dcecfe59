import { useEffect } from 'react';
import { useSessionView } from '../LiveApp';
import { dock } from './dockStore';

/** Tells the dock whether a session is on, so that a reload takes it up again and the launcher shows it. */
export function SessionWatch() {
  const { role } = useSessionView();
  useEffect(() => dock.setInSession(role === 'presenting' || role === 'attending'), [role]);
  return null;
}
