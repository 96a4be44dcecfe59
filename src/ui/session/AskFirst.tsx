import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, Stack, Text, useStyles2, type ButtonProps } from '@grafana/ui';
import { useState } from 'react';

export interface AskFirstProps {
  label: string;
  question: string;
  confirm: string;
  testId: string;
  onConfirm: () => void;
  icon?: ButtonProps['icon'];
  size?: ButtonProps['size'];
  /**
   * The question lies over what is around it, within the nearest positioned element, and moves nothing: a terminal below
   * would have another size for everybody. From that element's top downward, or from its foot upward.
   */
  over?: 'downward' | 'upward';
}

/** A button that asks in its own place before it does what cannot be undone. The focus goes to the harmless answer. */
export function AskFirst({ label, question, confirm, testId, onConfirm, icon, size = 'sm', over }: AskFirstProps) {
  const styles = useStyles2(getStyles);
  const [asking, setAsking] = useState(false);
  const button = (
    <Button
      size={size}
      variant="destructive"
      fill="outline"
      icon={icon}
      data-testid={testId}
      className={cx(asking && styles.behind)}
      onClick={() => setAsking(true)}
    >
      {label}
    </Button>
  );
  if (!asking) {
    return button;
  }
  const asked = (
    <Stack gap={1} alignItems="center" wrap="wrap">
      <Text variant="bodySmall">{question}</Text>
      <Button size={size} variant="secondary" autoFocus onClick={() => setAsking(false)}>
        Cancel
      </Button>
      <Button size={size} variant="destructive" data-testid={`${testId}-confirm`} onClick={onConfirm}>
        {confirm}
      </Button>
    </Stack>
  );
  if (!over) {
    return asked;
  }
  return (
    <>
      {button}
      <div className={cx(styles.over, styles[over])} data-testid={`${testId}-question`}>
        {asked}
      </div>
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  // It keeps its place.
  behind: css({ visibility: 'hidden' }),
  over: css({
    position: 'absolute',
    right: 0,
    zIndex: 2,
    maxWidth: '100%',
    padding: theme.spacing(1),
    background: theme.colors.background.elevated,
    border: `1px solid ${theme.colors.border.medium}`,
    borderRadius: theme.shape.radius.default,
    boxShadow: theme.shadows.z2,
  }),
  downward: css({ top: 0 }),
  upward: css({ bottom: 0 }),
});
