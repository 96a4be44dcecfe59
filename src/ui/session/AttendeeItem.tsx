import { css, cx } from '@emotion/css';
import type { GrafanaTheme2, IconName } from '@grafana/data';
import { Badge, Button, Icon, IconButton, useStyles2 } from '@grafana/ui';
import { memo, useState } from 'react';
import type { AttendeeRow } from '../../session/view';
import { needsOf, type Need } from './attendeeNeed';
import { PersonName } from './PersonName';

export interface AttendeeItemProps {
  row: AttendeeRow;
  stepName: (id: string) => string | null;
  /** Of the rows, the one that Tab leads to; its own buttons follow. */
  reachable: boolean;
  onRemove: (attendeeId: string) => void;
  onLowerHand: (attendeeId: string) => void;
  /** Only while a terminal is shared. */
  onLetType?: (attendeeId: string, may: boolean) => void;
  /** Only while a browser is shared that not everybody drives. */
  onLetDrive?: (attendeeId: string, may: boolean) => void;
}

/** Who it is, in the first line; what they need, in words, in the second. Every row is of one height. */
export const AttendeeItem = memo(function AttendeeItem(props: AttendeeItemProps) {
  const styles = useStyles2(getStyles);
  const { row, stepName, reachable, onRemove, onLowerHand, onLetType, onLetDrive } = props;
  const { attendeeId, name, hand, state, login, types, drives } = row;
  const [asking, setAsking] = useState(false);
  const tabIndex = reachable ? 0 : -1;
  const away = state === 'away';
  return (
    <div className={styles.row}>
      <span aria-hidden className={cx(styles.dot, away ? styles.away : styles.present)} />
      <div className={styles.who}>
        <PersonName name={name} login={login} faint={away} />
      </div>
      <div className={styles.needs}>
        {needsOf(row, stepName).map((need) => (
          <NeedText key={need.icon} need={need} />
        ))}
      </div>
      {asking ? (
        <span className={styles.end}>
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
      ) : (
        <span className={styles.end}>
          {hand ? (
            <Button
              size="sm"
              variant="secondary"
              tabIndex={tabIndex}
              data-testid="live-lower-hand"
              aria-label={`Lower ${name}’s hand`}
              onClick={() => onLowerHand(attendeeId)}
            >
              Lower
            </Button>
          ) : (
            <ModeBadge row={row} />
          )}
          {onLetType && (
            <LetButton
              icon="keyboard"
              has={types}
              // Beside another one there is no room for words.
              words={onLetDrive ? null : types ? 'Take back' : 'Let type'}
              label={types ? `Take typing back from ${name}` : `Let ${name} type in the terminal`}
              tabIndex={tabIndex}
              testId="live-let-type"
              onLet={(may) => onLetType(attendeeId, may)}
            />
          )}
          {onLetDrive && (
            <LetButton
              icon="browser-alt"
              has={drives}
              words={onLetType ? null : drives ? 'Take back' : 'Let drive'}
              label={drives ? `Take the browser back from ${name}` : `Let ${name} drive the browser`}
              tabIndex={tabIndex}
              testId="live-let-drive"
              onLet={(may) => onLetDrive(attendeeId, may)}
            />
          )}
          <IconButton
            name="minus-circle"
            size="sm"
            variant="secondary"
            tabIndex={tabIndex}
            aria-label={`Remove ${name}`}
            title={`Remove ${name}`}
            onClick={() => setAsking(true)}
          />
        </span>
      )}
    </div>
  );
});

interface LetButtonProps {
  icon: IconName;
  has: boolean;
  words: string | null;
  label: string;
  tabIndex: number;
  testId: string;
  onLet: (may: boolean) => void;
}

/** Gives somebody something of what is shared, or takes it back. */
function LetButton({ icon, has, words, label, tabIndex, testId, onLet }: LetButtonProps) {
  return (
    <Button
      size="sm"
      icon={icon}
      variant={has ? 'success' : 'secondary'}
      fill={has ? 'outline' : 'text'}
      tabIndex={tabIndex}
      data-testid={testId}
      aria-label={label}
      aria-pressed={words === null ? has : undefined}
      title={label}
      onClick={() => onLet(!has)}
    >
      {words}
    </Button>
  );
}

function ModeBadge({ row: { mode, following } }: { row: AttendeeRow }) {
  if (mode === 'guided') {
    return <Badge color="blue" text="Guided" />;
  }
  return following === 'on' ? (
    <Badge color="purple" text="Follow" />
  ) : (
    <Badge color="darkgrey" icon="pause" text={following === 'paused' ? 'Follow paused' : 'Follow off'} />
  );
}

function NeedText({ need: { icon, text, tone } }: { need: Need }) {
  const styles = useStyles2(getStyles);
  return (
    <span className={cx(styles.need, styles[tone])} title={text} data-testid="live-need" data-tone={tone}>
      {tone !== 'plain' && <Icon name={icon} size="sm" className={styles.icon} />}
      <span className={styles.words}>{text}</span>
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({
    display: 'grid',
    gridTemplateColumns: `8px minmax(0, 1fr) auto`,
    gridTemplateRows: '24px 18px',
    alignContent: 'center',
    alignItems: 'center',
    columnGap: theme.spacing(1),
    height: '100%',
    padding: theme.spacing(0, 0.5),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
  }),
  dot: css({ flexShrink: 0, width: 8, height: 8, borderRadius: theme.shape.radius.circle }),
  present: css({ background: theme.colors.success.main }),
  away: css({ background: theme.colors.text.disabled }),
  who: css({ gridArea: '1 / 2', minWidth: 0 }),
  needs: css({ gridArea: '2 / 2 / 3 / 4', display: 'flex', gap: theme.spacing(1), minWidth: 0 }),
  need: css({ ...theme.typography.bodySmall, display: 'flex', alignItems: 'center', gap: 4, minWidth: 0 }),
  icon: css({ flexShrink: 0 }),
  words: css({ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }),
  hand: css({ color: theme.colors.warning.text, flexShrink: 0 }),
  failed: css({ color: theme.colors.error.text }),
  silent: css({ color: theme.colors.warning.text }),
  plain: css({ color: theme.colors.text.secondary }),
  end: css({ gridArea: '1 / 3', display: 'flex', alignItems: 'center', gap: theme.spacing(0.5) }),
});
