import { css } from '@emotion/css';
import { dateTimeFormat, systemDateFormats, type GrafanaTheme2 } from '@grafana/data';
import { Alert, Button, Collapse, Stack, Text, useStyles2 } from '@grafana/ui';
import { useState } from 'react';
import type { FollowPolicy, ReceiptOutcome } from '../../protocol/messages';
import { useLiveApp } from '../LiveApp';
import { useView } from '../useView';

/** For a follower: whether following is paused or switched off. */
export function FollowNotices({ policy, ceiling }: { policy: FollowPolicy; ceiling: FollowPolicy }) {
  const { replay } = useLiveApp();
  const { paused } = useView(replay);
  return (
    <>
      {(policy === 'off' || ceiling === 'off') && (
        <Alert
          severity="info"
          title={`${ceiling === 'off' ? 'An administrator' : 'The presenter'} has switched follow mode off`}
          bottomSpacing={0}
        >
          Steps are only shown to you for now.
        </Alert>
      )}
      {paused && ceiling !== 'off' && (
        <div data-testid="follow-paused">
          <Alert severity="info" title="Following is paused" bottomSpacing={0}>
            <Stack direction="column" gap={1} alignItems="flex-start">
              <div>Nothing is done in your Grafana until you go on.</div>
              <Button
                size="sm"
                variant="primary"
                icon="play"
                data-testid="follow-resume"
                onClick={() => replay.resume()}
              >
                Go on following
              </Button>
            </Stack>
          </Alert>
        </div>
      )}
    </>
  );
}

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

/** What has been done in this person's Grafana, declined or refused, each with its time. */
/** Whoever does not follow any more can still read what was done. */
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
