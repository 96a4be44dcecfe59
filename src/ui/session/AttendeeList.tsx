import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Badge, Button, Icon, IconButton, Text, Tooltip, useStyles2 } from '@grafana/ui';
import { useState } from 'react';
import type { AttendeeRow } from '../../session/view';

export interface AttendeeListProps {
  attendees: readonly AttendeeRow[];
  onRemove: (attendeeId: string) => void;
}

/** Who is there: raised hands first, so that nobody who waits for help is off the list's end. */
export function AttendeeList({ attendees, onRemove }: AttendeeListProps) {
  const styles = useStyles2(getStyles);
  const rows = [...attendees].sort((a, b) => Number(b.hand) - Number(a.hand));
  const present = attendees.filter(({ state }) => state === 'present').length;
  const hands = attendees.filter(({ hand }) => hand).length;
  return (
    <section aria-label="Connected Attendees">
      <div className={styles.heading}>
        <Text element="h3" variant="h6">
          Connected Attendees
        </Text>
        <Badge color="darkgrey" text={present === attendees.length ? present : `${present} of ${attendees.length}`} />
        {hands > 0 && (
          <Badge color="orange" icon="bell" text={hands === 1 ? '1 hand raised' : `${hands} hands raised`} />
        )}
      </div>
      {rows.length === 0 ? (
        <Text color="secondary" variant="bodySmall">
          Nobody yet. Hand out the code, the link or the QR code.
        </Text>
      ) : (
        <ul className={styles.list}>
          {rows.map((row) => (
            <AttendeeItem key={row.attendeeId} row={row} onRemove={onRemove} />
          ))}
        </ul>
      )}
    </section>
  );
}

function AttendeeItem({ row, onRemove }: { row: AttendeeRow; onRemove: AttendeeListProps['onRemove'] }) {
  const styles = useStyles2(getStyles);
  const { attendeeId, name, mode, hand, state, route, login } = row;
  const [asking, setAsking] = useState(false);
  const away = state === 'away';
  return (
    <li
      data-testid="live-attendee"
      data-name={name}
      data-mode={mode}
      data-state={state}
      data-hand={hand}
      className={styles.row}
    >
      <span
        role="img"
        aria-label={away ? 'Away' : 'Present'}
        title={
          away ? 'Away: no sign of life just now' : route === 'p2p' ? 'Connected directly' : 'Connected by the relay'
        }
        className={cx(styles.dot, away ? styles.away : styles.present)}
      />
      <span className={cx(styles.name, away && styles.nameAway)} title={name}>
        {name}
      </span>
      <VerifiedName login={login} />
      {hand && (
        <span role="img" aria-label="Hand raised" title="Hand raised" className={styles.hand}>
          <Icon name="bell" />
        </span>
      )}
      {!asking && (
        <span className={styles.end}>
          {away && <Badge color="darkgrey" text="Away" />}
          <Badge color={mode === 'follow' ? 'purple' : 'blue'} text={mode === 'follow' ? 'Follow' : 'Guided'} />
          <IconButton
            name="times"
            size="sm"
            variant="secondary"
            tooltip={`Remove ${name}`}
            onClick={() => setAsking(true)}
          />
        </span>
      )}
      {asking && (
        <span className={styles.ask}>
          <Button size="sm" variant="secondary" autoFocus onClick={() => setAsking(false)}>
            Keep
          </Button>
          <Button
            size="sm"
            variant="destructive"
            data-testid="live-remove-confirm"
            onClick={() => onRemove(attendeeId)}
          >
            Remove
          </Button>
        </span>
      )}
    </li>
  );
}

/** A name is what somebody typed, unless their Grafana says who they are. */
function VerifiedName({ login }: { login: string | null }) {
  const styles = useStyles2(getStyles);
  const words = login === null ? 'Name not verified' : `Signed in to Grafana as ${login}`;
  return (
    <Tooltip content={words}>
      <span
        role="img"
        aria-label={words}
        data-testid="live-verified"
        data-login={login ?? ''}
        className={login === null ? styles.unverified : styles.verified}
      >
        <Icon name={login === null ? 'question-circle' : 'check-circle'} size="sm" />
      </span>
    </Tooltip>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  heading: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1), marginBottom: theme.spacing(1) }),
  list: css({ listStyle: 'none', margin: 0, padding: 0, maxHeight: 232, overflowY: 'auto' }),
  row: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    minHeight: theme.spacing(4),
    padding: theme.spacing(0.25, 0),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
    '&:last-child': { borderBottom: 'none' },
  }),
  dot: css({ display: 'inline-block', flexShrink: 0, width: 8, height: 8, borderRadius: theme.shape.radius.circle }),
  present: css({ background: theme.colors.success.main }),
  away: css({ background: theme.colors.text.disabled }),
  name: css({ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }),
  nameAway: css({ color: theme.colors.text.secondary }),
  verified: css({ flexShrink: 0, color: theme.colors.success.text }),
  unverified: css({ flexShrink: 0, color: theme.colors.text.secondary }),
  hand: css({ flexShrink: 0, color: theme.colors.warning.text }),
  ask: css({ display: 'flex', gap: theme.spacing(0.5), marginLeft: 'auto', flexShrink: 0 }),
  end: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(0.5), marginLeft: 'auto', flexShrink: 0 }),
});
