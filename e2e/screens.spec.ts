/**
 * Every screen in both themes, each checked by axe. The pictures go to `docs/screens` with SCREENS=1, else to the test
 * results, so that a test run changes no file of the repository.
 */
import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expectFramed } from './framed';
import { stepsOf } from './guideSteps';
import {
  attendeeRow,
  endSession,
  expect,
  expectError,
  joinSession,
  openGuide,
  openJoin,
  pressShowMe,
  startSession,
  submitJoin,
  test,
} from './stage';

const THEMES = ['dark', 'light'] as const;
type Theme = (typeof THEMES)[number];

const KEEP = process.env.SCREENS === '1';
const FOLDER = path.resolve(__dirname, KEEP ? '../docs/screens' : '../test-results/screens');
/** Bytes, where the pictures go into the repository. */
const MOST = KEEP ? 150 * 1024 : Infinity;
/** Everything on a page that is the plugin's: dock, launcher, dialogs, prompts. */
const OURS = '[data-live-own]';

const [openDashboards, searchField] = stepsOf('demo-tour');
const step = (page: Page, id: string) => page.locator(`[data-testid="guide-step"][data-step-id="${id}"]`);

/** Takes the picture and has axe look at what is the plugin's, or at `inspected`. */
async function screen(page: Page, theme: Theme, name: string, inspected = OURS): Promise<void> {
  // The button that was pressed last is neither pointed at nor in focus: Grafana's colours for that are too pale for axe.
  await page.mouse.move(720, 20);
  await page.evaluate(async () => {
    if (document.activeElement instanceof HTMLButtonElement) {
      document.activeElement.blur();
    }
    await document.fonts.ready;
  });
  // Grafana's notices go by themselves.
  await expect(page.locator('[aria-live="polite"] > [data-testid^="data-testid Alert"]')).toHaveCount(0);
  await settle(page);
  const file = path.join(FOLDER, `${name}-${theme}.png`);
  await mkdir(FOLDER, { recursive: true });
  await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
  expect((await stat(file)).size, `${name}-${theme}.png is too big`).toBeLessThan(MOST);
  await expectAccessible(page, inspected);
}

/** Until colours are no longer between two states; a spinner, which never ends, is not waited for. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const passing = document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
    await Promise.all(passing.map(({ finished }) => finished.catch(() => undefined)));
  });
}

/** No finding of axe that is serious or worse. */
async function expectAccessible(page: Page, selector: string): Promise<void> {
  await settle(page);
  const { violations } = await new AxeBuilder({ page }).include(selector).analyze();
  const grave = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => ({
      id,
      at: nodes.map(({ html, any }) => [html.slice(0, 160), ...any.map(({ message }) => message)]),
    }));
  expect(grave).toEqual([]);
}

/** The pictures that are kept are in pieces, so that each stays small; for axe it is the same in fewer. */
const GALLERY: ReadonlyArray<readonly [string, RegExp]> = KEEP
  ? [
      ['states-dock', /^Dock, (no session|guide open)/],
      ['states-dock-presenting', /^Dock, presenting/],
      ['states-dock-attending', /^Dock, attending/],
      ['states-dialog-start', /^Start dialog/],
      ['states-dialogs-join', /^Join dialog/],
      ['states-joining', /^(Joining|Starting|Idle)/],
      ['states-presenting', /^Presenting, nobody/],
      ['states-presenting-lost', /^Presenting, (session server lost|heard by)/],
      ['states-presenting-help', /^Presenting, some need/],
      ['states-presenting-newcomers', /^Presenting, asked/],
      ['states-presenting-locked', /^Presenting, locked/],
      ['states-presenting-200', /^Presenting to 200/],
      ['states-narrow-presenting', /^Presenting in little room/],
      ['states-narrow-attending', /^Attending in little room/],
      ['states-waiting-to-be-let-in', /^Waiting to be let in/],
      ['states-attending', /^Attending, (?!re|w)/],
      ['states-attending-outage', /^Attending, (re|w)/],
      ['states-ended', /^Ended/],
      ['states-prompts', /^Follow prompt/],
      ['states-blocks-texts', /^Block: (markdown|html|image|collaps)/],
      ['states-blocks-steps', /^Block: steps/],
      ['states-blocks-steps-unmet', /^Block: (requirements|a step)/],
      ['states-blocks-sections', /^Block: Do section/],
      ['states-blocks-contents', /^Block: table/],
      ['states-blocks-multistep', /^Block: multistep/],
      ['states-blocks-guided', /^Block: (guided|code)/],
      ['states-blocks-guides', /^Block: a guide/],
      ['states-blocks-questions', /^Block: quiz/],
      ['states-blocks-inputs', /^Block: (inputs|conditional)/],
      ['states-blocks-others', /^Block: (terminal|challenge|grot)/],
      ['states-errors-a-d', /^Error: [a-d]/],
      ['states-errors-e-f', /^Error: [ef]/],
      ['states-errors-g-m', /^Error: [g-m]/],
      ['states-errors-n-r', /^Error: [n-r]/],
      ['states-errors-s', /^Error: s/],
      ['states-errors-t-z', /^Error: [t-z]/],
    ]
  : [
      ['states-session', /^(Dock|Attending|Waiting|Joining|Starting|Idle|Ended|Follow prompt)/],
      ['states-presenting', /^Presenting/],
      ['states-dialogs', /dialog/],
      ['states-blocks', /^Block/],
      ['states-errors', /^Error/],
    ];

for (const theme of THEMES) {
  test.describe(theme, () => {
    test('pages and dock without a session', async ({ stage }) => {
      const { page } = await stage.person('admin');
      await page.goto(`${stage.host.url}/dashboards?theme=${theme}`);
      await expect(page.getByTestId('live-launcher')).toBeVisible();
      await screen(page, theme, 'dock-closed');
      await page.getByTestId('live-launcher').click();
      await expect(page.getByTestId('guide-open').first()).toBeVisible();
      await screen(page, theme, 'dock-recommendations');
      await page.locator('[data-testid="guide-open"][data-guide-id="demo-tour"]').click();
      await expect(page.getByTestId('guide-title')).toBeVisible();
      await screen(page, theme, 'guide');

      await page.goto(`${stage.host.url}/a/livesessions-guide-app`);
      await expect(page.getByTestId('home-start')).toBeVisible();
      await expect(page.getByTestId('guide-title')).toBeVisible();
      await screen(page, theme, 'home', '#pageContent');
      await page.goto(`${stage.host.url}/plugins/livesessions-guide-app`);
      await expect(page.getByRole('button', { name: /^Save/ })).toBeVisible();
      await page.getByRole('button', { name: 'Close Live Sessions' }).click();
      await screen(page, theme, 'configuration', '#pageContent');
    });

    // What differs between the themes is in the gallery, which is looked at in both.
    test('a session from both sides', { tag: theme === 'light' ? ['@long'] : [] }, async ({ stage }) => {
      const presenter = await stage.person('editor');
      const ada = await stage.person('admin');
      const bob = await stage.person('viewer');
      for (const { page } of [presenter, ada, bob]) {
        await page.goto(`${stage.host.url}/?theme=${theme}`);
      }
      await openGuide(presenter.page, 'demo-tour');
      await presenter.page.getByTestId('live-start').click();
      await screen(presenter.page, theme, 'start-dialog');
      await presenter.page.getByRole('button', { name: 'Cancel' }).click();
      const { code, link } = await startSession(presenter.page);

      await openJoin(ada.page);
      await submitJoin(ada.page, { code: 'hello', name: 'Ada Lovelace' });
      await expectError(ada.page, 'code-malformed');
      await screen(ada.page, theme, 'join-dialog-error');
      await submitJoin(ada.page, { code, mode: 'follow' });
      await expect(ada.page.getByTestId('live-connected')).toHaveAttribute('data-state', 'live');
      await bob.page.goto(link);
      await expect(bob.page.getByTestId('live-name-input')).toBeVisible();
      await screen(bob.page, theme, 'join-page', `#pageContent, ${OURS}`);
      await submitJoin(bob.page, { name: 'Bob' });
      await expect(bob.page.getByTestId('live-connected')).toHaveAttribute('data-state', 'live');
      await bob.page.getByTestId('live-hand').click();
      await expect(attendeeRow(presenter.page, 'Bob')).toHaveAttribute('data-hand', 'true');
      await screen(presenter.page, theme, 'presenting');
      await presenter.page.getByRole('button', { name: 'Show code full screen' }).click();
      await expect(presenter.page.getByTestId('live-projector').getByTestId('live-qr')).toBeVisible();
      await screen(presenter.page, theme, 'projector');
      await presenter.page.keyboard.press('Escape');
      await expect(presenter.page.getByTestId('live-projector')).toHaveCount(0);

      await pressShowMe(presenter.page, openDashboards);
      await Promise.all([presenter, ada, bob].map(({ page }) => expectFramed(page, openDashboards)));
      await screen(bob.page, theme, 'attending-highlight');
      await step(presenter.page, openDashboards.id).getByTestId('guide-do-it').click();
      await expect(ada.page).toHaveURL(/\/dashboards$/);
      await pressShowMe(presenter.page, searchField);
      await expectFramed(ada.page, searchField);
      await screen(presenter.page, theme, 'presenting-steps');
      await step(presenter.page, searchField.id).getByTestId('live-receipts').click();
      await expect(presenter.page.getByTestId('toggletip-content')).toBeVisible();
      // While it is open Grafana hides the rest of the page from screen readers and leaves it to its own focus trap.
      await screen(presenter.page, theme, 'presenting-answers', '[data-testid="toggletip-content"]');
      await presenter.page.keyboard.press('Escape');
      await presenter.page.getByRole('tab', { name: 'Recommendations' }).click();
      await presenter.page.locator('[data-testid="guide-open"][data-guide-id="demo-form"]').click();
      await step(presenter.page, 'open-add-page').getByTestId('guide-do-it').click();
      await expect(ada.page.getByTestId('follow-confirm')).toBeEnabled();
      await screen(ada.page, theme, 'follow-confirm');
      await ada.page.getByTestId('follow-decline').click();
      await ada.page.mouse.click(600, 500);
      await expect(ada.page.getByTestId('follow-paused')).toBeVisible();
      await screen(ada.page, theme, 'follow-paused');
      await ada.page.getByRole('button', { name: /What was done in your Grafana/ }).click();
      await expect(ada.page.getByTestId('follow-done')).toContainText('declined');
      await screen(ada.page, theme, 'follow-done');

      await endSession(presenter.page);
      await expectError(bob.page, 'ended');
      await screen(bob.page, theme, 'ended');
      await presenter.page.getByTestId('live-join').click();
      await screen(presenter.page, theme, 'join-dialog');
    });

    test('every state of the gallery', async ({ stage }) => {
      test.setTimeout(300_000);
      const { page } = await stage.person('admin');
      await page.setViewportSize({ width: 1440, height: 1700 });
      await page.goto(`${stage.host.url}/a/livesessions-guide-app/gallery?theme=${theme}`);
      await expect(page.getByTestId('gallery-state').first()).toBeVisible();
      for (const prompt of await page.getByTestId('follow-confirm').all()) {
        await expect(prompt).toBeEnabled();
      }
      for (const [name, titles] of GALLERY) {
        await test.step(name, async () => {
          await page.evaluate(
            ([pattern]) => {
              for (const state of document.querySelectorAll<HTMLElement>('[data-testid="gallery-state"]')) {
                state.hidden = !new RegExp(pattern).test(state.dataset.title ?? '');
                state.style.display = state.hidden ? 'none' : '';
              }
            },
            [titles.source] as const
          );
          await mkdir(FOLDER, { recursive: true });
          const file = path.join(FOLDER, `${name}-${theme}.png`);
          await page.locator('#pageContent').screenshot({ path: file, animations: 'disabled', caret: 'hide' });
          // Softly: one that is too big keeps none of the others from being taken.
          expect.soft((await stat(file)).size, `${name}-${theme}.png is too big`).toBeLessThan(MOST);
          await expectAccessible(page, '#pageContent');
        });
      }
    });
  });
}

test('nothing of the attendee’s page is left when the follower leaves', async ({ stage }) => {
  const presenter = await stage.person('editor');
  await openGuide(presenter.page, 'demo-tour');
  const { code } = await startSession(presenter.page);
  const { page } = await stage.person('admin');
  await joinSession(page, code, 'Ada', 'follow');
  await pressShowMe(presenter.page, openDashboards);
  await expectFramed(page, openDashboards);
  await page.getByTestId('live-leave').click();
  await expect(page.getByTestId('live-highlight')).toHaveCount(0);
  await page.getByRole('button', { name: 'Close Live Sessions' }).click();
  await expect(page.locator('body')).toHaveCSS('width', '1440px');
});
