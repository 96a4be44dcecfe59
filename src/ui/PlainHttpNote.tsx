import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';

export interface PlainHttpNoteProps {
  /** Whether the browser vouches for the page: https, or this machine itself. */
  isSecure?: boolean;
}

/** Says what a session is worth where Grafana is served by plain http; nothing elsewhere. */
export function PlainHttpNote({ isSecure = window.isSecureContext }: PlainHttpNoteProps) {
  const styles = useStyles2(getStyles);
  if (isSecure) {
    return null;
  }
  return (
    <div data-testid="live-plain-http" role="note" className={styles.note}>
      <Icon name="unlock" className={styles.icon} />
      <span>
        This Grafana is served by plain http. Whoever is between you and it on the network can read and change the page,
        and with it the session, whatever the link vouches for.
      </span>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  note: css({
    ...theme.typography.bodySmall,
    display: 'flex',
    gap: theme.spacing(1),
    color: theme.colors.text.secondary,
  }),
  icon: css({ color: theme.colors.warning.text, flexShrink: 0, marginTop: 2 }),
});
