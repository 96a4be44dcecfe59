import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Alert, Button, LoadingPlaceholder, Stack, Text, useStyles2 } from '@grafana/ui';
import { useState, type ReactNode } from 'react';
import { SessionError, type SessionErrorReason } from '../../session/SessionError';
import { ErrorNotice } from '../ErrorNotice';
import { AskFirst } from './AskFirst';
import type { SharingWords } from './sharingWords';

export interface SharingProps {
  words: SharingWords;
  state: 'off' | 'starting' | 'on';
  /** Who may use it, in a line. */
  users: string;
  /** Whether one is about to be shared: first what that means. */
  asking: boolean;
  onAsked: () => void;
  /** Rejects with a SessionError. */
  onShare: () => Promise<void>;
  onStop: () => void;
  /** Beside the line, while it is shared. */
  children?: ReactNode;
}

/** Presenter's: something for the room beside the guide, from the question whether there is to be one to its end. */
export function Sharing({ words, state, users, asking, onAsked, onShare, onStop, children }: SharingProps) {
  const styles = useStyles2(getStyles);
  const [failed, setFailed] = useState<SessionErrorReason | null>(null);
  const share = () => {
    onAsked();
    setFailed(null);
    onShare().catch((error: unknown) => setFailed(SessionError.from(error).reason));
  };

  if (state === 'on') {
    return (
      <div className={styles.line}>
        <Text variant="bodySmall" color="secondary">
          {users}
        </Text>
        <div className={styles.acts}>
          {children}
          <AskFirst
            label="Stop sharing"
            question={words.endQuestion}
            confirm={words.end}
            testId={`${words.testId}-stop`}
            over="upward"
            onConfirm={onStop}
          />
        </div>
      </div>
    );
  }
  if (asking) {
    return (
      <Alert severity="warning" title={words.question} topSpacing={1} bottomSpacing={1}>
        <Stack direction="column" gap={1}>
          <Text variant="bodySmall">{words.meaning}</Text>
          <Stack gap={1}>
            <Button size="sm" variant="secondary" autoFocus onClick={onAsked}>
              Cancel
            </Button>
            <Button size="sm" data-testid={`${words.testId}-confirm`} onClick={share}>
              {words.share}
            </Button>
          </Stack>
        </Stack>
      </Alert>
    );
  }
  if (state === 'starting') {
    return <LoadingPlaceholder text={words.opening} />;
  }
  return failed && <ErrorNotice reason={failed} onRemove={() => setFailed(null)} />;
}

const getStyles = (theme: GrafanaTheme2) => ({
  line: css({
    position: 'relative',
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: theme.spacing(0.5, 1),
    flexShrink: 0,
    margin: theme.spacing(0.5, 0),
  }),
  acts: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(1) }),
});
