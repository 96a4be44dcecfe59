import { Button, Stack, Text } from '@grafana/ui';
import { SESSION_ERRORS, type SessionErrorReason } from '../../session/SessionError';
import type { Joined, SessionView } from '../../session/view';
import { dock } from '../dock/dockStore';
import { ErrorNotice } from '../ErrorNotice';
import { DoneHere } from '../follow/DoneHere';
import { useLiveApp } from '../LiveApp';

/** Ends that nobody needs to worry about. */
const GOOD_ENDS: ReadonlySet<SessionErrorReason> = new Set([
  'ended',
  'ended-by-administrator',
  'taken-over',
  'superseded',
]);

/** Ends that somebody may think better of: this person, or the presenter. */
const CAN_CHANGE: ReadonlySet<SessionErrorReason> = new Set(['taken-over', 'removed', 'declined']);

/** Why the session is over for this person, and what they can do next. */
export function EndedNotice({ view }: { view: Extract<SessionView, { role: 'ended' }> }) {
  const { session } = useLiveApp();
  const { reason, sessionName, joined } = view;
  const joinAgain = (as: Joined) => {
    session.dismiss();
    dock.showDialog({ kind: 'join', ...as });
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
        {joined && (SESSION_ERRORS[reason].retry || CAN_CHANGE.has(reason)) && (
          <Button size="sm" data-testid="live-join-again" onClick={() => joinAgain(joined)}>
            Join again
          </Button>
        )}
      </Stack>
      <DoneHere following={false} />
    </Stack>
  );
}
