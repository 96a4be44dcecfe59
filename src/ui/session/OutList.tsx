import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, Text, useStyles2 } from '@grafana/ui';
import type { OutRow } from '../../session/view';
import { Fold } from './Fold';
import { PersonName } from './PersonName';

export interface OutListProps {
  out: readonly OutRow[];
  onLetBack: (attendeeId: string) => void;
}

/** Who is kept out, and the way back. Nothing while nobody is. */
export function OutList({ out, onLetBack }: OutListProps) {
  const styles = useStyles2(getStyles);
  if (out.length === 0) {
    return null;
  }
  return (
    <Fold testId="live-out-list" label={`Removed or declined: ${out.length}`}>
      <ul className={styles.list}>
        {out.map(({ attendeeId, name, login, why }) => (
          <li key={attendeeId} className={styles.row} data-testid="live-out" data-name={name} data-why={why}>
            <div className={styles.who}>
              <PersonName name={name} login={login} />
            </div>
            <Text variant="bodySmall" color="secondary">
              {why === 'removed' ? 'Removed' : 'Declined'}
            </Text>
            <Button
              size="sm"
              variant="secondary"
              data-testid="live-let-back"
              aria-label={`Let ${name} in again`}
              onClick={() => onLetBack(attendeeId)}
            >
              Let in again
            </Button>
          </li>
        ))}
      </ul>
      <Text variant="bodySmall" color="secondary">
        Who is let in again has to join again, and is not asked about.
      </Text>
    </Fold>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ listStyle: 'none', margin: 0, padding: 0, maxHeight: 144, overflowY: 'auto', scrollbarWidth: 'thin' }),
  row: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1), minHeight: 36 }),
  who: css({ flex: 1, minWidth: 0 }),
});
