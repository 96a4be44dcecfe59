import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Alert, Button, LoadingPlaceholder, Stack, Text, useStyles2 } from '@grafana/ui';
import { useState } from 'react';
import { SessionError, type SessionErrorReason } from '../../session/SessionError';
import type { PresentedTerminal } from '../../session/view';
import { ErrorNotice } from '../ErrorNotice';
import { useLiveApp } from '../LiveApp';
import { AskFirst } from './AskFirst';

export interface TerminalSharingProps {
  terminal: PresentedTerminal;
  /** Whether one is about to be shared: first what that means. */
  asking: boolean;
  onAsked: () => void;
}

/** Presenter's: the room's terminal, from the question whether there is to be one to its end. */
export function TerminalSharing({ terminal, asking, onAsked }: TerminalSharingProps) {
  const styles = useStyles2(getStyles);
  const { session } = useLiveApp();
  const [failed, setFailed] = useState<SessionErrorReason | null>(null);
  const share = () => {
    onAsked();
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
  if (asking) {
    return (
      <Alert severity="warning" title="Share a terminal of the session server?" topSpacing={1} bottomSpacing={1}>
        <Stack direction="column" gap={1}>
          <Text variant="bodySmall">
            A shell opens on the machine that the session server runs on. Everybody in the session sees it. You type,
            and so can those whom you let: they can do there all that you can. It ends with the session.
          </Text>
          <Stack gap={1}>
            <Button size="sm" variant="secondary" autoFocus onClick={onAsked}>
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
  if (terminal.state === 'starting') {
    return <LoadingPlaceholder text="Opening the terminal..." />;
  }
  return failed && <ErrorNotice reason={failed} onRemove={() => setFailed(null)} />;
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
});
