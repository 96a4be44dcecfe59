import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Alert, IconButton, RadioButtonGroup, Stack, Text, useStyles2 } from '@grafana/ui';
import { useId, useState } from 'react';
import type { FollowPolicy } from '../../protocol/messages';
import type { SessionView } from '../../session/view';
import { useLiveApp } from '../LiveApp';
import { AskFirst } from './AskFirst';
import { AttendeeList } from './AttendeeList';
import { ShareCard } from './ShareCard';

const POLICIES: ReadonlyArray<{ value: FollowPolicy; label: string; description: string }> = [
  { value: 'off', label: 'Off', description: 'Attendees only see what you point at.' },
  { value: 'ask', label: 'Ask', description: 'Followers are asked before anything is changed.' },
  { value: 'on', label: 'On', description: 'Followers agree once; dangerous steps still ask.' },
];
const RANK: Record<FollowPolicy, number> = { off: 0, ask: 1, on: 2 };

/** What a presenter needs while presenting: how others come in, who is there, and the end. */
export function PresenterConsole({ view }: { view: Extract<SessionView, { role: 'presenting' }> }) {
  const styles = useStyles2(getStyles);
  const { session, followCeiling } = useLiveApp();
  const [sharing, setSharing] = useState(true);
  const policyId = useId();

  return (
    <Stack direction="column" gap={2}>
      <div className={styles.heading}>
        <span className={styles.live} aria-hidden />
        <div className={styles.titles}>
          <Text variant="bodySmall" color="secondary">
            You are presenting
          </Text>
          <Text element="h3" variant="h5" truncate>
            {view.sessionName}
          </Text>
        </div>
        <IconButton
          name={sharing ? 'angle-up' : 'angle-down'}
          size="xl"
          tooltip={sharing ? 'Hide code and link' : 'Show code and link'}
          aria-expanded={sharing}
          onClick={() => setSharing(!sharing)}
        />
      </div>
      {view.state === 'signalling-lost' && (
        <Alert severity="warning" title="The session server does not answer" bottomSpacing={0}>
          Everyone who is connected stays connected, and the session goes on. Newcomers can join again when the server
          is back.
        </Alert>
      )}
      {sharing && <ShareCard sessionName={view.sessionName} code={view.code} link={view.link} />}
      <AttendeeList attendees={view.attendees} onRemove={(attendeeId) => session.removeAttendee(attendeeId)} />
      <div className={styles.policy}>
        <Text id={policyId} variant="bodySmall" color="secondary">
          Follow mode
        </Text>
        <RadioButtonGroup
          size="sm"
          aria-labelledby={policyId}
          options={[...POLICIES]}
          disabledOptions={POLICIES.map(({ value }) => value).filter((value) => RANK[value] > RANK[followCeiling])}
          value={view.policy}
          onChange={(policy) => session.setPolicy(policy)}
        />
      </div>
      <div>
        <AskFirst
          label="End session"
          question="End it for everyone?"
          confirm="End session"
          testId="live-end"
          icon="power"
          onConfirm={() => session.end()}
        />
      </div>
    </Stack>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  heading: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1) }),
  titles: css({ display: 'flex', flexDirection: 'column', minWidth: 0, flex: 1 }),
  live: css({
    flexShrink: 0,
    width: 10,
    height: 10,
    borderRadius: theme.shape.radius.circle,
    background: theme.colors.error.main,
  }),
  policy: css({ display: 'flex', alignItems: 'center', justifyContent: 'space-between', gap: theme.spacing(1) }),
});
