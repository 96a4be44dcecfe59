import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';

export interface PersonNameProps {
  /** What the person typed: anybody can type anything. */
  name: string;
  /** Of the Grafana that vouches for the person; null where nobody does. */
  login: string | null;
  faint?: boolean;
}

/** A name as it was typed, and beside it the login that Grafana vouches for: the mark is the login's, never the name's. */
export function PersonName({ name, login, faint = false }: PersonNameProps) {
  const styles = useStyles2(getStyles);
  // No tooltips of Grafana's: each would be a stop for Tab in every one of two hundred rows.
  return (
    <span className={styles.person}>
      {name !== login && (
        <bdi className={cx(styles.cut, styles.name, faint && styles.faint)} title={name}>
          {name}
        </bdi>
      )}
      {login === null ? (
        <span
          role="img"
          aria-label="Name not verified"
          title="Name not verified"
          data-testid="live-verified"
          data-login=""
          className={styles.unverified}
        >
          <Icon name="question-circle" size="sm" />
        </span>
      ) : (
        <span
          data-testid="live-verified"
          data-login={login}
          title={`Signed in to Grafana as ${login}`}
          className={cx(styles.login, name === login ? styles.name : styles.beside)}
        >
          {name !== login && <span aria-hidden>·</span>}
          <Icon name="check-circle" size="sm" className={styles.verified} />
          <span className="sr-only">signed in as </span>
          <bdi className={styles.cut}>{login}</bdi>
        </span>
      )}
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  person: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(0.75), minWidth: 0 }),
  cut: css({ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }),
  name: css({ color: theme.colors.text.primary }),
  faint: css({ color: theme.colors.text.secondary }),
  // Of a long name more may be missing than of what is known to be true.
  login: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    minWidth: 0,
    flexShrink: 0,
    maxWidth: '60%',
  }),
  beside: css({ ...theme.typography.bodySmall, color: theme.colors.text.secondary }),
  verified: css({ flexShrink: 0, color: theme.colors.success.text }),
  unverified: css({ flexShrink: 0, color: theme.colors.text.secondary }),
});
