import { css, cx } from '@emotion/css';
import { useEffect, useRef } from 'react';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, Icon, useStyles2 } from '@grafana/ui';
import type { GuideStep } from '../model';
import { bringIntoView } from './bringIntoView';
import { useGuide } from './GuideContext';
import { Markdown } from './Markdown';
import type { Unit } from './outline';
import type { Activity } from './playerState';
import { Receipts } from './Receipts';
import { UnitCard } from './UnitCard';

type GroupUnit = Extract<Unit, { kind: 'multistep' | 'guided' }>;
type GroupActivity = Extract<Activity, { kind: 'multistep' | 'guided' }>;

/** Several steps as one: the machine runs them (`multistep`), or points while the reader does them (`guided`). */
export function GroupCard({ unit }: { unit: GroupUnit }) {
  const { player, view } = useGuide();
  const { group } = unit;
  const { activity } = view;
  const own =
    (activity.kind === 'multistep' || activity.kind === 'guided') && activity.unitId === unit.id ? activity : null;
  return (
    <UnitCard
      unit={unit}
      hint={group.hint}
      actions={({ blocked, complete }) =>
        own ? (
          <RunningActions activity={own} steps={group.steps} />
        ) : (
          <Button
            size="sm"
            variant={complete ? 'secondary' : 'primary'}
            disabled={blocked}
            onClick={() => player.runGroup(unit)}
            data-testid={unit.kind === 'multistep' ? 'guide-do-it' : 'guide-start'}
          >
            {unit.kind === 'multistep' ? 'Do It' : complete ? 'Do it again' : 'Start'}
          </Button>
        )
      }
      foot={<InnerSteps unit={unit} own={own} />}
    >
      <Markdown text={group.content} />
    </UnitCard>
  );
}

function RunningActions({ activity, steps }: { activity: GroupActivity; steps: readonly GuideStep[] }) {
  const { player } = useGuide();
  const step = steps[activity.at - 1];
  return (
    <>
      {activity.kind === 'guided' && activity.waitsForGo && (
        <Button size="sm" onClick={() => player.goOn()} data-testid="guide-continue">
          Continue
        </Button>
      )}
      <Button size="sm" variant="secondary" onClick={() => player.cancel()} data-testid="guide-cancel">
        Cancel
      </Button>
      {activity.kind === 'guided' && step?.skippable && (
        <Button size="sm" fill="text" variant="secondary" onClick={() => player.skipInner()}>
          Skip this step
        </Button>
      )}
    </>
  );
}

/** The steps inside, as far as there is something to tell: while they run, and what became of them at attendees. */
function InnerSteps({ unit, own }: { unit: GroupUnit; own: GroupActivity | null }) {
  const styles = useStyles2(getStyles);
  const { receipts, activeStepId, view } = useGuide();
  const { steps } = unit.group;
  const failedAt = view.failure?.unitId === unit.id ? view.failure.stepId : null;
  const isDone = view.outline.standings.get(unit.id)?.complete === 'done';
  const shows =
    unit.kind === 'guided' ||
    own !== null ||
    receipts !== null ||
    failedAt !== null ||
    steps.some(({ id }) => id === activeStepId);
  if (!shows) {
    return null;
  }
  return (
    <ol className={styles.steps} aria-label="Steps inside">
      {steps.map((step, index) => (
        <InnerStep
          key={step.id}
          step={step}
          state={stateAt(index + 1, own, step.id === failedAt, isDone)}
          watched={own?.kind === 'guided' && own.at === index + 1 && own.watched}
          refused={own?.kind === 'guided' && own.at === index + 1 && own.refused}
        />
      ))}
    </ol>
  );
}

type InnerState = 'todo' | 'now' | 'done' | 'failed';

function stateAt(at: number, own: GroupActivity | null, failed: boolean, isDone: boolean): InnerState {
  if (failed) {
    return 'failed';
  }
  if (own === null) {
    return isDone ? 'done' : 'todo';
  }
  return at > own.at ? 'todo' : at === own.at ? 'now' : 'done';
}

const MARKS = { todo: 'circle', now: 'arrow-right', done: 'check-circle', failed: 'exclamation-triangle' } as const;
const TITLES = { todo: 'To do', now: 'Now', done: 'Done', failed: 'Failed' } as const;

function InnerStep({
  step,
  state,
  watched,
  refused,
}: {
  step: GuideStep;
  state: InnerState;
  watched: boolean;
  refused: boolean;
}) {
  const styles = useStyles2(getStyles);
  const { activeStepId } = useGuide();
  const row = useRef<HTMLLIElement>(null);
  const active = activeStepId === step.id;
  const now = state === 'now';
  useEffect(() => {
    if ((active || now) && row.current) {
      bringIntoView(row.current);
    }
  }, [active, now]);
  return (
    <li
      ref={row}
      className={cx(styles.step, active && styles.active)}
      data-testid="guide-inner-step"
      data-step-id={step.id}
      data-state={state}
      data-watched={watched}
      aria-current={active || now ? 'step' : undefined}
    >
      <Icon name={MARKS[state]} size="sm" title={TITLES[state]} className={cx(styles.mark, styles[state])} />
      <div className={styles.text}>
        <Markdown text={step.content || step.tooltip || PLAIN_WORDS[step.action]} />
        <div role="status">{refused && <Refusal step={step} />}</div>
      </div>
      <Receipts stepId={step.id} />
    </li>
  );
}

function Refusal({ step }: { step: GuideStep }) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.refusal}>
      <Markdown text={step.formHint || 'This is not yet what is asked for.'} />
    </div>
  );
}

/** For inner steps that their author gave no words. */
const PLAIN_WORDS: Readonly<Record<GuideStep['action'], string>> = {
  highlight: 'Click what is framed.',
  button: 'Press the button that is framed.',
  formfill: 'Fill in the field that is framed.',
  hover: 'Point at what is framed.',
  navigate: 'Go to another page.',
  noop: 'Read on.',
  popout: 'Move this panel.',
};

const getStyles = (theme: GrafanaTheme2) => ({
  steps: css({ margin: 0, padding: 0, listStyle: 'none' }),
  step: css({
    display: 'flex',
    alignItems: 'flex-start',
    gap: theme.spacing(1),
    padding: theme.spacing(0.5, 1),
    fontSize: theme.typography.bodySmall.fontSize,
    '&[data-state="now"]': { background: theme.colors.action.selected },
  }),
  active: css({ boxShadow: `inset 3px 0 0 ${theme.colors.primary.main}` }),
  text: css({ flex: 1, minWidth: 0 }),
  mark: css({ flexShrink: 0, marginTop: theme.spacing(0.25) }),
  todo: css({ color: theme.colors.text.disabled }),
  now: css({ color: theme.colors.primary.text }),
  done: css({ color: theme.colors.success.text }),
  failed: css({ color: theme.colors.error.text }),
  refusal: css({ color: theme.colors.warning.text }),
});
