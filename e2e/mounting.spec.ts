/** Where the dock keeps out of the way: pictures of panels, screens on a wall, pages in pages, people outside. */
import type { Page } from '@playwright/test';
import { expect, joinSession, openGuide, startSession, test } from './stage';

const ROOT = '#live-sessions-root';

/** As Grafana's own router does when a person follows a link within the app. */
const goWithin = (page: Page, address: string) =>
  page.evaluate((to) => {
    window.history.pushState({}, '', to);
    window.dispatchEvent(new PopStateEvent('popstate'));
  }, address);

/** The page is drawn, which it is after the plugin has been started, and nothing is on its way any more. */
async function expectNothingOfOurs(page: Page): Promise<void> {
  await expect(page.locator('main#pageContent')).toBeVisible();
  await page.waitForLoadState('networkidle');
  await expect(page.locator(ROOT)).toHaveCount(0);
}

/** What Grafana's server has put into the page for whoever looks, changed before anything reads it. */
const withBootData = (page: Page, part: 'user' | 'settings', change: object) =>
  page.addInitScript(
    ([which, with_]) => {
      let given: Record<string, object>;
      Object.defineProperty(window, 'grafanaBootData', {
        get: () => given,
        set(value) {
          given = value;
          Object.assign(given[which], with_);
        },
      });
    },
    [part, change] as const
  );

test('nothing is mounted on single panels, in kiosk mode, for the image renderer and on public dashboards', async ({
  stage,
}) => {
  const { page } = await stage.person('viewer');
  for (const address of [
    '/d-solo/web-shop/web-shop-overview?panelId=1',
    '/d/web-shop/web-shop-overview?kiosk',
    '/d/web-shop/web-shop-overview?render=1',
    '/public-dashboards/0123456789abcdef',
  ]) {
    await test.step(address, async () => {
      await page.goto(stage.host.url + address);
      await expectNothingOfOurs(page);
    });
  }
  await test.step('and it is, as soon as an ordinary page is gone to from there', async () => {
    await goWithin(page, '/d/web-shop/web-shop-overview');
    await expect(page.getByTestId('live-launcher')).toBeVisible();
  });
  await test.step('the page to sign in', async () => {
    await page.goto(`${stage.host.url}/login`);
    await expect(page.getByRole('button').first()).toBeVisible();
    await page.waitForLoadState('networkidle');
    await expect(page.locator(ROOT)).toHaveCount(0);
  });
});

for (const [who, part, change] of [
  ['the image renderer, known by its sign-in', 'user', { authenticatedBy: 'render' }],
  ['somebody outside with a public dashboard', 'settings', { publicDashboardAccessToken: '0123456789abcdef' }],
] as const) {
  test(`nothing is mounted for ${who}`, async ({ stage }) => {
    const { page } = await stage.person('viewer');
    await expect(page.getByTestId('live-launcher')).toBeVisible();
    await withBootData(page, part, change);
    await page.goto(`${stage.host.url}/d/web-shop/web-shop-overview`);
    await expectNothingOfOurs(page);
  });
}

test('nothing is mounted in a frame, on a Grafana that may be embedded', async ({ stage }) => {
  const { page } = await stage.person('viewer');
  await page.route(`${stage.host.url}/**`, async (route) => {
    if (route.request().url().endsWith('/around')) {
      await route.fulfill({ contentType: 'text/html', body: '<iframe src="/" width="1200" height="800"></iframe>' });
    } else if (route.request().resourceType() === 'document') {
      const response = await route.fetch();
      await route.fulfill({ response, headers: { ...response.headers(), 'x-frame-options': '' } });
    } else {
      await route.continue();
    }
  });
  await page.goto(`${stage.host.url}/around`);
  const inside = page.frameLocator('iframe');
  await expect(inside.locator('main#pageContent')).toBeVisible();
  await page.waitForLoadState('networkidle');
  await expect(inside.locator(ROOT)).toHaveCount(0);
});

test('kiosk mode hides the dock and keeps the session; the theme is followed at once', async ({ stage }) => {
  const [presenter, attendee] = await Promise.all([stage.person('editor'), stage.person('viewer')]);
  await openGuide(presenter.page, 'demo-tour');
  const { code } = await startSession(presenter.page);
  const { page } = attendee;
  await joinSession(page, code, 'Ada');
  const dock = page.getByTestId('live-dock');
  const banner = page.getByTestId('live-connected');

  await goWithin(page, '/d/web-shop/web-shop-overview?kiosk');
  await expect(dock).toBeHidden();
  await expect(page.getByTestId('live-launcher')).toBeHidden();
  await expect(presenter.page.getByTestId('live-attendee')).toHaveAttribute('data-state', 'present');
  await goWithin(page, '/d/web-shop/web-shop-overview');
  await expect(dock).toBeVisible();
  await expect(banner).toHaveAttribute('data-state', 'live');

  const colour = () => dock.evaluate((element) => getComputedStyle(element).backgroundColor);
  await expect(page.locator('body.theme-dark')).toBeAttached();
  const dark = await colour();
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('dialog', { name: 'Command palette' }).getByRole('combobox').fill('theme to light');
  await page.keyboard.press('Enter');
  await expect(page.locator('body.theme-light')).toBeAttached();
  await expect.poll(colour).not.toBe(dark);
  await expect(banner).toHaveAttribute('data-state', 'live');
  expect(attendee.errors).toEqual([]);
});
