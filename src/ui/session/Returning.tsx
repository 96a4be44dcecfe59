import { Alert, Button, Stack } from '@grafana/ui';
import { SESSION_ERRORS } from '../../session/SessionError';
import type { SessionView } from '../../session/view';
import { useLiveApp } from '../LiveApp';
import { inWords, useClock } from '../useClock';

/** After a reload, while the session server does not answer or does not know the session again: why, for how long, and a way out. */
export function Returning({ view }: { view: Extract<SessionView, { role: 'returning' }> }) {
  const { session, now } = useLiveApp();
  const waited = inWords(useClock(now, 1_000) - view.since);
  const why =
    view.reason === 'code-unknown'
      ? 'The session server does not know the session again yet.'
      : SESSION_ERRORS[view.reason].title;
  return (
    <Alert severity="warning" title="Going back to your session" data-testid="live-returning">
      <Stack direction="column" gap={1}>
        <span>{why} You are back by yourself as soon as it works: there is nothing to do.</span>
        <span>Trying for {waited}</span>
        <div>
          <Button size="sm" variant="secondary" data-testid="live-returning-leave" onClick={() => session.leave()}>
            Leave the session
          </Button>
        </div>
      </Stack>
    </Alert>
  );
}
