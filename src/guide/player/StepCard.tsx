import { css, cx } from '@emotion/css';
import { useEffect, useRef } from 'react';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, Icon, Spinner, useStyles2 } from '@grafana/ui';
import type { GuideStep } from '../model';
import type { UnmetCondition } from '../requirements';
import type { StepConditions } from '../StepRunner';
import { bringIntoView } from './bringIntoView';
import { Markdown } from './Markdown';
import type { StepStanding } from './stepStates';
import type { ActionKind, Player } from './usePlayer';
import { useUnmet } from './useUnmet';

/** How many attendees' last word on a step says what. */
export interface StepReceipts {
  readonly shown: number;
  readonly done: number;
  readonly failed: number;
}

interface Props {
  readonly step: GuideStep;
  readonly standing: StepStanding;
  readonly player: Player;
  readonly conditions: StepConditions | undefined;
  /** Null when no session runs. */
  readonly receipts: StepReceipts | null;
  readonly active: boolean;
}

type CardState = 'locked' | 'ready' | 'running' | 'done' | 'failed';

export function StepCard({ step, standing, player, conditions, receipts, active }: Props) {
  const styles = useStyles2(getStyles);
  const card = useRef<HTMLLIElement>(null);
  const unmet = useUnmet(step, conditions, !standing.waits);
  const { activity } = player;
  const own = activity.kind !== 'idle' && activity.stepId === step.id ? activity : null;
  const state = cardState(own?.kind ?? null, standing, unmet);
  const blocked = standing.waits || unmet.length > 0 || state === 'running';
  const run = (kind: ActionKind) => () => player.run(kind, step);

  useEffect(() => {
    if (active && card.current) {
      bringIntoView(card.current);
    }
  }, [active]);

  return (
    <li
      ref={card}
      className={cx(styles.card, active && styles.active)}
      data-testid="guide-step"
      data-step-id={step.id}
      data-state={state}
      aria-current={active ? 'step' : undefined}
    >
      <div className={styles.top}>
        <StateMark state={state} />
        <div className={styles.body}>
          <Markdown text={step.content} />
        </div>
      </div>
      {state === 'locked' && (
        <ul className={styles.reasons}>
          {standing.waits && <li>Complete the step above first.</li>}
          {unmet.map(({ condition, text }) => (
            <li key={condition}>{text}</li>
          ))}
        </ul>
      )}
      <div role="status">
        {own?.kind === 'failed' && (
          <p className={styles.failure}>This did not work: {own.detail || 'no reason was given'}.</p>
        )}
      </div>
      {(state === 'failed' || unmet.length > 0) && step.hint !== '' && <Markdown text={step.hint} />}
      <div className={styles.buttons}>
        {step.showMe && step.action !== 'navigate' && step.action !== 'popout' && (
          <Button size="sm" variant="secondary" disabled={blocked} onClick={run('show')} data-testid="guide-show-me">
            Show Me
          </Button>
        )}
        {step.doIt && (
          <Button size="sm" disabled={blocked} onClick={run('do')} data-testid="guide-do-it">
            Do It
          </Button>
        )}
        {step.skippable && !standing.complete && !standing.waits && (
          <Button size="sm" fill="text" variant="secondary" onClick={() => player.skip(step)}>
            Skip
          </Button>
        )}
        {receipts && (
          <span
            className={styles.receipts}
            data-testid="live-receipts"
            data-step-id={step.id}
            data-shown={receipts.shown}
            data-done={receipts.done}
            data-failed={receipts.failed}
          >
            {receipts.shown} shown · {receipts.done} done
            {receipts.failed > 0 && <span className={styles.failed}> · {receipts.failed} failed</span>}
          </span>
        )}
      </div>
    </li>
  );
}

function cardState(own: 'running' | 'failed' | null, standing: StepStanding, unmet: readonly UnmetCondition[]): CardState {
  if (own) {
    return own;
  }
  if (standing.complete) {
    return 'done';
  }
  return standing.waits || unmet.length > 0 ? 'locked' : 'ready';
}

function StateMark({ state }: { state: CardState }) {
  const styles = useStyles2(getStyles);
  switch (state) {
    case 'running':
      return <Spinner size="md" inline className={styles.mark} />;
    case 'done':
      return <Icon name="check-circle" className={cx(styles.mark, styles.done)} title="Done" />;
    case 'failed':
      return <Icon name="exclamation-triangle" className={cx(styles.mark, styles.failed)} title="Failed" />;
    case 'locked':
      return <Icon name="lock" className={cx(styles.mark, styles.quiet)} title="Locked" />;
    case 'ready':
      return <Icon name="circle" className={cx(styles.mark, styles.quiet)} title="To do" />;
  }
}

const getStyles = (theme: GrafanaTheme2) => ({
  card: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    listStyle: 'none',
    padding: theme.spacing(1.5),
    background: theme.colors.background.secondary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
  }),
  active: css({
    borderColor: theme.colors.primary.border,
    boxShadow: `inset 3px 0 0 ${theme.colors.primary.main}`,
  }),
  top: css({ display: 'flex', gap: theme.spacing(1), alignItems: 'flex-start' }),
  body: css({ flex: 1, minWidth: 0 }),
  mark: css({ flexShrink: 0, marginTop: theme.spacing(0.25) }),
  done: css({ color: theme.colors.success.text }),
  failed: css({ color: theme.colors.error.text }),
  quiet: css({ color: theme.colors.text.disabled }),
  reasons: css({
    margin: 0,
    padding: 0,
    listStyle: 'none',
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  failure: css({ margin: 0, color: theme.colors.error.text, fontSize: theme.typography.bodySmall.fontSize }),
  buttons: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1), alignItems: 'center' }),
  receipts: css({
    marginLeft: 'auto',
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    fontVariantNumeric: 'tabular-nums',
  }),
});
