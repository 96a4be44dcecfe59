import { IconButton } from '@grafana/ui';
import { useEffect, useState } from 'react';
import { copyText } from './copyText';

/** Milliseconds for which it says how it went. */
const SAID_FOR = 2_000;

interface Props {
  text: string;
  /** Names it for those who hear it. */
  what: string;
  copy?: (text: string) => Promise<boolean>;
}

/** A small button in the corner of what it copies. */
export function CopyIcon({ text, what, copy = copyText }: Props) {
  const [said, setSaid] = useState<'nothing' | 'copied' | 'failed'>('nothing');
  useEffect(() => {
    if (said === 'nothing') {
      return undefined;
    }
    const timer = setTimeout(() => setSaid('nothing'), SAID_FOR);
    return () => clearTimeout(timer);
  }, [said]);
  const label = { nothing: `Copy ${what}`, copied: 'Copied', failed: 'Select and copy by hand' }[said];
  return (
    <IconButton
      name={said === 'copied' ? 'check' : said === 'failed' ? 'exclamation-triangle' : 'copy'}
      size="md"
      aria-label={label}
      data-testid="guide-copy"
      onClick={async () => setSaid((await copy(text)) ? 'copied' : 'failed')}
    />
  );
}
