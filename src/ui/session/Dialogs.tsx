import { config } from '@grafana/runtime';
import { dock } from '../dock/dockStore';
import { useView } from '../useView';
import { JoinDialog } from './JoinDialog';
import { StartDialog } from './StartDialog';

/** The dialog that the dock asks for, if any. */
export function Dialogs() {
  const { dialog } = useView(dock);
  const { name, login } = config.bootData.user;
  const userName = name || login;
  const close = () => dock.closeDialog();

  switch (dialog.kind) {
    case 'none':
      return null;
    case 'start':
      return <StartDialog userName={userName} onClose={close} />;
    case 'join':
      return (
        <JoinDialog
          key={dialog.invitation}
          userName={dialog.name ?? userName}
          invitation={dialog.invitation}
          mode={dialog.mode}
          onClose={close}
        />
      );
  }
}
