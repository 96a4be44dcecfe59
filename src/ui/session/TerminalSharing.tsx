import { Alert, Button, Stack, Text } from '@grafana/ui';
import { useState } from 'react';
import { SessionError, type SessionErrorReason } from '../../session/SessionError';
import type { PresentedTerminal } from '../../session/view';
import { ErrorNotice } from '../ErrorNotice';
import { useLiveApp } from '../LiveApp';
import { useOffers } from '../useOffers';
import { AskFirst } from './AskFirst';

/** Presenter's: a terminal for the room, where the session server has one; first what that means. */
export function TerminalSharing({ terminal }: { terminal: PresentedTerminal }) {
  const { session } = useLiveApp();
  const offers = useOffers();
  const [asking, setAsking] = useState(false);
  const [failed, setFailed] = useState<SessionErrorReason | null>(null);
  const share = () => {
    setAsking(false);
    setFailed(null);
    session.shareTerminal().catch((error: unknown) => setFailed(SessionError.from(error).reason));
  };

  if (terminal.state === 'on') {
    return (
      <Stack gap={1} alignItems="center" justifyContent="space-between" wrap="wrap">
        <Text variant="bodySmall" color="secondary">
          {typistsText(terminal.typists)}
        </Text>
        <AskFirst
          label="Stop sharing"
          question="End the terminal for everyone?"
          confirm="End terminal"
          testId="live-terminal-stop"
          onConfirm={() => session.stopTerminal()}
        />
      </Stack>
    );
  }
  if (offers.kind !== 'there' || !offers.offers.terminal) {
    return null;
  }
  if (asking) {
    return (
      <Alert severity="warning" title="Share a terminal of the session server?" bottomSpacing={0}>
        <Stack direction="column" gap={1}>
          <Text variant="bodySmall">
            A shell opens on the machine that the session server runs on. Everybody in the session sees it. You type,
            and so can those whom you let: they can do there all that you can. It ends with the session.
          </Text>
          <Stack gap={1}>
            <Button size="sm" variant="secondary" autoFocus onClick={() => setAsking(false)}>
              Cancel
            </Button>
            <Button size="sm" data-testid="live-terminal-confirm" onClick={share}>
              Share terminal
            </Button>
          </Stack>
        </Stack>
      </Alert>
    );
  }
  return (
    <Stack direction="column" gap={1}>
      <div>
        <Button
          size="sm"
          variant="secondary"
          icon="brackets-curly"
          data-testid="live-terminal-share"
          disabled={terminal.state === 'starting'}
          onClick={() => setAsking(true)}
        >
          {terminal.state === 'starting' ? 'Opening the terminal...' : 'Share terminal'}
        </Button>
      </div>
      {failed && <ErrorNotice reason={failed} onRemove={() => setFailed(null)} />}
    </Stack>
  );
}

function typistsText(count: number): string {
  if (count === 0) {
    return 'Terminal shared. Only you type.';
  }
  return `Terminal shared. You and ${count === 1 ? 'one attendee type' : `${count} attendees type`}.`;
}
