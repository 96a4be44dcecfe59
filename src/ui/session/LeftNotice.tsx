import { Alert, Button, Stack } from '@grafana/ui';
import { useLiveApp } from '../LiveApp';

/** A session whose tab is gone: it goes on only when this person says so. What then fails is told by the view. */
export function LeftNotice({ left }: { left: { sessionName: string; code: string } }) {
  const { session } = useLiveApp();
  return (
    <Alert severity="info" title={`You were presenting “${left.sessionName}”`} data-testid="live-left">
      <Stack direction="column" gap={1}>
        <span>Its tab is gone, but the session {left.code} is not over: attendees wait for you.</span>
        <Stack gap={1}>
          <Button size="sm" data-testid="live-go-on" onClick={() => void session.goOn().catch(() => {})}>
            Go on presenting
          </Button>
          <Button size="sm" variant="secondary" data-testid="live-forget" onClick={() => session.forgetLeft()}>
            End it
          </Button>
        </Stack>
      </Stack>
    </Alert>
  );
}
