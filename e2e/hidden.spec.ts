/** A presenter who turns to another tab: the browser slows the hidden page down, and the room does not notice. */
import type { Page } from '@playwright/test';
import { TIMES } from '../src/protocol/limits';
import { expectFramed } from './framed';
import { stepsOf } from './guideSteps';
import { hideableBrowser, TICK, watchTicks } from './hideable';
import {
  attendeeRow,
  endSession,
  expect,
  heard,
  joinSession,
  openGuide,
  pressShowMe,
  startSession,
  test,
} from './stage';

const [STEP] = stepsOf('demo-tour');
const banner = (page: Page) => page.getByTestId('live-connected');

/** Web Locks of the product's: with one a browser that saves energy does not freeze a hidden page. */
const locks = (page: Page) =>
  page.evaluate(async () => {
    const { held = [] } = await navigator.locks.query();
    return held.map(({ name = '' }) => name).filter((name) => name.startsWith('livesessions.'));
  });

/** What the banner said since now, each state once for as long as it stood. */
const watchStates = (page: Page) =>
  page.evaluateHandle(() => {
    const seen: string[] = [];
    const look = () => {
      const state = document.querySelector<HTMLElement>('[data-testid="live-connected"]')?.dataset.state ?? 'none';
      if (seen.at(-1) !== state) {
        seen.push(state);
      }
    };
    new MutationObserver(look).observe(document.body, { subtree: true, attributes: true, childList: true });
    look();
    return seen;
  });

test(
  'a presenter’s page that is hidden and slowed down keeps a relayed room, its lease and its place',
  {
    tag: '@long',
  },
  async ({ ownStage }) => {
    // With WebRTC in use browsers slow a hidden page down less.
    const stage = await ownStage({ relay: 'only' });
    const chrome = await hideableBrowser({ throttledAfter: 1 });
    try {
      const page = await chrome.context.newPage();
      const leases: number[] = [];
      page.on('response', (response) => {
        if (/\/api\/sessions\/[^/]+\/lease$/.test(response.url()) && response.request().method() !== 'OPTIONS') {
          leases.push(response.ok() ? Date.now() : Number.NaN);
        }
      });
      await page.goto(`${stage.host.url}/?user=editor`);
      await openGuide(page, 'demo-tour');
      const { code } = await startSession(page);
      const [ada, late] = await Promise.all([stage.person('admin'), stage.person('viewer')]);
      await joinSession(ada.page, code, 'Ada');
      const states = await watchStates(ada.page);
      const ticks = await watchTicks(page);
      await pressShowMe(page, STEP);
      await expectFramed(ada.page, STEP);
      expect(await locks(page)).toHaveLength(1);

      await chrome.hide(page);
      const hiddenAt = Date.now();
      const silence = () => ticks.evaluate(({ at }) => Date.now() - (at.at(-1) ?? 0));
      // Longer than a lease lasts: by the page's own timers it would be lost, and every link with it.
      await expect.poll(silence, { timeout: 90_000 }).toBeGreaterThan(TIMES.lease);
      expect(await page.evaluate(() => document.visibilityState)).toBe('hidden');

      await test.step('what is said meanwhile is heard, and newcomers get in', async () => {
        // Nobody can press a button of a hidden page but a script.
        await page
          .locator(`[data-testid="guide-step"][data-step-id="${STEP.id}"]`)
          .getByTestId('guide-show-me')
          .dispatchEvent('click');
        await expect.poll(() => heard(ada)).toEqual(['show_me', 'show_me']);
        await joinSession(late.page, code, 'Late');
        await expectFramed(late.page, STEP);
      });
      expect(await page.evaluate(() => document.visibilityState)).toBe('hidden');
      expect(Math.max(...leases.map((at, index) => at - (leases[index - 1] ?? at)))).toBeLessThan(TIMES.lease);
      expect(leases.filter((at) => at > hiddenAt).length).toBeGreaterThan(1);

      await chrome.show(page);
      await pressShowMe(page, STEP);
      await expect.poll(() => heard(ada)).toEqual(['show_me', 'show_me', 'show_me']);
      for (const name of ['Ada', 'Late']) {
        await expect(attendeeRow(page, name)).toHaveAttribute('data-state', 'present');
      }
      expect(await states.jsonValue()).toEqual(['live']);
      await expect(banner(ada.page)).toHaveAttribute('data-route', 'relay');
      expect(await ticks.evaluate(({ frozen }) => frozen)).toBe(false);
      // The watch itself: in front again the page's own timers run as they should.
      await expect.poll(silence).toBeLessThan(5 * TICK);
      await endSession(page);
      await expect.poll(() => locks(page)).toEqual([]);
    } finally {
      await chrome.close();
    }
  }
);
