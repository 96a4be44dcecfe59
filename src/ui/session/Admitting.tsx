import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, Icon, Spinner, Stack, Text, useStyles2 } from '@grafana/ui';
import type { SessionView } from '../../session/view';
import { useLiveApp } from '../LiveApp';
import { inWords, useClock } from '../useClock';

type View = Extract<SessionView, { role: 'admitting' }>;

/** What is said beside the time; nobody can answer while the presenter is away. */
const NOTES: Record<View['state'], string> = {
  asking: 'They see your name and decide. You need not do anything.',
  reconnecting: 'The connection is lost. You keep your place while it is tried again.',
  waiting: 'The presenter is not connected just now. You are asked for again when they are back.',
};

/** Somebody who knocks: whom they wait for and for how long, and a way out. Nothing of the session is here yet. */
export function Admitting({ view, place }: { view: View; place?: (element: HTMLElement | null) => void }) {
  const styles = useStyles2(getStyles);
  const { session, now } = useLiveApp();
  const { presenterName, sessionName, state, since } = view;
  const waited = inWords(useClock(now, 1_000) - since);
  return (
    <div
      ref={place}
      tabIndex={-1}
      role="group"
      aria-label="Waiting to be let in"
      data-testid="live-admitting"
      data-state={state}
      className={styles.card}
    >
      <div className={styles.line} role="status">
        {state === 'asking' ? <Icon name="clock-nine" /> : <Spinner inline />}
        <Text weight="medium">Waiting for the presenter to let you in</Text>
      </div>
      <dl className={styles.facts}>
        <dt>Session</dt>
        <dd title={sessionName}>{sessionName}</dd>
        <dt>Presenter</dt>
        <dd title={presenterName}>{presenterName}</dd>
        <dt>Waiting for</dt>
        <dd>{waited}</dd>
      </dl>
      <Text variant="bodySmall" color="secondary">
        {NOTES[state]}
      </Text>
      <Stack justifyContent="flex-end">
        <Button
          variant="secondary"
          size="sm"
          fill="outline"
          data-testid="live-admitting-cancel"
          onClick={() => session.leave()}
        >
          Cancel
        </Button>
      </Stack>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  card: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    padding: theme.spacing(1.5),
    border: `1px solid ${theme.colors.info.border}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.info.transparent,
    '&:focus': { outline: 'none' },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: -2 },
  }),
  line: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1) }),
  facts: css({
    display: 'grid',
    gridTemplateColumns: 'max-content 1fr',
    columnGap: theme.spacing(2),
    rowGap: theme.spacing(0.25),
    margin: 0,
    ...theme.typography.bodySmall,
    fontVariantNumeric: 'tabular-nums',
    '& dt': { color: theme.colors.text.secondary, fontWeight: theme.typography.fontWeightRegular },
    '& dd': { margin: 0, minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', unicodeBidi: 'isolate' },
  }),
});
