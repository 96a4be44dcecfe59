/** The requirements of a step that do not hold now, asked again whenever the page changes. */
import { useEffect, useState } from 'react';
import type { GuideStep } from '../model';
import type { UnmetCondition } from '../requirements';
import type { StepConditions } from '../StepRunner';

const NONE: readonly UnmetCondition[] = [];

export function useUnmet(
  step: GuideStep,
  conditions: StepConditions | undefined,
  wanted: boolean
): readonly UnmetCondition[] {
  const [unmet, setUnmet] = useState(NONE);
  const asks = conditions !== undefined && wanted && step.requirements.length > 0;

  useEffect(() => {
    if (!asks) {
      return undefined;
    }
    let current = true;
    const ask = async () => {
      const answer = await conditions.unmet(step);
      if (current) {
        setUnmet((before) => (wordsOf(before) === wordsOf(answer) ? before : answer));
      }
    };
    void ask();
    const off = conditions.onChange(() => void ask());
    return () => {
      current = false;
      off();
    };
  }, [asks, conditions, step]);

  return asks ? unmet : NONE;
}

function wordsOf(unmet: readonly UnmetCondition[]): string {
  return unmet.map(({ text }) => text).join('\n');
}
