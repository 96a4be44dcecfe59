import { AppGate } from '../AppGate';
import { Dialogs } from '../session/Dialogs';
import { DockBody } from './DockBody';

/** The dock's content inside Grafana's own extension sidebar, where Grafana admits it. */
export default function SidebarPanel() {
  return (
    <div data-live-own="" style={{ height: '100%' }}>
      <AppGate>
        <DockBody />
        <Dialogs />
      </AppGate>
    </div>
  );
}
