import { css, cx } from '@emotion/css';
import { useEffect, useRef, type ReactNode } from 'react';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';
import { comesWithStep } from '../requirements';
import { bringIntoView } from './bringIntoView';
import { useGuide, type DrawnGuide } from './GuideContext';
import { placeOf, PLACE_ATTRIBUTE } from './jump';
import { Markdown } from './Markdown';
import { demandsOf, holdsStep, isSkippable, type Standing, type Unit } from './outline';
import { Receipts } from './Receipts';
import { StateMark, type CardState } from './StateMark';
import { UnmetList } from './UnmetList';

export interface UnitCardProps {
  readonly unit: Unit;
  /** What is to be read. */
  readonly children: ReactNode;
  /** What can be pressed, where that hangs on the unit's state. */
  readonly actions?: (state: { readonly blocked: boolean; readonly complete: boolean }) => ReactNode;
  /** Shown when it cannot be done. */
  readonly hint?: string;
  /** Below the actions. */
  readonly foot?: ReactNode;
  /** What fails does not keep it from being marked as done by its reader. */
  readonly advisory?: boolean;
}

/** The frame of everything that counts: its state, its text, what it waits for, what can be done about it. */
export function UnitCard({ unit, children, actions, hint = '', foot, advisory = false }: UnitCardProps) {
  const styles = useStyles2(getStyles);
  const guide = useGuide();
  const { player, view, receipts, activeStepId } = guide;
  const known = view.outline.standings.get(unit.id);
  const active = activeStepId === unit.id;
  // Where the session is the reader may be too, whatever they left out before.
  const joins = activeStepId !== null && holdsStep(unit, activeStepId);
  const standing = known && { ...known, waits: known.waits && !joins };
  const waits = standing?.waits ?? false;
  const unmet = unmetOf(guide, unit, standing);
  const { source } = demandsOf(unit);
  const keeps = !advisory && unmet.some((one) => source === null || !comesWithStep(one));
  const state = stateOf(guide, unit, standing, keeps);
  const failure = view.failure?.unitId === unit.id ? view.failure : null;
  const card = useRef<HTMLLIElement>(null);

  const running = state === 'running';
  const { run } = view;
  const isNext = (running && run?.state === 'running') || (run?.state === 'waiting' && run.unitId === unit.id);
  useEffect(() => {
    if ((active || isNext) && card.current) {
      bringIntoView(card.current);
    }
  }, [active, isNext]);

  const complete = standing?.complete != null;
  const blocked = waits || running || keeps;
  return (
    <li
      ref={card}
      tabIndex={-1}
      {...{ [PLACE_ATTRIBUTE]: placeOf.unit(unit.id) }}
      className={cx(styles.card, active && styles.active)}
      data-testid="guide-step"
      data-step-id={unit.id}
      data-kind={unit.kind}
      data-state={state}
      aria-current={active ? 'step' : undefined}
    >
      <div className={styles.top}>
        <StateMark state={state} />
        <div className={styles.body}>{children}</div>
      </div>
      {!complete && !running && <UnmetList unit={unit} waits={waits} unmet={unmet} source={source} />}
      <div role="status" className={styles.said}>
        {failure && <p className={styles.failure}>This did not work: {failure.detail || 'no reason was given'}.</p>}
      </div>
      {(failure !== null || unmet.length > 0) && hint !== '' && <Markdown text={hint} />}
      <div className={styles.buttons}>
        {actions?.({ blocked, complete })}
        {isSkippable(unit) && !complete && !waits && (
          <Button size="sm" fill="text" variant="secondary" onClick={() => player.skipUnit(unit)}>
            Skip
          </Button>
        )}
        {receipts && (unit.kind === 'step' || unit.kind === 'code-block') && <Receipts stepId={unit.id} />}
      </div>
      {foot}
    </li>
  );
}

/** Its own and its section's. */
function unmetOf({ view }: DrawnGuide, unit: Unit, standing: Standing | undefined) {
  const ofSection = standing?.section ? (view.unmet.get(standing.section) ?? []) : [];
  return [...ofSection, ...(view.unmet.get(unit.id) ?? [])];
}

function stateOf({ view }: DrawnGuide, { id }: Unit, standing: Standing | undefined, lacks: boolean): CardState {
  const { activity, failure } = view;
  if (activity.kind !== 'idle' && activity.unitId === id) {
    return 'running';
  }
  if (failure?.unitId === id) {
    return 'failed';
  }
  if (standing?.complete) {
    return standing.complete;
  }
  return standing?.waits || lacks ? 'locked' : 'ready';
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
    '&:focus': { outline: 'none' },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: -2 },
  }),
  active: css({
    borderColor: theme.colors.primary.border,
    boxShadow: `inset 3px 0 0 ${theme.colors.primary.main}`,
  }),
  top: css({ display: 'flex', gap: theme.spacing(1), alignItems: 'flex-start' }),
  body: css({ flex: 1, minWidth: 0 }),
  failure: css({ margin: 0, color: theme.colors.error.text, fontSize: theme.typography.bodySmall.fontSize }),
  // It stays in the tree, so that what it says later is heard; empty it takes no room.
  said: css({ '&:empty': { marginTop: theme.spacing(-1) } }),
  buttons: css({
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1),
    alignItems: 'center',
    '&:empty': { display: 'none' },
  }),
});
