import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, Text, useStyles2 } from '@grafana/ui';
import type { WaitingRow } from '../../session/view';
import { useLiveApp } from '../LiveApp';
import { inWords, useClock } from '../useClock';
import { PersonName } from './PersonName';

/** Who asks to be let in, in the order in which they came. Nothing when nobody does. */
export function WaitingList({ waiting }: { waiting: readonly WaitingRow[] }) {
  const styles = useStyles2(getStyles);
  const { session, now } = useLiveApp();
  const time = useClock(now, 1_000);
  const ids = waiting.map(({ attendeeId }) => attendeeId);
  return (
    <section aria-label="Waiting to be let in" className={waiting.length === 0 ? 'sr-only' : undefined}>
      <span role="status" className="sr-only">
        {waiting.length > 0 && `${waiting.length} waiting to be let in`}
      </span>
      {waiting.length > 0 && (
        <div className={styles.card}>
          <div className={styles.heading}>
            <Text element="h3" variant="h6">
              Waiting to be let in: {waiting.length}
            </Text>
            {waiting.length > 1 && (
              <span className={styles.end}>
                <Button size="sm" data-testid="live-admit-all" onClick={() => session.admit(ids)}>
                  Admit all
                </Button>
                <Button size="sm" variant="secondary" fill="text" onClick={() => session.decline(ids)}>
                  Decline all
                </Button>
              </span>
            )}
          </div>
          <ul className={styles.list}>
            {waiting.map(({ attendeeId, name, login, since }) => (
              <li key={attendeeId} className={styles.row} data-testid="live-waiting" data-name={name}>
                <PersonName name={name} login={login} />
                <span className={styles.end}>
                  <span className={styles.time}>{inWords(time - since)}</span>
                  <Button
                    size="sm"
                    data-testid="live-admit"
                    aria-label={`Admit ${name}`}
                    onClick={() => session.admit([attendeeId])}
                  >
                    Admit
                  </Button>
                  <Button
                    size="sm"
                    variant="secondary"
                    fill="text"
                    data-testid="live-decline"
                    aria-label={`Decline ${name}`}
                    onClick={() => session.decline([attendeeId])}
                  >
                    Decline
                  </Button>
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  card: css({
    padding: theme.spacing(1),
    border: `1px solid ${theme.colors.info.border}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.info.transparent,
  }),
  heading: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(0.5, 1) }),
  list: css({
    listStyle: 'none',
    margin: theme.spacing(0.5, 0, 0),
    padding: 0,
    // Four rows; as many as may wait would push everything else out of sight.
    maxHeight: 144,
    overflowY: 'auto',
    scrollbarWidth: 'thin',
  }),
  row: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(0.75), minHeight: 36 }),
  end: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1), marginLeft: 'auto', flexShrink: 0 }),
  time: css({
    ...theme.typography.bodySmall,
    color: theme.colors.text.secondary,
    fontVariantNumeric: 'tabular-nums',
  }),
});
