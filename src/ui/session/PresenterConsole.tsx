import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Alert, Button, Icon, RadioButtonGroup, Text, useStyles2 } from '@grafana/ui';
import { useCallback, useId, useState } from 'react';
import type { FollowPolicy } from '../../protocol/messages';
import type { SessionView } from '../../session/view';
import { useLiveApp } from '../LiveApp';
import { AskFirst } from './AskFirst';
import { AttendeeList } from './AttendeeList';
import { DoorChoice } from './DoorChoice';
import { ScrollingPart } from './ScrollingPart';
import { Setting } from './Setting';
import { ShareCard } from './ShareCard';
import { useStepNames } from './useStepNames';
import { WaitingList } from './WaitingList';

const POLICIES: ReadonlyArray<{ value: FollowPolicy; label: string; description: string }> = [
  { value: 'off', label: 'Off', description: 'Attendees only see what you point at.' },
  { value: 'ask', label: 'Ask', description: 'Followers agree once to changes; dangerous steps ask every time.' },
];

export interface PresenterConsoleProps {
  view: Extract<SessionView, { role: 'presenting' }>;
  /** Where the focus goes when the session has started. */
  place?: (element: HTMLElement | null) => void;
}

/** What a presenter needs while presenting: how others come in, who is there, and the end. */
export function PresenterConsole({ view, place }: PresenterConsoleProps) {
  const styles = useStyles2(getStyles);
  const { session, followCeiling } = useLiveApp();
  const [sharing, setSharing] = useState(true);
  const stepName = useStepNames();
  const remove = useCallback((attendeeId: string) => session.removeAttendee(attendeeId), [session]);
  const lowerHand = useCallback((attendeeId: string) => session.lowerHand(attendeeId), [session]);
  const policyId = useId();
  const policy: FollowPolicy = view.policy === 'off' ? 'off' : 'ask';

  return (
    <>
      <div className={styles.heading}>
        <span className={styles.live} aria-hidden />
        <div className={styles.titles}>
          <span className={styles.role}>
            You are presenting
            {view.locked && (
              <span className={styles.locked}>
                <Icon name="lock" size="xs" /> Locked
              </span>
            )}
          </span>
          <h3 ref={place} tabIndex={-1} className={styles.name} title={view.sessionName}>
            {view.sessionName}
          </h3>
        </div>
        <Button
          size="sm"
          variant="secondary"
          icon={sharing ? 'angle-up' : 'angle-down'}
          aria-expanded={sharing}
          onClick={() => setSharing(!sharing)}
        >
          {sharing ? 'Hide code' : 'Show code'}
        </Button>
        <AskFirst
          label="End session"
          question="End it for everyone?"
          confirm="End session"
          testId="live-end"
          icon="power"
          onConfirm={() => session.end()}
        />
      </div>
      {view.state === 'signalling-lost' && (
        <Alert severity="warning" title="The session server does not answer" bottomSpacing={0} topSpacing={1}>
          Everyone who is connected stays connected, and the session goes on. Newcomers can join again when the server
          is back.
        </Alert>
      )}
      <ScrollingPart label="Code, attendees and follow mode">
        <WaitingList waiting={view.waiting} />
        {sharing && <ShareCard sessionName={view.sessionName} code={view.code} link={view.link} />}
        <AttendeeList attendees={view.attendees} stepName={stepName} onRemove={remove} onLowerHand={lowerHand} />
        <DoorChoice locked={view.locked} admit={view.admit} />
        <Setting>
          <Text id={policyId} variant="bodySmall" color="secondary">
            Follow mode
          </Text>
          <RadioButtonGroup
            size="sm"
            aria-labelledby={policyId}
            options={[...POLICIES]}
            disabledOptions={POLICIES.map(({ value }) => value).filter(
              (value) => value !== 'off' && followCeiling === 'off'
            )}
            value={policy}
            onChange={(chosen) => session.setPolicy(chosen)}
          />
        </Setting>
      </ScrollingPart>
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  heading: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(1) }),
  titles: css({ display: 'flex', flexDirection: 'column', minWidth: 0, flex: '1 1 100px' }),
  name: css({
    ...theme.typography.h5,
    margin: 0,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    '&:focus': { outline: 'none' },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: -2 },
  }),
  role: css({
    ...theme.typography.bodySmall,
    display: 'flex',
    flexWrap: 'wrap',
    columnGap: theme.spacing(1),
    color: theme.colors.text.secondary,
  }),
  locked: css({ display: 'inline-flex', alignItems: 'center', gap: 4, color: theme.colors.warning.text }),
  live: css({
    flexShrink: 0,
    width: 10,
    height: 10,
    borderRadius: theme.shape.radius.circle,
    background: theme.colors.error.main,
  }),
});
