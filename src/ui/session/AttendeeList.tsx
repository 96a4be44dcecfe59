import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Badge, Icon, Input, Text, useStyles2 } from '@grafana/ui';
import { useDeferredValue, useMemo, useState } from 'react';
import type { AttendeeRow } from '../../session/view';
import { named } from './attendeeOrder';
import { AttendeeRows } from './AttendeeRows';

export interface AttendeeListProps {
  attendees: readonly AttendeeRow[];
  /** Somebody was here already, and may not have come back to this page yet. */
  expected: boolean;
  /** How many whole rows are drawn at most; more scroll. */
  inSight: number;
  /** What a step says, or null where its guide is not open. */
  stepName: (id: string) => string | null;
  onRemove: (attendeeId: string) => void;
  onLowerHand: (attendeeId: string) => void;
  /** Only while a terminal is shared. */
  onLetType?: (attendeeId: string, may: boolean) => void;
  /** Only while a browser is shared that not everybody drives. */
  onLetDrive?: (attendeeId: string, may: boolean) => void;
}

/** With fewer rows all are in sight. */
const FILTER_FROM = 7;

/** Who is there: those who need help first. */
export function AttendeeList({ attendees, expected, ...rest }: AttendeeListProps) {
  const styles = useStyles2(getStyles);
  const [filter, setFilter] = useState('');
  // A burst of receipts is drawn between other things, never before a click or a key.
  const shown = useDeferredValue(attendees);
  const rows = useMemo(() => named(shown, filter), [shown, filter]);
  const { present, hands, stuck } = useMemo(() => countsOf(attendees), [attendees]);
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
        {stuck > 0 && (
          <Badge color="red" icon="exclamation-triangle" text={stuck === 1 ? '1 needs help' : `${stuck} need help`} />
        )}
        <span role="status" className="sr-only">
          {summaryOf(hands, stuck)}
        </span>
      </div>
      {(attendees.length >= FILTER_FROM || filter !== '') && (
        <Input
          className={styles.filter}
          prefix={<Icon name="search" />}
          aria-label="Filter attendees by name"
          placeholder="Filter by name"
          data-testid="live-attendee-filter"
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Escape' && setFilter('')}
        />
      )}
      {attendees.length === 0 ? (
        <Text color="secondary" variant="bodySmall">
          {expected
            ? 'Waiting for your attendees to come back.'
            : 'Nobody yet. Hand out the code, the link or the QR code.'}
        </Text>
      ) : rows.length === 0 ? (
        <Text color="secondary" variant="bodySmall">
          Nobody has “{filter.trim()}” in their name.
        </Text>
      ) : (
        <AttendeeRows rows={rows} {...rest} />
      )}
    </section>
  );
}

function countsOf(attendees: readonly AttendeeRow[]) {
  const counts = { present: 0, hands: 0, stuck: 0 };
  for (const { state, hand, trouble } of attendees) {
    counts.present += Number(state === 'present');
    counts.hands += Number(hand);
    counts.stuck += Number(trouble !== null);
  }
  return counts;
}

function summaryOf(hands: number, stuck: number): string {
  const parts = [
    hands > 0 && `${hands} ${hands === 1 ? 'hand is' : 'hands are'} raised.`,
    stuck > 0 && `${stuck} ${stuck === 1 ? 'attendee needs' : 'attendees need'} help.`,
  ];
  return parts.filter(Boolean).join(' ');
}

const getStyles = (theme: GrafanaTheme2) => ({
  heading: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.5, 1),
    marginBottom: theme.spacing(0.5),
  }),
  filter: css({ margin: theme.spacing(0.5, 0) }),
});
