import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, Icon, Spinner, Stack, Text, Tooltip, useStyles2 } from '@grafana/ui';
import type { Outage, SessionView } from '../../session/view';
import { CatchUpNotice } from '../follow/CatchUpNotice';
import { DoneHere } from '../follow/DoneHere';
import { FollowNotices } from '../follow/FollowNotices';
import { useLiveApp } from '../LiveApp';
import { inWords, useClock } from '../useClock';
import { useView } from '../useView';
import { LastNote } from './LastNote';
import { ModeChoice } from './ModeChoice';
import { ScrollingPart } from './ScrollingPart';

type Attending = Extract<SessionView, { role: 'attending' }>;

export interface AttendeeBannerProps {
  view: Attending;
  /** Where the focus goes when this person has joined. */
  place?: (element: HTMLElement | null) => void;
}

const HOW: Record<Attending['state'], string> = {
  live: 'Connected to',
  reconnecting: 'Reconnecting to',
  waiting: 'Waiting for',
};

/** What an attendee needs: to whom they are connected and how well, their mode, a hand to raise, a way out. */
export function AttendeeBanner({ view, place }: AttendeeBannerProps) {
  const styles = useStyles2(getStyles);
  const { session, replay, followCeiling } = useLiveApp();
  // The bound may fall while one follows, which replay then tells.
  useView(replay);
  const { presenterName, sessionName, state, route, hand, mode, policy } = view;
  return (
    <>
      <Stack direction="column" gap={1.5}>
        <div
          ref={place}
          tabIndex={-1}
          role="group"
          aria-label={`${HOW[state]}: ${presenterName}`}
          data-testid="live-connected"
          data-route={route}
          data-state={state}
          className={cx(styles.banner, state === 'live' ? styles.live : styles.troubled)}
        >
          <div className={styles.line} role="status">
            {state === 'live' ? <Icon name="check-circle" className={styles.ok} /> : <Spinner inline />}
            <Text weight="medium" truncate>
              {HOW[state]}: {presenterName}
            </Text>
          </div>
          <Text variant="bodySmall" truncate>
            {sessionName}
          </Text>
          <div className={styles.facts}>
            <Trust trust={view.trust} />
            <Text variant="bodySmall">{route === 'p2p' ? 'Direct connection' : 'By the relay'}</Text>
          </div>
          {state !== 'live' && view.outage && <OutageNote state={state} outage={view.outage} />}
        </div>
        {state === 'live' && view.guide === null && (
          <Text variant="bodySmall" color="secondary">
            The presenter has no guide open. One that they open appears here by itself.
          </Text>
        )}
        {view.last && <LastNote last={view.last} presenterName={presenterName} />}
        {mode === 'follow' && <CatchUpNotice />}
        {mode === 'follow' && <FollowNotices policy={policy} ceiling={followCeiling} />}
      </Stack>
      <ScrollingPart label="Mode, hand and leaving">
        <div className={styles.controls}>
          <ModeChoice
            layout="row"
            mode={mode}
            ceiling={followCeiling === 'off' ? 'off' : policy}
            onChange={(next) => session.setMode(next)}
          />
          <Button
            size="sm"
            variant={hand ? 'primary' : 'secondary'}
            icon="bell"
            data-testid="live-hand"
            aria-pressed={hand}
            onClick={() => session.setHand(!hand)}
          >
            {hand ? 'Lower hand' : 'Raise hand'}
          </Button>
          <Button
            size="sm"
            variant="destructive"
            fill="outline"
            icon="signout"
            data-testid="live-leave"
            onClick={() => session.leave()}
          >
            Leave
          </Button>
        </div>
        <DoneHere following={mode === 'follow'} />
      </ScrollingPart>
    </>
  );
}

function Trust({ trust }: { trust: Attending['trust'] }) {
  const styles = useStyles2(getStyles);
  const pinned = trust === 'link';
  return (
    <Tooltip
      content={
        pinned
          ? 'The link that you opened names the presenter’s key, and this presenter holds it.'
          : 'You joined with a code alone: the session server says that this is the presenter. A link from the presenter is safer.'
      }
    >
      <span className={cx(styles.trust, pinned && styles.ok)} tabIndex={0}>
        <Icon name={pinned ? 'lock' : 'unlock'} size="sm" />
        {pinned ? 'Verified by link' : 'Trusted by session server'}
      </span>
    </Tooltip>
  );
}

function OutageNote({ state, outage }: { state: 'reconnecting' | 'waiting'; outage: Outage }) {
  const { now } = useLiveApp();
  const since = inWords(useClock(now, 1_000) - outage.since);
  return (
    <Text variant="bodySmall" color="warning" tabular>
      {state === 'reconnecting'
        ? `Reconnecting for ${since}. Nothing gets lost.`
        : `Waiting for the presenter for ${since}. The session goes on when they are back.`}
    </Text>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  banner: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(0.5),
    padding: theme.spacing(1.5),
    border: '1px solid',
    borderRadius: theme.shape.radius.default,
    '&:focus': { outline: 'none' },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: -2 },
  }),
  live: css({ background: theme.colors.success.transparent, borderColor: theme.colors.success.border }),
  troubled: css({ background: theme.colors.warning.transparent, borderColor: theme.colors.warning.border }),
  line: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1), minWidth: 0 }),
  facts: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: theme.spacing(2) }),
  trust: css({
    ...theme.typography.bodySmall,
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
  }),
  // After `trust`, so that its colour wins.
  ok: css({ color: theme.colors.success.text }),
  controls: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(1) }),
});
