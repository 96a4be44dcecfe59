/** The session's shared browser as it stands in the dock: the session server's own page, in a frame that can reach nothing here. */
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, Icon, LoadingPlaceholder, useStyles2, useTheme2 } from '@grafana/ui';
import { useEffect, useRef, useState } from 'react';
import type { BrowserEntry } from '../session/view';
import { BROWSER_FRAME } from '../protocol/browserFrame';
import { enterBrowser, pageOf, type Entered } from './enterBrowser';

export interface BrowserViewProps {
  serverUrl: string;
  /** Names it; another is another browser. */
  browser: string;
  /** With what this page comes to it, once. Rejects where there is nothing just now. */
  entry(): Promise<BrowserEntry>;
  /** Attendee's: another whenever it is to be seen with another key. */
  viewKey: string | null;
  /** Attendee's: by what this person is known to drive. */
  drivingKey: string | null;
  /** Presenter's: a new one in place of one that has ended. */
  onRestart?: () => void;
}

/** Between two tries, in milliseconds. */
const AGAIN = 2000;

export default function BrowserView({ serverUrl, browser, entry, viewKey, drivingKey, onRestart }: BrowserViewProps) {
  const styles = useStyles2(getStyles);
  const { isDark } = useTheme2();
  const [at, setAt] = useState<Entered | { kind: 'entering' }>({ kind: 'entering' });
  const ask = useRef(entry);
  useEffect(() => {
    ask.current = entry;
  });

  useEffect(() => {
    let wanted = true;
    let timer = 0;
    const enter = async () => {
      const entered = await ask.current().then(
        (found) => enterBrowser(found, browser, { serverUrl, fetch: (url, init) => fetch(url, init), store: tabStore }),
        (): Entered => ({ kind: 'refused' })
      );
      if (!wanted) {
        return;
      }
      // The same person in the same browser: the frame stays as it is, and the server tells it who drives.
      setAt((before) => (isSame(before, entered) ? before : entered));
      if (entered.kind !== 'in') {
        timer = window.setTimeout(() => void enter(), AGAIN);
      }
    };
    void enter();
    return () => {
      wanted = false;
      window.clearTimeout(timer);
    };
  }, [serverUrl, browser, viewKey, drivingKey]);

  if (at.kind === 'entering') {
    return <LoadingPlaceholder text="Opening the shared browser..." />;
  }
  return (
    <section aria-label="Shared browser" className={styles.view} data-testid="live-browser" data-state={at.kind}>
      {at.kind === 'in' ? (
        <iframe
          key={at.token}
          title="Shared browser"
          className={styles.frame}
          src={pageOf(serverUrl, at, isDark ? 'dark' : 'light')}
          // Of another origin, so that what runs there can reach nothing here.
          sandbox={BROWSER_FRAME.sandbox}
          allow={BROWSER_FRAME.allow}
          referrerPolicy="no-referrer"
          data-testid="live-browser-frame"
        />
      ) : (
        <div className={styles.words} role="status">
          <Icon name="exclamation-triangle" />
          {at.kind === 'failed'
            ? 'The session server does not answer. It is tried again.'
            : 'The shared browser cannot be seen just now. It is tried again.'}
          {onRestart && (
            <Button size="sm" variant="secondary" onClick={onRestart}>
              Open a new one
            </Button>
          )}
        </div>
      )}
    </section>
  );
}

/** As long as the tab is open; a page without storage is a new person after a reload. */
const tabStore = {
  getItem(key: string): string | null {
    try {
      return sessionStorage.getItem(key);
    } catch {
      return null;
    }
  },
  setItem(key: string, value: string): void {
    try {
      sessionStorage.setItem(key, value);
    } catch {
      // Nothing is kept then.
    }
  },
};

function isSame(one: Entered | { kind: 'entering' }, other: Entered): boolean {
  return one.kind === 'in' && other.kind === 'in' && one.token === other.token && one.shareCode === other.shareCode;
}

const getStyles = (theme: GrafanaTheme2) => ({
  view: css({ display: 'flex', flexDirection: 'column', flex: 1, minHeight: 0 }),
  frame: css({
    flex: 1,
    minHeight: 200,
    width: '100%',
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.canvas,
  }),
  words: css({
    ...theme.typography.bodySmall,
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1),
    color: theme.colors.warning.text,
  }),
});
