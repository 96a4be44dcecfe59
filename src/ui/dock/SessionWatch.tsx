import { useEffect } from 'react';
import { useSessionView } from '../LiveApp';
import { dock } from './dockStore';

/** Tells the dock whether a session is on: a reload then takes it up again, and the launcher shows it. */
export function SessionWatch() {
  const { role } = useSessionView();
  const inSession = role === 'presenting' || role === 'attending' || role === 'admitting';
  const asks = role === 'admitting';
  useEffect(() => {
    dock.setInSession(inSession, asks);
    if (inSession) {
      // A join link that is reloaded asks again, for a session that has been taken up meanwhile.
      dock.closeDialog();
    }
  }, [inSession, asks]);
  return null;
}
