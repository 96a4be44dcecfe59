import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { ReactNode } from 'react';
import { LITTLE_ROOM } from '../dock/room';

/** The part of the session's area that gives way where there is little room; what stands above it stays in view. */
export function ScrollingPart({ label, children }: { label: string; children: ReactNode }) {
  const styles = useStyles2(getStyles);
  return (
    <div role="group" aria-label={label} tabIndex={0} className={styles.part}>
      {children}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  part: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1.5),
    flex: '0 1 auto',
    // A row of buttons: less cannot be used, and the whole area then scrolls.
    minHeight: 40,
    overflowY: 'auto',
    scrollbarWidth: 'thin',
    marginTop: theme.spacing(1.5),
    '& > *': { flexShrink: 0 },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: -2 },
    [LITTLE_ROOM]: { overflowY: 'visible' },
  }),
});
