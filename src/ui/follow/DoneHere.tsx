import { css } from '@emotion/css';
import { dateTimeFormat, systemDateFormats, type GrafanaTheme2 } from '@grafana/data';
import { Collapse, Text, useStyles2 } from '@grafana/ui';
import { useState } from 'react';
import type { ReceiptOutcome } from '../../protocol/messages';
import { useLiveApp } from '../LiveApp';
import { useView } from '../useView';

const OUTCOMES: Record<ReceiptOutcome, string> = {
  asked: 'being asked',
  shown: 'shown',
  done: 'done',
  failed: 'failed',
  declined: 'declined',
  skipped: 'left out',
  'needs-input': 'needs your input',
  interrupted: 'interrupted',
  unsupported: 'not supported here',
};

/**
 * What has been done in this person's Grafana, declined or refused, each with its time. Whoever does not follow any more,
 * or is in no session any more, can still read it.
 */
export function DoneHere({ following }: { following: boolean }) {
  const styles = useStyles2(getStyles);
  const { log } = useView(useLiveApp().replay);
  const [open, setOpen] = useState(false);
  if (!following && log.length === 0) {
    return null;
  }
  return (
    <Collapse label={`What was done in your Grafana (${log.length})`} isOpen={open} onToggle={() => setOpen(!open)}>
      {log.length === 0 ? (
        <Text variant="bodySmall" color="secondary">
          Nothing so far.
        </Text>
      ) : (
        <ol ref={bringIntoView} className={styles.log} data-testid="follow-done">
          {log.map((entry, index) => (
            <li key={index}>
              <time className={styles.time} dateTime={new Date(entry.at).toISOString()}>
                {dateTimeFormat(entry.at, { format: systemDateFormats.interval.second })}
              </time>{' '}
              {entry.text}{' '}
              <span className={styles.outcome}>
                {OUTCOMES[entry.outcome]}
                {entry.detail !== undefined && `: ${entry.detail}`}
              </span>
            </li>
          ))}
        </ol>
      )}
    </Collapse>
  );
}

/** What was just unfolded may lie below what can be seen of the session's part of the dock. */
function bringIntoView(list: HTMLElement | null): void {
  list?.scrollIntoView?.({ block: 'nearest' });
}

const getStyles = (theme: GrafanaTheme2) => ({
  outcome: css({ color: theme.colors.text.secondary }),
  time: css({ color: theme.colors.text.secondary, fontVariantNumeric: 'tabular-nums' }),
  log: css({
    ...theme.typography.bodySmall,
    margin: 0,
    paddingLeft: theme.spacing(2.5),
    overflowWrap: 'anywhere',
  }),
});
