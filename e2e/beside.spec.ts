/** Session and guide side by side in a small window: what the next step needs is in view and has the focus. */
import type { Locator } from '@playwright/test';
import { stepsOf } from './guideSteps';
import { attendeeRow, expect, joinSession, openGuide, pressShowMe, startSession, test } from './stage';

const [openDashboards] = stepsOf('demo-tour');

for (const theme of ['dark', 'light'] as const) {
  test(`at 1366 by 800 everyone sees the guide’s step below the session (${theme})`, async ({ stage }, info) => {
    const [presenter, ada, bob] = await Promise.all([
      stage.person('editor'),
      stage.person('admin'),
      stage.person('viewer'),
    ]);
    for (const { page } of [presenter, ada, bob]) {
      await page.setViewportSize({ width: 1366, height: 800 });
      await page.goto(`${stage.host.url}/?theme=${theme}`);
    }
    const shoot = (page: typeof ada.page, name: string) => page.screenshot({ path: info.outputPath(`${name}.png`) });
    await openGuide(presenter.page, 'demo-tour');
    await expect(presenter.page.getByTestId('guide-title')).toBeFocused();
    const { code } = await startSession(presenter.page);
    await expect(presenter.page.getByRole('heading', { name: 'Grafana basics' })).toBeFocused();
    await joinSession(ada.page, code, 'Ada', 'follow');
    await expect(ada.page.getByTestId('live-connected')).toBeFocused();
    await joinSession(bob.page, code, 'Bob');
    await expect(attendeeRow(presenter.page, 'Bob')).toHaveAttribute('data-state', 'present');
    await expectWholly(attendeeRow(presenter.page, 'Bob'));
    await expectWholly(presenter.page.getByTestId('live-settings'));
    await expectWholly(presenter.page.getByTestId('live-end'));
    await shoot(presenter.page, 'presenting');

    const first = presenter.page.locator('[data-testid="guide-step"][data-step-id="open-dashboards"]');
    await expectWholly(first.getByTestId('guide-show-me'));
    await pressShowMe(presenter.page, openDashboards);
    for (const { page } of [presenter, ada, bob]) {
      const step = page.locator('[data-testid="guide-step"][data-step-id="open-dashboards"]');
      await expect(step).toHaveAttribute('aria-current', 'step');
      await expectWholly(step);
    }
    await expectWholly(bob.page.getByTestId('live-leave'));
    await shoot(bob.page, 'attending');
    await shoot(ada.page, 'following');

    await presenter.page.getByRole('tab', { name: 'Recommendations' }).click();
    await presenter.page.locator('[data-testid="guide-open"][data-guide-id="demo-form"]').click();
    await presenter.page
      .locator('[data-testid="guide-step"][data-step-id="open-add-page"]')
      .getByTestId('guide-do-it')
      .click();
    const card = ada.page.getByRole('alertdialog');
    await expect(card).toBeVisible();
    expect(await card.evaluate((element) => element.closest(':popover-open') !== null)).toBe(true);
    await expect(ada.page.getByTestId('follow-decline')).toBeFocused();
    await shoot(ada.page, 'asked');

    await presenter.page.getByRole('button', { name: 'Show code full screen' }).click();
    await expectWholly(presenter.page.getByRole('dialog').getByTestId('live-qr'));
    await shoot(presenter.page, 'enlarged');

    await bob.page.setViewportSize({ width: 1024, height: 700 });
    const dock = await bob.page.getByTestId('live-dock').boundingBox();
    expect(dock?.width).toBeLessThanOrEqual(330);
    const pageEnds = await bob.page.evaluate(() => document.body.getBoundingClientRect().right);
    expect(pageEnds).toBeLessThanOrEqual(dock?.x ?? 0);
    await shoot(bob.page, 'narrow');
  });
}

/** In view with nothing cut off by the window or by what scrolls. */
async function expectWholly(part: Locator): Promise<void> {
  await expect(part).toBeInViewport({ ratio: 0.99 });
}
