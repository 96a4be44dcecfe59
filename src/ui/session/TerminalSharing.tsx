import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Alert, Button, Stack, Text, useStyles2 } from '@grafana/ui';
import { useState } from 'react';
import { SessionError, type SessionErrorReason } from '../../session/SessionError';
import type { PresentedTerminal } from '../../session/view';
import { ErrorNotice } from '../ErrorNotice';
import { useLiveApp } from '../LiveApp';
import { useOffers } from '../useOffers';
import { AskFirst } from './AskFirst';

/** Presenter's: a terminal for the room, where the session server has one; first what that means. */
export function TerminalSharing({ terminal }: { terminal: PresentedTerminal }) {
  const styles = useStyles2(getStyles);
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
      <div className={styles.line}>
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
      </div>
    );
  }
  if (offers.kind !== 'there' || !offers.offers.terminal) {
    return null;
  }
  if (asking) {
    return (
      <Alert severity="warning" title="Share a terminal of the session server?" topSpacing={1} bottomSpacing={1}>
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
    <div className={styles.offer}>
      <div>
        <Button
          size="sm"
          variant="secondary"
          fill="outline"
          icon="keyboard"
          data-testid="live-terminal-share"
          disabled={terminal.state === 'starting'}
          onClick={() => setAsking(true)}
        >
          {terminal.state === 'starting' ? 'Opening the terminal...' : 'Share terminal'}
        </Button>
      </div>
      {failed && <ErrorNotice reason={failed} onRemove={() => setFailed(null)} />}
    </div>
  );
}

function typistsText(count: number): string {
  if (count === 0) {
    return 'Terminal shared. Only you type.';
  }
  return `Terminal shared. You and ${count === 1 ? 'one attendee type' : `${count} attendees type`}.`;
}

const getStyles = (theme: GrafanaTheme2) => ({
  line: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: theme.spacing(0.5, 1),
    flexShrink: 0,
    margin: theme.spacing(0.5, 0),
  }),
  offer: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1), flexShrink: 0 }),
});
