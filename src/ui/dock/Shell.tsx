import { AppGate } from '../AppGate';
import { useView } from '../useView';
import { FollowPrompt } from '../follow/FollowPrompt';
import { Dialogs } from '../session/Dialogs';
import { Dock } from './Dock';
import { DockBody } from './DockBody';
import { dock } from './dockStore';
import { SessionWatch } from './SessionWatch';

/** All that floats over Grafana's page: the dock while it is open, dialogs, and what waits for a click. */
export default function Shell() {
  const { open } = useView(dock);
  return (
    <>
      {open && (
        <Dock>
          <AppGate>
            <DockBody />
          </AppGate>
        </Dock>
      )}
      <AppGate quiet>
        <SessionWatch />
        <Dialogs />
        <FollowPrompt />
      </AppGate>
    </>
  );
}
