import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, Icon, Spinner, Stack, useStyles2 } from '@grafana/ui';
import type { SessionView } from '../../session/view';

export type JoinStage = Extract<SessionView, { role: 'joining' }>['stage'];

const STAGES: ReadonlyArray<{ stage: JoinStage; text: string }> = [
  { stage: 'finding', text: 'Finding the session' },
  { stage: 'connecting', text: 'Connecting to the presenter' },
  { stage: 'verifying', text: 'Verifying the presenter' },
  { stage: 'joining', text: 'Joining' },
];

/** How far joining has come. */
export function JoinProgress({ stage, onCancel }: { stage: JoinStage; onCancel: () => void }) {
  const styles = useStyles2(getStyles);
  const at = STAGES.findIndex((entry) => entry.stage === stage);
  return (
    <div data-testid="live-joining" data-stage={stage}>
      <ol className={styles.list} aria-label="Joining">
        {STAGES.map((entry, index) => (
          <li
            key={entry.stage}
            className={index > at ? styles.ahead : styles.reached}
            aria-current={index === at ? 'step' : undefined}
          >
            <span className={styles.mark}>
              {index < at && <Icon name="check-circle" className={styles.done} />}
              {index === at && <Spinner inline />}
              {index > at && <Icon name="circle" size="sm" />}
            </span>
            {entry.text}
          </li>
        ))}
      </ol>
      <span role="status" className="sr-only">
        {STAGES[at].text}
      </span>
      <Stack justifyContent="flex-end">
        <Button variant="secondary" size="sm" fill="outline" onClick={onCancel}>
          Cancel
        </Button>
      </Stack>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ listStyle: 'none', margin: 0, padding: 0, display: 'grid', gap: theme.spacing(1) }),
  reached: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1) }),
  ahead: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1), color: theme.colors.text.disabled }),
  mark: css({ display: 'inline-flex', width: theme.spacing(2.5), justifyContent: 'center' }),
  done: css({ color: theme.colors.success.text }),
});
