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
  const stage = await ownStage({});
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

test('CON-16: who came by the relay moves to a direct link by itself, and misses nothing', async ({ ownStage }) => {
  const stage = await ownStage({});
  const [presenter, attendee] = await Promise.all([stage.person('editor'), stage.person('viewer')]);
  await openGuide(presenter.page, 'demo-tour');
  const { code } = await startSession(presenter.page);
  // As where the presenter's page has no direct place left for now.
  await attendee.page.route('**/api/sessions/*/tickets', async (route) =>
    route.continue({ postData: { ...route.request().postDataJSON(), route: 'relay' } })
  );
  await joinSession(attendee.page, code, 'Ada', 'guided');
  const banner = attendee.page.getByTestId('live-connected');
  await expect(banner).toHaveAttribute('data-route', 'relay');
  await attendee.page.unroute('**/api/sessions/*/tickets');
  const states = await attendee.page.evaluateHandle(() => {
    const seen = new Set<string | undefined>();
    const look = () => seen.add(document.querySelector<HTMLElement>('[data-testid="live-connected"]')?.dataset.state);
    new MutationObserver(look).observe(document.body, { subtree: true, attributes: true, childList: true });
    look();
    return seen;
  });
  await expect(banner).toHaveAttribute('data-route', 'p2p');
  await pressShowMe(presenter.page, openDashboards);
  await expectFramed(attendee.page, openDashboards);
  expect(await states.evaluate((seen) => [...seen])).toEqual(['live']);
  await expect(attendeeRow(presenter.page, 'Ada')).toHaveAttribute('data-state', 'present');
});

test('RELAY=only: no browser looks for its addresses, and the session works all the same', async ({ ownStage }) => {
  const stage = await ownStage({ relay: 'only' });
  const [presenter, attendee] = await Promise.all([stage.person('editor'), stage.person('viewer')]);
  for (const { page } of [presenter, attendee]) {
    await page.addInitScript(() => {
      // From here on a browser looks for its addresses; PeerJS also makes connections only to see what is supported.
      const real = RTCPeerConnection.prototype.setLocalDescription;
      RTCPeerConnection.prototype.setLocalDescription = function (description?: RTCLocalSessionDescriptionInit) {
        document.documentElement.dataset.opened = 'yes';
        return Reflect.apply(real, this, [description]);
      };
    });
    await page.reload();
  }
  await openGuide(presenter.page, 'demo-tour');
  const { code } = await startSession(presenter.page);
  await joinSession(attendee.page, code, 'Ada', 'guided');
  await expect(attendee.page.getByTestId('live-connected')).toHaveAttribute('data-route', 'relay');
  await pressShowMe(presenter.page, openDashboards);
  await expectFramed(attendee.page, openDashboards);
  for (const { page } of [presenter, attendee]) {
    expect(await page.evaluate(() => document.documentElement.dataset.opened)).toBeUndefined();
  }
});
