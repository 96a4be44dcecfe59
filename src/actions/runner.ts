/** Steps run on this page for the person at it: the presenter, or anyone who reads a guide alone. */
import type { GuideStep } from '../guide/model';
import type { StepConditions, StepResult, StepRunner } from '../guide/StepRunner';
import { wait } from './clock';
import { unmetConditions, type ConditionWorld } from './conditions';
import { pathOf } from './location';
import type { Page } from './page';
import { needsTarget } from './perform';

/** A step's `verify` is looked at this often, this far apart in milliseconds: pages need a moment after a click. */
const VERIFY = { tries: 4, wait: 300 } as const;

export function createRunner(page: Page): StepRunner & StepConditions {
  const world: ConditionWorld = {
    path: () => pathOf(page.location.route()),
    exists: async (source) => (await page.findNow(source)).kind === 'found',
    navMenuIsOpen: page.navMenuIsOpen,
  };

  const verified = async (step: GuideStep, signal: AbortSignal): Promise<boolean> => {
    for (let tries = 1; ; tries++) {
      if ((await unmetConditions(step.verify, step, world)).length === 0) {
        return true;
      }
      if (tries >= VERIFY.tries || signal.aborted) {
        return false;
      }
      await wait(page.clock, VERIFY.wait, signal);
    }
  };

  return {
    async show(step, signal): Promise<StepResult> {
      const shown = await page.show(step, signal);
      switch (shown.kind) {
        case 'shown':
          return { outcome: 'shown', found: shown.found };
        case 'failed':
          return { outcome: 'failed', found: shown.found, detail: shown.detail };
        case 'stopped':
          return { outcome: 'stopped', found: 0 };
      }
    },

    async do(step, signal): Promise<StepResult> {
      page.clear();
      const target = needsTarget(step.action) ? await page.find(step, signal) : null;
      if (target?.kind === 'missing') {
        return { outcome: 'failed', found: target.found, detail: target.detail };
      }
      if (signal.aborted || target?.kind === 'stopped') {
        return { outcome: 'stopped', found: 0 };
      }
      const found = target?.found ?? 0;
      // A render may have replaced it since it was found.
      const element = target?.again() ?? null;
      if (target && !element) {
        return { outcome: 'failed', found, detail: 'the element went away before it was used' };
      }
      const performed = await page.perform(step, element);
      if (!performed.ok) {
        return { outcome: 'failed', found, detail: performed.detail };
      }
      if (step.completeEarly || (await verified(step, signal))) {
        return { outcome: 'done', found, detail: performed.warning };
      }
      return { outcome: 'failed', found, detail: 'it was done, but the page does not show it' };
    },

    unmet: (step) => unmetConditions(step.requirements, step, world),
    onChange: (listener) => page.onChange(listener),
  };
}
