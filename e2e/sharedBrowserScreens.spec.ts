/**
 * Every state of the shared browser's page in both themes, each checked by axe. The pictures go to `docs/screens` with
 * SCREENS=1, else to the test results.
 */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { NoProvider } from '../server/browser/NoProvider';
import { clickAt, create, expect, join, person, placeOf, test, title } from './sharedBrowserStage';

const FOLDER = path.resolve(__dirname, process.env.SCREENS === '1' ? '../docs/screens' : '../test-results/screens');
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

for (const theme of ['dark', 'light'] as const) {
  const tag = theme === 'light' ? ['@long'] : [];
  const desk = { viewport: { width: 1280, height: 800 }, colorScheme: theme };

  /** Takes the picture and has axe look at all of the page. */
  const screen = async (page: Page, name: string) => {
    await page.evaluate(async () => {
      await document.fonts.ready;
      const passing = document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
      await Promise.all(passing.map(({ finished }) => finished.catch(() => undefined)));
    });
    await mkdir(FOLDER, { recursive: true });
    const file = path.join(FOLDER, `browser-${name}-${theme}.png`);
    await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
    const { violations } = await new AxeBuilder({ page }).analyze();
    const found = violations.map(({ id, nodes }) => ({
      id,
      at: nodes.map(({ html, any }) => [html.slice(0, 160), ...any.map(({ message }) => message)]),
    }));
    expect(found, name).toEqual([]);
  };

  test(`in use, ${theme}`, { tag }, async ({ site, spots, serve, visit }) => {
    const { url } = await serve({ allowedOrigins: ['http://127.0.0.1:1'] });
    const ada = await visit(`${url}/shared-session`, desk);
    await screen(ada.page, 'start');
    await ada.page.getByTestId('browser-name').fill('Ada');
    await ada.page.getByTestId('browser-start-url').fill(site.url());
    await ada.page.getByTestId('browser-create').click();
    await expect(ada.page.getByTestId('browser-waiting')).toBeVisible();
    await screen(ada.page, 'creating');
    await expect(ada.page.getByTestId('browser-share')).toBeVisible();
    await expect(title(ada.page)).toHaveText('Home');
    await expect(ada.page.getByTestId('browser-picture')).toBeVisible();
    await screen(ada.page, 'share');
    const link = await ada.page.getByTestId('browser-share-link').inputValue();
    await ada.page.keyboard.press('Escape');

    const bob = await visit(link, desk);
    await screen(bob.page, 'join');
    await join(bob.page, 'Bob');
    const cyd = await visit(link, { ...PHONE, colorScheme: theme });
    await screen(cyd.page, 'phone-join');
    await join(cyd.page, 'Cyd');
    const spot = await placeOf(ada.page, { x: 700, y: 400 });
    await ada.page.mouse.move(spot.x, spot.y, { steps: 3 });
    await expect(bob.page.getByTestId('browser-cursor')).toBeVisible();
    await clickAt(bob.page, { x: 500, y: 500 });
    await expect(bob.page.getByTestId('browser-notice')).toContainText('Ada drives');
    await screen(bob.page, 'watching');
    await screen(cyd.page, 'phone-watching');
    await cyd.page.getByTestId('browser-ask').click();
    await expect(ada.page.getByTestId('browser-notice')).toContainText('Cyd asks for control');
    await screen(ada.page, 'asked');
    await screen(cyd.page, 'phone-asking');
    await clickAt(ada.page, spots.field);
    await ada.page.keyboard.type('Shown to all');
    await expect(title(bob.page)).toHaveText('Typed Shown to all');
    await screen(ada.page, 'driving');
    await ada.page.getByTestId('browser-more').click();
    await screen(ada.page, 'menu');
    await ada.page.keyboard.press('Escape');
    await ada.page.getByTestId('browser-people').click();
    await screen(ada.page, 'people');
    await person(ada.page, 'Cyd').getByRole('button', { name: 'Let Cyd drive' }).click();
    await expect(cyd.page.getByTestId('browser-phone-keys')).toBeVisible();
    await screen(cyd.page, 'phone-driving');
    await cyd.page.getByTestId('browser-people').tap();
    await screen(cyd.page, 'phone-people');
    await cyd.page.keyboard.press('Escape');
    await ada.page.getByTestId('browser-take').click();
    await ada.page.keyboard.press('Escape');

    await ada.page.getByTestId('browser-address').fill('file:///etc/passwd');
    await ada.page.keyboard.press('Enter');
    await expect(ada.page.getByTestId('browser-notice')).toContainText('is not opened');
    await screen(ada.page, 'refused');
    await clickAt(ada.page, spots.prompt);
    await expect(ada.page.getByTestId('browser-dialog')).toBeVisible();
    await screen(ada.page, 'dialog');
    await screen(bob.page, 'dialog-watching');
    await ada.page.getByTestId('browser-dialog-cancel').click();
    await expect(bob.page.getByTestId('browser-dialog')).toHaveCount(0);

    const token = await ada.page.evaluate(() => Object.entries(sessionStorage).find(([key]) => /token/.test(key))?.[1]);
    const inDock = await visit(`${link}?embed=1#token=${token}`, { ...desk, viewport: { width: 560, height: 480 } });
    await expect(inDock.page.getByTestId('browser-picture')).toBeVisible();
    await screen(inDock.page, 'embed');

    await ada.page.getByTestId('browser-more').click();
    await ada.page.getByTestId('browser-end').click();
    await screen(ada.page, 'confirm');
    await ada.page.getByTestId('browser-confirm').click();
    await expect(bob.page.getByTestId('browser-over')).toBeVisible();
    await screen(bob.page, 'ended');
    await screen(cyd.page, 'phone-ended');
  });

  test(`warned, ${theme}`, { tag }, async ({ site, serve, visit }) => {
    const { url } = await serve({ browserIdleMs: 30_000 });
    const ada = await visit(`${url}/shared-session`, desk);
    const link = await create(ada.page, 'Ada', site.url());
    const bob = await visit(link, { ...PHONE, colorScheme: theme });
    await join(bob.page, 'Bob');
    await expect(ada.page.getByTestId('browser-stay')).toBeVisible({ timeout: 60_000 });
    await screen(ada.page, 'warning');
    await screen(bob.page, 'phone-warning');
  });

  test(`refused, ${theme}`, async ({ serve, visit }) => {
    const locked = await serve({ apiKey: 'a-key-of-the-server' });
    const { page } = await visit(`${locked.url}/shared-session`, desk);
    await page.getByTestId('browser-create').click();
    await expect(page.getByTestId('browser-key')).toBeVisible();
    await screen(page, 'key');
    const bare = await serve(
      {},
      new NoProvider('This server can start no Chromium. Install it, or name one by BROWSER_CHROMIUM.')
    );
    await page.goto(`${bare.url}/shared-session`);
    await page.getByTestId('browser-create').click();
    await expect(page.getByTestId('browser-problem')).toContainText('can start no Chromium');
    await screen(page, 'unavailable');
    await page.goto(`${bare.url}/shared-session/rubbish`);
    await screen(page, 'no-code');
  });
}
