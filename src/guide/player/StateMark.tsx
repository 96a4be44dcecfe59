import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, Spinner, useStyles2 } from '@grafana/ui';

export type CardState = 'locked' | 'ready' | 'running' | 'done' | 'skipped' | 'failed';

export function StateMark({ state }: { state: CardState }) {
  const styles = useStyles2(getStyles);
  switch (state) {
    case 'running':
      return <Spinner size="md" inline className={styles.mark} />;
    case 'done':
      return <Icon name="check-circle" className={cx(styles.mark, styles.done)} title="Done" />;
    case 'skipped':
      return <Icon name="step-backward" className={cx(styles.mark, styles.quiet, styles.forward)} title="Skipped" />;
    case 'failed':
      return <Icon name="exclamation-triangle" className={cx(styles.mark, styles.failed)} title="Failed" />;
    case 'locked':
      return <Icon name="lock" className={cx(styles.mark, styles.quiet)} title="Locked" />;
    case 'ready':
      return <Icon name="circle" className={cx(styles.mark, styles.quiet)} title="To do" />;
  }
}

const getStyles = (theme: GrafanaTheme2) => ({
  mark: css({ flexShrink: 0, marginTop: theme.spacing(0.25) }),
  forward: css({ transform: 'scaleX(-1)' }),
  done: css({ color: theme.colors.success.text }),
  failed: css({ color: theme.colors.error.text }),
  quiet: css({ color: theme.colors.text.disabled }),
});
