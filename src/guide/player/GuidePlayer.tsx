import { css } from '@emotion/css';
import { useEffect, useMemo, useState } from 'react';
import type { GrafanaTheme2 } from '@grafana/data';
import { Alert, Button, useStyles2 } from '@grafana/ui';
import type { Guide, GuideStep } from '../model';
import type { StepConditions, StepRunner } from '../StepRunner';
import { Blocks } from './Blocks';
import { Contents } from './Contents';
import { GuideProvider, useGuide, type GuidePorts, type StepAnswers, type StepReceipts } from './GuideContext';
import type { Clock } from '../wait';
import { Player } from './Player';
import type { ActionKind } from './playerState';
import type { GuideRecords } from './records';
import { withValues } from './values';

const noAnswers = (): StepAnswers => ({ failed: [], asked: [], declined: [], skipped: [], unanswered: [] });

export interface GuidePlayerProps extends GuidePorts {
  readonly guide: Guide;
  readonly runner: StepRunner;
  /** Without it requirements are not looked at and conditionals stay away. */
  readonly conditions?: StepConditions;
  readonly records: GuideRecords;
  readonly clock: Clock;
  /** A step is about to be shown or done. */
  readonly onAction?: (kind: ActionKind, step: GuideStep) => void;
  /** A step that leads on to another guide has been done. */
  readonly openGuide?: (reference: string) => void;
  /** By step id; given while presenting. */
  readonly receipts?: ReadonlyMap<string, StepReceipts>;
  readonly answersTo?: (stepId: string) => StepAnswers;
  /** The step that the session is at. */
  readonly activeStepId?: string | null;
  /** The title, which can take the focus. */
  readonly onTitle?: (title: HTMLElement | null) => void;
}

/** A guide to read and to run. Remounts itself for another guide. */
export function GuidePlayer(props: GuidePlayerProps) {
  const { id, source, steps } = props.guide;
  // A guide that was loaded again and reads differently is another.
  const key = useMemo(() => [id, source, ...steps.map(({ hash }) => hash)].join('\n'), [id, source, steps]);
  return <OneGuide key={key} {...props} />;
}

function OneGuide(props: GuidePlayerProps) {
  const { dataSources, followLink, reader, receipts, answersTo = noAnswers, activeStepId = null, onTitle } = props;
  const player = usePlayer(props);
  const setting = useMemo(
    () => ({ player, dataSources, followLink, reader, receipts: receipts ?? null, answersTo, activeStepId }),
    [player, dataSources, followLink, reader, receipts, answersTo, activeStepId]
  );
  return (
    <GuideProvider value={setting}>
      <Sheet onTitle={onTitle} />
    </GuideProvider>
  );
}

/** One player for as long as the guide is drawn; it reports to whom it was handed last. */
function usePlayer({ guide, runner, conditions, records, clock, onAction, openGuide }: GuidePlayerProps): Player {
  const [player] = useState(() => new Player(guide, { runner, conditions, records, clock }));
  useEffect(() => player.reportTo({ acted: onAction, openGuide }), [player, onAction, openGuide]);
  useEffect(() => {
    player.start();
    return () => player.stop();
  }, [player]);
  return player;
}

function Sheet({ onTitle }: Pick<GuidePlayerProps, 'onTitle'>) {
  const styles = useStyles2(getStyles);
  const { player, view } = useGuide();
  const { guide } = player;
  const { done, total } = view.outline;
  const begun = done > 0 || view.variables.size > 0;
  return (
    <article className={styles.guide}>
      <header>
        <h2 ref={onTitle} tabIndex={-1} className={styles.title} data-testid="guide-title">
          {withValues(guide.title, view.variables)}
        </h2>
        {total > 0 && (
          <div className={styles.progress}>
            <span role="status">
              {done} of {total} steps done
            </span>
            {begun && <StartOver />}
          </div>
        )}
      </header>
      <Contents />
      <Blocks blocks={guide.blocks} />
      {total > 0 && done === total && (
        <Alert severity="success" title="You are through this guide" bottomSpacing={0} data-testid="guide-complete" />
      )}
    </article>
  );
}

/** Progress and answers are lost by it, so it asks. */
function StartOver() {
  const styles = useStyles2(getStyles);
  const { player } = useGuide();
  const [asking, setAsking] = useState(false);
  if (!asking) {
    return (
      <Button size="sm" fill="text" variant="secondary" onClick={() => setAsking(true)}>
        Start over
      </Button>
    );
  }
  return (
    <div className={styles.question} role="group" aria-label="Start over">
      <span>Forget your progress and answers in this guide?</span>
      <Button
        size="sm"
        variant="destructive"
        onClick={() => {
          setAsking(false);
          player.restart();
        }}
      >
        Forget them
      </Button>
      <Button size="sm" variant="secondary" autoFocus onClick={() => setAsking(false)}>
        Keep them
      </Button>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  guide: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(2) }),
  title: css({
    margin: 0,
    fontSize: theme.typography.h4.fontSize,
    '&:focus': { outline: 'none' },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: 2 },
  }),
  progress: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    minHeight: theme.spacing(theme.components.height.sm),
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  question: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(1) }),
});
