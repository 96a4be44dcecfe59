import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2, type IconName } from '@grafana/ui';
import { useId } from 'react';
import type { FollowPolicy, Mode } from '../../protocol/messages';

interface ModeText {
  mode: Mode;
  title: string;
  meaning: string;
  icon: IconName;
}

/** What each mode means for the person who chooses it. */
const MODES: readonly ModeText[] = [
  {
    mode: 'guided',
    title: 'Guided',
    meaning: 'You see what the presenter points at, and do it yourself.',
    icon: 'eye',
  },
  {
    mode: 'follow',
    title: 'Follow',
    meaning:
      'What the presenter does is also done in your Grafana, with your rights. You are asked before it changes anything, and can stop it at any time.',
    icon: 'play',
  },
];

const FOLLOW_OFF = 'Follow mode is switched off for this Grafana.';

export interface ModeChoiceProps {
  mode: Mode;
  onChange: (mode: Mode) => void;
  /** `off` leaves guided mode alone. */
  ceiling: FollowPolicy;
  /** `cards` say what each mode means; `row` is a switch for those who have chosen before. */
  layout: 'cards' | 'row';
}

export function ModeChoice({ mode, onChange, ceiling, layout }: ModeChoiceProps) {
  const styles = useStyles2(getStyles);
  const group = useId();
  return (
    <div role="radiogroup" aria-label="Mode" className={styles[layout]}>
      {MODES.map(({ mode: value, title, meaning, icon }) => {
        const disabled = value === 'follow' && ceiling === 'off';
        return (
          <div key={value} className={cx(styles.option, mode === value && styles.chosen, disabled && styles.disabled)}>
            <input
              type="radio"
              name={group}
              data-testid={`live-mode-${value}`}
              className={styles.input}
              checked={mode === value}
              disabled={disabled}
              onChange={() => onChange(value)}
              aria-label={title}
              aria-describedby={layout === 'cards' ? `${group}-${value}` : undefined}
              title={disabled ? FOLLOW_OFF : layout === 'row' ? meaning : undefined}
            />
            <Icon name={icon} size={layout === 'cards' ? 'lg' : 'sm'} />
            <div>
              <div className={styles.title}>{title}</div>
              {layout === 'cards' && (
                <div id={`${group}-${value}`} className={styles.meaning}>
                  {disabled ? FOLLOW_OFF : meaning}
                </div>
              )}
            </div>
          </div>
        );
      })}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  cards: css({
    display: 'grid',
    gap: theme.spacing(1),
    gridTemplateColumns: '1fr 1fr',
    '& > div': { padding: theme.spacing(1.5), gap: theme.spacing(1.5), alignItems: 'flex-start' },
    [theme.breakpoints.down('sm')]: { gridTemplateColumns: '1fr' },
  }),
  row: css({
    display: 'inline-grid',
    gridTemplateColumns: '1fr 1fr',
    gap: theme.spacing(0.5),
    '& > div': {
      ...theme.typography.bodySmall,
      height: theme.spacing(theme.components.height.sm),
      padding: theme.spacing(0, 1),
      gap: theme.spacing(0.75),
      alignItems: 'center',
    },
  }),
  option: css({
    position: 'relative',
    display: 'flex',
    border: `1px solid ${theme.colors.border.medium}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.secondary,
    color: theme.colors.text.secondary,
    '&:hover': { borderColor: theme.colors.border.strong },
    '&:focus-within:has(:focus-visible)': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: 2 },
  }),
  chosen: css({
    borderColor: theme.colors.primary.border,
    background: theme.colors.action.selected,
    color: theme.colors.text.primary,
    '&:hover': { borderColor: theme.colors.primary.border },
  }),
  // Not faded: why it cannot be chosen is to be read.
  disabled: css({
    background: theme.colors.action.disabledBackground,
    '&:hover': { borderColor: theme.colors.border.medium },
  }),
  // Over the whole option and see-through: a real radio button for keyboards, pointers and screen readers.
  input: css({
    position: 'absolute',
    inset: 0,
    width: '100%',
    height: '100%',
    margin: 0,
    opacity: 0,
    cursor: 'pointer',
    '&:disabled': { cursor: 'not-allowed' },
  }),
  title: css({ fontWeight: theme.typography.fontWeightMedium }),
  meaning: css({ ...theme.typography.bodySmall, marginTop: theme.spacing(0.5) }),
});
