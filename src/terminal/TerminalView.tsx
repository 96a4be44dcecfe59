/** The session's shared terminal as it stands in the dock: what is drawn, and in words whose it is and what one may do. */
import '@xterm/xterm/css/xterm.css';
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, Icon, Spinner, useStyles2, useTheme2 } from '@grafana/ui';
import { useEffect, useId, useRef, useState } from 'react';
import type { Size } from '../protocol/terminalWire';
import { DockScreen } from './DockScreen';
import { ExtraKeys } from './ExtraKeys';
import { ControlKey } from './missingKeys';
import { ON_PHONES } from './onPhones';
import { PasteQuestion } from './PasteQuestion';
import { TerminalChannel, type ChannelState, type Entry } from './TerminalChannel';
import { terminalWords } from './terminalWords';

export interface TerminalViewProps {
  serverUrl: string;
  /** With what one socket is opened. Rejects where there is none just now. */
  entry(): Promise<Entry>;
  presenterName: string;
  /** Sets the size, and may always type. */
  presents: boolean;
  /** Takes the keys once it is there, where nothing else has them. */
  autoFocus?: boolean;
  /** Attendee's: another whenever the terminal is to be seen with another key. */
  viewKey: string | null;
  /** Attendee's: with what this person may type; null: not at all. */
  typingKey: string | null;
  /** Presenter's: a new one in place of one that has ended. */
  onRestart?: () => void;
}

export default function TerminalView(props: TerminalViewProps) {
  const styles = useStyles2(getStyles);
  const { isDark, colors } = useTheme2();
  const { presenterName, presents, viewKey, typingKey, onRestart } = props;
  const [state, setState] = useState<ChannelState>({ kind: 'connecting' });
  const [size, setSize] = useState<Size | null>(null);
  const [pasting, setPasting] = useState<string | null>(null);
  const place = useRef<HTMLDivElement>(null);
  const after = useRef<HTMLDivElement>(null);
  const parts = useRef<{ screen: DockScreen; channel: TerminalChannel } | null>(null);
  const [controlLit, setControlLit] = useState(false);
  const [control] = useState(() => new ControlKey(setControlLit));
  const wordsId = useId();
  // Those of this mount: another shell is another mount.
  const given = useRef(props);
  useEffect(() => {
    given.current = props;
  });

  useEffect(() => {
    if (!place.current) {
      return;
    }
    const screen = new DockScreen(place.current, {
      fits: presents,
      onType: (data) => void channel.type(control.with(data)),
      onPaste: setPasting,
      onLeave: () => after.current?.focus(),
      onSize: (next, isOwn) => {
        setSize(next);
        if (isOwn) {
          channel.resize(next);
        }
      },
    });
    const channel: TerminalChannel = new TerminalChannel(
      {
        serverUrl: given.current.serverUrl,
        entry: () => given.current.entry(),
        open: (url, protocols) => new WebSocket(url, protocols),
        after: (milliseconds, run) => {
          const timer = window.setTimeout(run, milliseconds);
          return () => window.clearTimeout(timer);
        },
        random: () => Math.random(),
        randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
      },
      {
        onState: (next) => {
          screen.letType('access' in next && next.access === 'type');
          setState(next);
        },
        onFrame: (frame, done) => screen.take(frame, done),
      }
    );
    parts.current = { screen, channel };
    // Who has just shared it types at once: what is typed until it is there, is kept.
    screen.letType(presents);
    if (given.current.autoFocus && document.activeElement === document.body) {
      screen.focus();
    }
    channel.start(screen.proposed());
    const retry = () => channel.retryNow();
    window.addEventListener('online', retry);
    document.addEventListener('visibilitychange', retry);
    return () => {
      window.removeEventListener('online', retry);
      document.removeEventListener('visibilitychange', retry);
      channel.close();
      screen.dispose();
      parts.current = null;
    };
  }, [presents, control]);

  useEffect(() => parts.current?.channel.retryNow(), [viewKey]);
  useEffect(() => {
    if (typingKey !== null) {
      parts.current?.channel.mayType(typingKey);
    }
  }, [typingKey]);
  useEffect(
    () =>
      parts.current?.screen.useTheme({
        mode: isDark ? 'dark' : 'light',
        background: colors.background.canvas,
        foreground: colors.text.primary,
      }),
    [isDark, colors]
  );

  const pasteAnswered = (paste: boolean) => {
    setPasting(null);
    if (paste && pasting !== null) {
      parts.current?.screen.paste(pasting);
    }
    parts.current?.screen.focus();
  };

  const words = terminalWords(state, { presents, presenterName });
  const mayType = 'access' in state && state.access === 'type';
  return (
    <section
      aria-label="Shared terminal"
      data-testid="live-terminal"
      data-state={state.kind}
      data-access={'access' in state ? state.access : ''}
      data-size={size ? `${size.cols}x${size.rows}` : ''}
      className={styles.view}
    >
      <div className={styles.line}>
        <span
          className={cx(styles.words, styles[words.tone])}
          role="status"
          id={wordsId}
          data-testid="live-terminal-words"
        >
          {state.kind === 'connecting' || state.kind === 'away' ? (
            <Spinner inline size="sm" />
          ) : (
            <Icon name={words.icon} size="sm" />
          )}
          {words.text}
        </span>
        {state.kind === 'ended' && onRestart && (
          <Button size="sm" variant="secondary" data-testid="live-terminal-restart" onClick={onRestart}>
            Open a new one
          </Button>
        )}
      </div>
      {pasting !== null && mayType && <PasteQuestion text={pasting} onAnswer={pasteAnswered} />}
      <div
        ref={place}
        role="group"
        aria-label="Terminal screen"
        aria-describedby={wordsId}
        // Keys pressed in here are for the shell, Escape too, and none of them is for Grafana.
        {...(mayType && { 'data-live-keys': 'shell' })}
        onKeyDown={(event) => event.stopPropagation()}
        className={styles.screen}
        data-testid="live-terminal-screen"
      />
      {mayType && (
        <ExtraKeys
          controlLit={controlLit}
          onControl={() => {
            control.press();
            parts.current?.screen.focus();
          }}
          onType={(data) => parts.current?.channel.type(data)}
        />
      )}
      <div ref={after} tabIndex={-1} className={styles.foot} data-testid="live-terminal-foot">
        <span className={styles.hint}>
          {mayType ? (
            <>
              <kbd>Ctrl+F6</kbd> leaves the terminal
            </>
          ) : (
            'You look on: keys go nowhere, and Tab moves on.'
          )}
        </span>
      </div>
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  view: css({ display: 'flex', flexDirection: 'column', flex: 1, minHeight: 0, gap: theme.spacing(0.5) }),
  line: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(1), flexShrink: 0 }),
  words: css({
    ...theme.typography.bodySmall,
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    flex: 1,
    minWidth: 0,
  }),
  plain: css({ color: theme.colors.text.secondary }),
  good: css({ color: theme.colors.success.text }),
  warning: css({ color: theme.colors.warning.text }),
  screen: css({
    flex: 1,
    minHeight: 120,
    overflow: 'auto',
    scrollbarWidth: 'thin',
    background: theme.colors.background.canvas,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    '&:focus-within': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: -1 },
    // A size that another sets may be smaller than the room, and larger.
    '& .xterm': { width: 'max-content', minWidth: '100%', padding: theme.spacing(0.5) },
    '& .xterm .xterm-viewport': { backgroundColor: 'transparent' },
  }),
  // Of keys that a phone has not.
  hint: css({ [ON_PHONES]: { display: 'none' } }),
  foot: css({
    ...theme.typography.bodySmall,
    flexShrink: 0,
    color: theme.colors.text.secondary,
    '& kbd': { ...theme.typography.bodySmall, fontFamily: theme.typography.fontFamilyMonospace },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: 2 },
  }),
});
