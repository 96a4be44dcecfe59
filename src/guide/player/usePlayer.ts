/** The player's state: what is complete, what runs, what failed. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Guide, GuideStep } from '../model';
import type { StepResult, StepRunner } from '../StepRunner';
import { keepProgress, recallProgress, type Completion, type Progress } from './progress';
import { standings, type StepStanding } from './stepStates';

export type ActionKind = 'show' | 'do';

type Activity =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly stepId: string }
  | { readonly kind: 'failed'; readonly stepId: string; readonly detail: string };

export interface Player {
  readonly standings: ReadonlyMap<string, StepStanding>;
  readonly activity: Activity;
  run(kind: ActionKind, step: GuideStep): void;
  skip(step: GuideStep): void;
  restart(): void;
}

/** One step runs at a time: the next press gives the one before up. */
export function usePlayer(
  guide: Guide,
  runner: StepRunner,
  onAction?: (kind: ActionKind, step: GuideStep) => void
): Player {
  const [progress, setProgress] = useState<Progress>(() => recallProgress(guide));
  const [activity, setActivity] = useState<Activity>({ kind: 'idle' });
  const running = useRef<AbortController | null>(null);

  useEffect(() => () => running.current?.abort(), []);

  const complete = useCallback(
    (step: GuideStep, as: Completion) =>
      setProgress((before) => {
        const after = new Map(before).set(step.id, as);
        keepProgress(guide, after);
        return after;
      }),
    [guide]
  );

  const run = useCallback(
    (kind: ActionKind, step: GuideStep) => {
      running.current?.abort();
      const own = new AbortController();
      running.current = own;
      setActivity({ kind: 'running', stepId: step.id });
      onAction?.(kind, step);
      const settle = (result: StepResult) => {
        if (running.current !== own) {
          return;
        }
        running.current = null;
        if (result.outcome === 'failed') {
          setActivity({ kind: 'failed', stepId: step.id, detail: result.detail ?? '' });
          return;
        }
        setActivity({ kind: 'idle' });
        if (result.outcome === 'done' || (result.outcome === 'shown' && !step.doIt)) {
          complete(step, 'done');
        }
      };
      void runner[kind](step, own.signal).then(settle);
    },
    [runner, onAction, complete]
  );

  const restart = useCallback(() => {
    running.current?.abort();
    running.current = null;
    setActivity({ kind: 'idle' });
    setProgress(new Map());
    keepProgress(guide, new Map());
  }, [guide]);

  const skip = useCallback((step: GuideStep) => complete(step, 'skipped'), [complete]);
  return {
    standings: useMemo(() => standings(guide, progress), [guide, progress]),
    activity,
    run,
    skip,
    restart,
  };
}
