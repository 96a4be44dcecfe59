import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { CopyButton } from '../guide/player/CopyButton';

/** What an administrator has to add to `connect-src`, to be copied. */
export function PolicyLine({ sources }: { sources: string }) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.line}>
      <code data-testid="live-policy-sources" className={styles.sources}>
        {sources}
      </code>
      <CopyButton text={sources} label="Copy" testId="live-copy-policy" />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  line: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1),
    marginTop: theme.spacing(1),
  }),
  sources: css({ overflowWrap: 'anywhere', userSelect: 'all', margin: 0 }),
});
