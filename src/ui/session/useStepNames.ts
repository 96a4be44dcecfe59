import { useCallback } from 'react';
import { safeNodes } from '../../guide/markdown';
import { useLiveApp } from '../LiveApp';
import { useView } from '../useView';

/** Characters: more does not help to find the step again. */
const LONGEST = 60;

/** By step id, what a step of an open guide says, without its markup; null where no open guide has it. */
export function useStepNames(): (stepId: string) => string | null {
  const { tabs } = useView(useLiveApp().guides);
  return useCallback(
    (stepId: string) => {
      for (const tab of tabs) {
        const step = tab.state === 'ready' ? tab.guide.steps.find(({ id }) => id === stepId) : undefined;
        if (step) {
          const words = safeNodes(step.content || step.tooltip)
            ?.textContent?.replace(/\s+/g, ' ')
            .trim();
          return words ? shortened(words) : null;
        }
      }
      return null;
    },
    [tabs]
  );
}

function shortened(words: string): string {
  return words.length > LONGEST ? `${words.slice(0, LONGEST - 1).trimEnd()}…` : words;
}
