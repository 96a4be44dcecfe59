import { Box } from '@grafana/ui';
import { AppGate } from '../AppGate';
import { FollowPrompt } from '../follow/FollowPrompt';
import { Dialogs } from '../session/Dialogs';
import { SessionToasts } from '../session/SessionToasts';
import { useView } from '../useView';
import { Dock } from './Dock';
import { DockBody } from './DockBody';
import { dock } from './dockStore';
import { SessionWatch } from './SessionWatch';

/** All that floats over Grafana's page: the dock while it is open, dialogs, and what waits for a click. */
export default function Shell() {
  const { open } = useView(dock);
  return (
    <AppGate
      meanwhile={(notice) =>
        open && (
          <Dock>
            <Box padding={2}>{notice}</Box>
          </Dock>
        )
      }
    >
      {open && (
        <Dock>
          <DockBody />
        </Dock>
      )}
      <SessionWatch />
      <SessionToasts />
      <Dialogs />
      <FollowPrompt />
    </AppGate>
  );
}
