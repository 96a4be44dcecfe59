/** A row of keys beside a phone's keyboard, in the dock. */
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';
import { MORE_KEYS, FIRST_KEYS } from './missingKeys';
import { ON_PHONES } from './onPhones';

export interface ExtraKeysProps {
  controlLit: boolean;
  onControl: () => void;
  onType: (data: string) => void;
}

export function ExtraKeys({ controlLit, onControl, onType }: ExtraKeysProps) {
  const styles = useStyles2(getStyles);
  const drawn = (keys: typeof MORE_KEYS) =>
    keys.map(({ label, data }) => (
      <Button key={label} size="sm" variant="secondary" onClick={() => onType(data)}>
        {label}
      </Button>
    ));
  return (
    <div
      role="toolbar"
      aria-label="Keys"
      data-testid="live-terminal-keys"
      className={styles.keys}
      // The terminal keeps the focus, and with it the phone's keyboard stays.
      onPointerDown={(event) => event.preventDefault()}
      onMouseDown={(event) => event.preventDefault()}
    >
      {drawn(FIRST_KEYS)}
      <Button size="sm" variant={controlLit ? 'primary' : 'secondary'} aria-pressed={controlLit} onClick={onControl}>
        Ctrl
      </Button>
      {drawn(MORE_KEYS)}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  keys: css({
    display: 'none',
    flexShrink: 0,
    gap: theme.spacing(0.5),
    overflowX: 'auto',
    scrollbarWidth: 'none',
    '& > button': { flexShrink: 0 },
    [ON_PHONES]: { display: 'flex' },
  }),
});
