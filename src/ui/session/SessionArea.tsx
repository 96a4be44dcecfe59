import { Button, LoadingPlaceholder, Stack } from '@grafana/ui';
import { dock } from '../dock/dockStore';
import { ErrorNotice } from '../ErrorNotice';
import { DoneHere } from '../follow/DoneHere';
import { useLiveApp, useSessionView } from '../LiveApp';
import { useView } from '../useView';
import { Admitting } from './Admitting';
import { AttendeeBanner } from './AttendeeBanner';
import { EndedNotice } from './EndedNotice';
import { JoinProgress } from './JoinProgress';
import { LeftNotice } from './LeftNotice';
import { PresenterConsole } from './PresenterConsole';
import { Returning } from './Returning';
import { useArrival } from './useArrival';

/** The session's part of the dock: one face for each role. */
export function SessionArea() {
  const { session } = useLiveApp();
  const view = useSessionView();
  const { dialog } = useView(dock);
  const place = useArrival(view.role);

  switch (view.role) {
    case 'idle':
      return (
        <Stack direction="column" gap={2}>
          {/* While a dialog is open it shows its own error, beside what has to be changed. */}
          {view.error && dialog.kind === 'none' && (
            <ErrorNotice reason={view.error} onRemove={() => session.dismiss()} />
          )}
          {view.left && <LeftNotice left={view.left} />}
          <StartAndJoin />
          <DoneHere following={false} />
        </Stack>
      );
    case 'starting':
      return <LoadingPlaceholder text="Starting the session..." />;
    case 'returning':
      return <Returning view={view} />;
    case 'presenting':
      return <PresenterConsole view={view} place={place} />;
    case 'joining':
      // The join dialog shows the stages itself while it is open.
      return dialog.kind === 'join' ? (
        <LoadingPlaceholder text="Joining the session..." />
      ) : (
        <JoinProgress stage={view.stage} onCancel={() => session.leave()} />
      );
    case 'admitting':
      return <Admitting view={view} place={place} />;
    case 'attending':
      return <AttendeeBanner view={view} place={place} />;
    case 'ended':
      return <EndedNotice view={view} />;
  }
}

function StartAndJoin() {
  return (
    <Stack gap={1} wrap="wrap">
      <Button data-testid="live-start" icon="presentation-play" onClick={() => dock.showDialog({ kind: 'start' })}>
        Start Live Session
      </Button>
      <Button
        data-testid="live-join"
        variant="secondary"
        icon="signin"
        onClick={() => dock.showDialog({ kind: 'join', invitation: '' })}
      >
        Join Live Session
      </Button>
    </Stack>
  );
}
