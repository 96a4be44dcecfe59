import { Button, Stack, Text, type ButtonProps } from '@grafana/ui';
import { useState } from 'react';

export interface AskFirstProps {
  label: string;
  question: string;
  confirm: string;
  testId: string;
  onConfirm: () => void;
  icon?: ButtonProps['icon'];
  size?: ButtonProps['size'];
}

/** A button that asks in its own place before it does what cannot be undone. The focus goes to the harmless answer. */
export function AskFirst({ label, question, confirm, testId, onConfirm, icon, size = 'sm' }: AskFirstProps) {
  const [asking, setAsking] = useState(false);
  if (!asking) {
    return (
      <Button
        size={size}
        variant="destructive"
        fill="outline"
        icon={icon}
        data-testid={testId}
        onClick={() => setAsking(true)}
      >
        {label}
      </Button>
    );
  }
  return (
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
}
