import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';

/** A name is what somebody typed, unless their Grafana says who they are. */
export function VerifiedName({ login }: { login: string | null }) {
  const styles = useStyles2(getStyles);
  const words = login === null ? 'Name not verified' : `Signed in to Grafana as ${login}`;
  return (
    // No tooltip of Grafana's: it would be a stop for Tab in each of two hundred rows.
    <span
      role="img"
      aria-label={words}
      title={words}
      data-testid="live-verified"
      data-login={login ?? ''}
      className={login === null ? styles.unverified : styles.verified}
    >
      <Icon name={login === null ? 'question-circle' : 'check-circle'} size="sm" />
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  verified: css({ flexShrink: 0, color: theme.colors.success.text }),
  unverified: css({ flexShrink: 0, color: theme.colors.text.secondary }),
});
