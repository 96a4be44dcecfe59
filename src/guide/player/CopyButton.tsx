import { Button, type ButtonProps } from '@grafana/ui';
import { useEffect, useState } from 'react';
import { copyText } from './copyText';

/** Milliseconds for which the button says how it went. */
const SAID_FOR = 2_000;

export interface CopyButtonProps {
  /** What is copied. */
  text: string;
  /** What the button says before it is pressed. */
  label: string;
  testId: string;
  size?: ButtonProps['size'];
  copy?: (text: string) => Promise<boolean>;
}

export function CopyButton({ text, label, testId, size = 'sm', copy = copyText }: CopyButtonProps) {
  const [said, setSaid] = useState<'nothing' | 'copied' | 'failed'>('nothing');
  useEffect(() => {
    if (said === 'nothing') {
      return;
    }
    const timer = setTimeout(() => setSaid('nothing'), SAID_FOR);
    return () => clearTimeout(timer);
  }, [said]);

  const saying = { nothing: label, copied: 'Copied', failed: 'Select and copy by hand' }[said];
  return (
    <Button
      size={size}
      variant={said === 'copied' ? 'success' : 'secondary'}
      icon={said === 'copied' ? 'check' : 'copy'}
      data-testid={testId}
      onClick={async () => {
        const copied = await copy(text);
        setSaid(copied ? 'copied' : 'failed');
      }}
    >
      <span aria-live="polite">{saying}</span>
    </Button>
  );
}
