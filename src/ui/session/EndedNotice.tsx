import { Button, Stack, Text } from '@grafana/ui';
import { SESSION_ERRORS, type SessionErrorReason } from '../../session/SessionError';
import type { SessionView } from '../../session/view';
import { dock } from '../dock/dockStore';
import { ErrorNotice } from '../ErrorNotice';
import { useLiveApp } from '../LiveApp';

/** Ends that nobody needs to worry about. */
const GOOD_ENDS: ReadonlySet<SessionErrorReason> = new Set(['ended', 'ended-by-administrator', 'taken-over', 'superseded']);

/** Why the session is over for this person, and what they can do next. */
export function EndedNotice({ view }: { view: Extract<SessionView, { role: 'ended' }> }) {
  const { session } = useLiveApp();
  const { reason, sessionName } = view;
  const joinAgain = () => {
    session.dismiss();
    dock.showDialog({ kind: 'join', invitation: '' });
  };
  return (
    <Stack direction="column" gap={1.5}>
      <Text color="secondary" variant="bodySmall" truncate>
        {sessionName}
      </Text>
      <ErrorNotice reason={reason} severity={GOOD_ENDS.has(reason) ? 'info' : 'warning'} />
      <Stack gap={1}>
        <Button size="sm" variant="secondary" data-testid="live-dismiss" onClick={() => session.dismiss()}>
          Close
        </Button>
        {(SESSION_ERRORS[reason].retry || reason === 'taken-over') && (
          <Button size="sm" onClick={joinAgain}>
            Join again
          </Button>
        )}
      </Stack>
    </Stack>
  );
}
