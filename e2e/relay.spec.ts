/** Attendees whose network lets no UDP through: the session server's relay carries what is sealed. */
import { expectFramed } from './framed';
import { DOING, stepsOf } from './guideSteps';
import { attendeeRow, expect, joinSession, openGuide, pressShowMe, startSession, test } from './stage';
import { walledBrowser, whyNoWall } from './walled';

const [openDashboards] = stepsOf('demo-tour');

test('an attendee without UDP joins by the relay, sees, follows, and catches up after an outage', async ({
  ownStage,
}) => {
  test.skip(whyNoWall() !== null, whyNoWall() ?? '');
  const stage = await ownStage({ relay: true });
  const walled = await walledBrowser([stage.host.url, stage.server.url].map((url) => Number(new URL(url).port)));
  try {
    const presenter = await stage.person('editor');
    const page = await (await walled.browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
    await page.goto(`${stage.host.url}/?user=admin`);
    await openGuide(presenter.page, 'demo-tour');
    const { code } = await startSession(presenter.page);
    await joinSession(page, code, 'Ada', 'follow');
    const banner = page.getByTestId('live-connected');
    await expect(banner).toHaveAttribute('data-route', 'relay');
    await expect(attendeeRow(presenter.page, 'Ada')).toHaveAttribute('data-state', 'present');
    await pressShowMe(presenter.page, openDashboards);
    await expectFramed(page, openDashboards);
    const receipts = presenter.page.locator(`[data-testid="live-receipts"][data-step-id="${openDashboards.id}"]`);
    await expect(receipts).toHaveAttribute('data-shown', '1');

    await test.step('nothing gets through for a while: it is said, and what was missed comes by itself', async () => {
      walled.cut();
      await expect(banner).toHaveAttribute('data-state', 'reconnecting');
      await presenter.page
        .locator(`[data-testid="guide-step"][data-step-id="${openDashboards.id}"]`)
        .getByTestId('guide-do-it')
        .click();
      walled.mend();
      await expect(banner).toHaveAttribute('data-state', 'live');
      await DOING[openDashboards.id].done(page);
      await expect(receipts).toHaveAttribute('data-done', '1');
    });
  } finally {
    await walled.close();
  }
});
