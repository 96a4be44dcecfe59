import { css } from '@emotion/css';
import type { GrafanaTheme2, IconName } from '@grafana/data';
import { Button, Icon, useStyles2 } from '@grafana/ui';
import type { SessionView } from '../../session/view';
import { useLiveApp } from '../LiveApp';
import { AskFirst } from './AskFirst';
import { ShareCard } from './ShareCard';

export interface ConsoleHeadingProps {
  view: Extract<SessionView, { role: 'presenting' }>;
  place?: (element: HTMLElement | null) => void;
  /** The code is in sight. */
  sharing: boolean;
  onShare: (sharing: boolean) => void;
  /** Null where there is no terminal to share, or one is shared. */
  onShareTerminal: (() => void) | null;
  /** As for the terminal. */
  onShareBrowser: (() => void) | null;
}

/** What stays in sight however far a presenter scrolls: which session, its code, how many are there, and its end. */
export function ConsoleHeading({ view, place, sharing, onShare, ...shares }: ConsoleHeadingProps) {
  const { onShareTerminal, onShareBrowser } = shares;
  const styles = useStyles2(getStyles);
  const { session } = useLiveApp();
  const { sessionName, code, link, locked } = view;
  return (
    <div className={styles.heading}>
      <div className={styles.line}>
        <span className={styles.live} aria-hidden />
        <div className={styles.titles}>
          <span className={styles.role}>
            You are presenting
            <span className={styles.counts} data-testid="live-counts">
              {countsOf(view)}
            </span>
            {locked && (
              <span className={styles.locked}>
                <Icon name="lock" size="xs" /> Locked
              </span>
            )}
          </span>
          <h3 ref={place} tabIndex={-1} className={styles.name} title={sessionName}>
            {sessionName}
          </h3>
        </div>
        <ShareButton
          label="Share terminal"
          icon="keyboard"
          testId="live-terminal-share"
          isStarting={view.terminal.state === 'starting'}
          onShare={onShareTerminal}
        />
        <ShareButton
          label="Share browser"
          icon="browser-alt"
          testId="live-browser-share"
          isStarting={view.browser.state === 'starting'}
          onShare={onShareBrowser}
        />
        <AskFirst
          label="End session"
          question="End it for everyone?"
          confirm="End session"
          testId="live-end"
          icon="power"
          over="downward"
          onConfirm={() => session.end()}
        />
      </div>
      {sharing ? (
        <ShareCard sessionName={sessionName} code={code} link={link} onHide={() => onShare(false)} />
      ) : (
        <div>
          <Button
            size="sm"
            variant="secondary"
            fill="text"
            icon="eye"
            aria-expanded={false}
            onClick={() => onShare(true)}
          >
            Show code
          </Button>
        </div>
      )}
    </div>
  );
}

interface ShareButtonProps {
  label: string;
  icon: IconName;
  testId: string;
  isStarting: boolean;
  onShare: (() => void) | null;
}

function ShareButton({ label, icon, testId, isStarting, onShare }: ShareButtonProps) {
  const styles = useStyles2(getStyles);
  return (
    onShare && (
      <Button
        size="sm"
        variant="secondary"
        icon={icon}
        aria-label={label}
        tooltip={label}
        className={styles.share}
        data-testid={testId}
        disabled={isStarting}
        onClick={onShare}
      >
        {label}
      </Button>
    )
  );
}

/** What is worth a look, in words. */
function countsOf({ attendees, waiting }: ConsoleHeadingProps['view']): string {
  const present = attendees.filter(({ state }) => state === 'present').length;
  const hands = attendees.filter(({ hand }) => hand).length;
  const stuck = attendees.filter(({ trouble }) => trouble !== null).length;
  return [
    `${present} in`,
    waiting.length > 0 && `${waiting.length} waiting`,
    hands > 0 && `${hands} ${hands === 1 ? 'hand' : 'hands'}`,
    stuck > 0 && `${stuck} stuck`,
  ]
    .filter(Boolean)
    .join(' · ');
}

const getStyles = (theme: GrafanaTheme2) => ({
  heading: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(0.5),
    flexShrink: 0,
    containerType: 'inline-size',
  }),
  // Words where there is room for them; else the icons say it to pointers and to those who hear.
  share: css({
    '@container (max-width: 519px)': { '& > span': { display: 'none' }, '&& svg': { marginRight: 0 } },
  }),
  line: css({
    position: 'relative',
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: theme.spacing(1),
  }),
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
  counts: css({ fontVariantNumeric: 'tabular-nums' }),
});
