import { css, cx, keyframes } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, Icon, Portal, Stack, Text, useStyles2 } from '@grafana/ui';
import { useEffect, useId, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { ARMING, type ReplayQuestion } from '../../actions/replayView';
import { useLiveApp, useSessionView } from '../LiveApp';
import { useView } from '../useView';
import { usePress } from './usePress';

/**
 * What the presenter asks for and what only this person's own click lets happen. Drawn in Grafana's portal, above its
 * dialogs: a dialog of the page does not take clicks in the portal for clicks outside of it, and lets go of the focus.
 */
export function FollowPrompt() {
  const { replay } = useLiveApp();
  const { pending } = useView(replay);
  return (
    pending && (
      <Portal>
        <TopLayer>
          <PromptCard key={pending.id} pending={pending} />
        </TopLayer>
      </Portal>
    )
  );
}

/** The browser's top layer lies above every z-index: a highlight must not cover what is asked, whatever it points at. */
function TopLayer({ children }: { children: ReactNode }) {
  const styles = useStyles2(getStyles);
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = place.current;
    if (element && 'showPopover' in element) {
      element.popover = 'manual';
      element.showPopover();
    }
  }, []);
  return (
    <div ref={place} className={styles.place}>
      {children}
    </div>
  );
}

const WORDS: Record<ReplayQuestion['kind'], (presenter: string) => string> = {
  consent: (presenter) =>
    `${presenter} is about to change something, with your rights. If you agree, ordinary changes go on for this session; dangerous ones still ask. The first is:`,
  danger: (presenter) => `${presenter} asks for a step that may be hard to undo. It is done with your rights:`,
  'unlisted-page': (presenter) =>
    `${presenter} goes to a page that Live Sessions does not know, so it asks you each time. It is opened with your rights:`,
};

export function PromptCard({ pending }: { pending: ReplayQuestion }) {
  const styles = useStyles2(getStyles);
  const { replay, now } = useLiveApp();
  const session = useSessionView();
  useSeen(pending.id);
  const armed = useArmed(pending.armedAt, now);
  const press = usePress();
  const id = useId();
  const presenter = session.role === 'attending' ? session.presenterName : 'The presenter';
  return (
    <div
      data-live-own=""
      role="alertdialog"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      className={styles.prompt}
      {...press.around}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          replay.decline(pending.id);
        }
      }}
    >
      <Stack direction="column" gap={1.5}>
        <Stack gap={1} alignItems="center">
          <Icon
            name={pending.kind === 'danger' ? 'exclamation-triangle' : 'question-circle'}
            className={styles.icon}
            size="lg"
          />
          <Text element="h2" variant="h5" id={`${id}-title`}>
            {pending.kind === 'consent'
              ? 'Let the presenter change things in your Grafana?'
              : 'Do this in your Grafana?'}
          </Text>
        </Stack>
        <div id={`${id}-text`}>
          <Text element="p" color="secondary">
            {WORDS[pending.kind](presenter)}
          </Text>
          <p className={styles.describes}>{pending.describes}</p>
        </div>
        <Stack gap={1} justifyContent="flex-end">
          <Button variant="secondary" autoFocus data-testid="follow-decline" onClick={() => replay.decline(pending.id)}>
            Decline
          </Button>
          <Button
            variant={pending.kind === 'danger' ? 'destructive' : 'primary'}
            data-testid="follow-confirm"
            disabled={!armed}
            onClick={(event) => replay.confirm(pending.id, press.of(event))}
          >
            {pending.kind === 'consent' ? 'Agree' : 'Do it in my Grafana'}
          </Button>
        </Stack>
        {!armed && (
          <div
            aria-hidden
            data-testid="follow-arming"
            className={cx(styles.arming, pending.armedAt !== null && styles.running)}
          />
        )}
      </Stack>
    </div>
  );
}

/** Says that the question is on the screen, when it is: a hidden tab and a busy page draw nothing. */
function useSeen(id: string): void {
  const { replay } = useLiveApp();
  useEffect(() => {
    // What is drawn before the first frame is on the screen by the second.
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => replay.seen(id));
    });
    return () => cancelAnimationFrame(frame);
  }, [replay, id]);
}

/** Whether a press counts by now, as far as can be told here; replay has the last word. */
function useArmed(armedAt: number | null, now: () => number): boolean {
  const [armed, setArmed] = useState(() => armedAt !== null && now() >= armedAt);
  useEffect(() => {
    if (armed || armedAt === null) {
      return;
    }
    const timer = setTimeout(() => setArmed(true), Math.min(ARMING, Math.max(0, armedAt - now())));
    return () => clearTimeout(timer);
  }, [armed, armedAt, now]);
  return armed;
}

const getStyles = (theme: GrafanaTheme2) => ({
  place: css({
    // A popover's own style centres it, frames it and hides it until it is shown, when it could not take the focus.
    display: 'block',
    position: 'fixed',
    inset: `auto ${theme.spacing(2)} ${theme.spacing(2)} auto`,
    margin: 0,
    padding: 0,
    border: 'none',
    overflow: 'visible',
    color: 'inherit',
    background: 'none',
    width: `min(440px, calc(100vw - ${theme.spacing(4)}))`,
  }),
  prompt: css({
    position: 'relative',
    overflow: 'hidden',
    padding: theme.spacing(2),
    background: theme.colors.background.elevated,
    border: `1px solid ${theme.colors.border.medium}`,
    borderLeft: `4px solid ${theme.colors.warning.main}`,
    borderRadius: theme.shape.radius.default,
    boxShadow: theme.shadows.z3,
  }),
  icon: css({ color: theme.colors.warning.text, flexShrink: 0 }),
  // Runs along the foot for as long as a press does not count yet.
  arming: css({
    position: 'absolute',
    left: 0,
    bottom: 0,
    height: 3,
    width: '100%',
    background: theme.colors.warning.main,
    transformOrigin: 'left',
    transform: 'scaleX(0)',
  }),
  running: css({
    [theme.transitions.handleMotion('no-preference')]: {
      animation: `${keyframes({ from: { transform: 'scaleX(0)' }, to: { transform: 'scaleX(1)' } })} ${ARMING}ms linear forwards`,
    },
  }),
  describes: css({
    margin: theme.spacing(1, 0, 0),
    padding: theme.spacing(1),
    maxHeight: '30vh',
    overflowY: 'auto',
    overflowWrap: 'anywhere',
    background: theme.colors.background.canvas,
    borderRadius: theme.shape.radius.default,
    color: theme.colors.text.primary,
  }),
});
