/** Steps run on this page for the person at it: the presenter, or anyone who reads a guide alone. */
import type { GuideStep } from '../guide/model';
import { NOTHING_DONE, type StepConditions, type StepResult, type StepRunner } from '../guide/StepRunner';
import { unmetAfterRetries, unmetConditions, type ConditionWorld, type GrafanaFacts } from './conditions';
import { formsAreValid } from './conditionsForms';
import { watchAttention } from './attention';
import { acceptanceOf } from './acceptance';
import { fixCondition } from './fixCondition';
import { pathOf } from './location';
import { mayTakeReader } from './ownRoute';
import type { Page } from './page';
import { needsTarget } from './perform';
import type { TargetSource } from './readings';
import { restedLooks } from './restedLooks';
import { isInState, statefulIn } from './toggle';
import { watchUser } from './watchUser';

/** Between two looks at conditions that no event tells of, in milliseconds (GUIDE_FORMAT, section 9). */
const LOOK_AGAIN = 3_000;

export function createRunner(page: Page, grafana: GrafanaFacts): StepRunner & StepConditions {
  const world: ConditionWorld = {
    path: () => pathOf(page.location.route()),
    exists: restedLooks(async (source: TargetSource) => (await page.findNow(source)).kind === 'found', page.clock),
    navMenuIsOpen: page.navMenuIsOpen,
    formsAreValid: () => formsAreValid(document),
    grafana,
  };

  const isAdmin = () => {
    const { orgRole, serverAdmin } = grafana.user();
    return serverAdmin || orgRole === 'Admin';
  };

  const verified = async (step: GuideStep, signal: AbortSignal): Promise<boolean> => {
    const asked = { ...step, requirements: step.verify };
    return (await unmetAfterRetries(asked, NOTHING_DONE, world, page.clock, signal)).length === 0;
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

    async do(step, signal, on): Promise<StepResult> {
      page.clear();
      if (step.action === 'navigate' && step.reftarget?.startsWith('/') && !mayTakeReader(step.reftarget, isAdmin())) {
        return { outcome: 'failed', found: 0, detail: 'guides never open this page' };
      }
      const target = needsTarget(step.action) ? await page.find(step, signal) : null;
      if (target?.kind === 'missing') {
        return { outcome: 'failed', found: target.found, detail: target.detail };
      }
      if (signal.aborted || target?.kind === 'stopped') {
        return { outcome: 'stopped', found: 0 };
      }
      const found = target?.found ?? 0;
      on?.found?.();
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

    async watch(step, signal, on): Promise<StepResult> {
      const target = await page.find(step, signal);
      if (target.kind === 'stopped') {
        return { outcome: 'stopped', found: 0 };
      }
      if (target.kind === 'missing') {
        return { outcome: 'failed', found: target.found, detail: target.detail };
      }
      const { element, found } = target;
      const stateful = step.targetstate === null ? null : statefulIn(element);
      if (stateful && isInState(stateful, step.targetstate ?? '') === true) {
        page.clear();
        return { outcome: 'done', found };
      }
      const own = new AbortController();
      const stop = () => own.abort();
      signal.addEventListener('abort', stop);
      // Watched before it is framed: whoever is quicker than the frame has done it all the same.
      const watching = watchUser(
        { action: step.action, targetvalue: step.targetvalue, accepts: acceptanceOf(step) },
        element,
        { clock: page.clock, again: target.again, refused: () => on?.refused?.() },
        own.signal
      );
      on?.watching?.();
      const showing = page.show(step, own.signal);
      const unseen = async () => {
        const shown = await showing;
        return shown.kind === 'failed' ? shown : watching;
      };
      const watched = await Promise.race([watching, unseen()]);
      signal.removeEventListener('abort', stop);
      stop();
      await showing;
      page.clear();
      if (typeof watched === 'object') {
        return { outcome: 'failed', found: watched.found, detail: watched.detail };
      }
      switch (watched) {
        case 'done':
          return { outcome: 'done', found };
        case 'gone':
          return { outcome: 'failed', found: 0, detail: 'the element has gone from the page' };
        case 'stopped':
          return { outcome: 'stopped', found: 0 };
      }
    },

    onPerson: ({ takesOver, stops }) => watchAttention({ takesOver, stops, looksAround: () => undefined }),

    fix: (fix, source, signal) => fixCondition(page, fix, source, isAdmin(), signal),
    unmet: (asked, standing = NOTHING_DONE) => unmetConditions(asked, standing, world),
    unmetAfterRetries: (asked, signal, standing = NOTHING_DONE) =>
      unmetAfterRetries(asked, standing, world, page.clock, signal),
    onChange(listener) {
      let offTimer = () => {};
      const tick = () => {
        offTimer = page.clock.after(LOOK_AGAIN, () => {
          tick();
          listener();
        });
      };
      tick();
      const offPage = page.onChange(listener);
      return () => {
        offTimer();
        offPage();
      };
    },
  };
}
