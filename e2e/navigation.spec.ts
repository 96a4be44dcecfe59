/** Ways into the plugin that Grafana itself offers: its menu, its command palette, links; and that they close with the switch. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { attendeeRow, expect, expectError, joinSession, openGuide, startSession, test, type Person } from './stage';

const PLUGIN = '/a/livesessions-guide-app';
const CONFIG = '/plugins/livesessions-guide-app';

async function command({ page }: Person, words: string): Promise<void> {
  // Both are there only after Grafana listens to keys.
  await expect(page.getByTestId('live-launcher').or(page.getByTestId('live-dock'))).toBeVisible();
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('dialog', { name: 'Command palette' }).getByRole('combobox').fill(words);
  await page.getByRole('option', { name: new RegExp(words.replace('...', '')) }).click();
}

/** No finding of axe in the page's own part that is serious or worse. */
async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).include('main#pageContent').analyze();
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(grave.map(({ id, nodes }) => ({ id, at: nodes.map(({ html }) => html.slice(0, 200)) }))).toEqual([]);
}

test('the command palette starts, joins and opens guides, from any page', async ({ stage }) => {
  const viewer = await stage.person('viewer');
  const { page } = viewer;
  await command(viewer, 'Join Live Session');
  await expect(page.getByTestId('live-code-input')).toBeFocused();
  await page.getByRole('button', { name: 'Cancel' }).click();

  await page.goto(`${stage.host.url}/dashboards`);
  await command(viewer, 'Start Live Session');
  await expect(page.getByTestId('live-session-name')).toBeFocused();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Close Live Sessions' }).click();

  await command(viewer, 'Open guide...');
  await expect(page.getByTestId('guide-open').first()).toBeVisible();
  expect(viewer.errors).toEqual([]);
});

test('Shared Sessions are shown where the server offers them, and said to be missing where it does not', async ({
  stage,
}) => {
  const { page } = await stage.person('viewer');
  await page.goto(stage.host.url + PLUGIN);
  await expect(page.getByTestId('guide-open').first()).toBeVisible();
  await page.goto(`${stage.host.url}${PLUGIN}/shared`);
  await expect(page.getByTestId('live-shared-missing')).toBeVisible();
  await expectAccessible(page);
  await expect(page.getByTestId('live-shared')).toHaveCount(0);

  await page.route(`${stage.server.url}/api/offers`, (route) =>
    route.fulfill({
      headers: { 'access-control-allow-origin': '*' },
      json: { relay: false, terminal: false, browser: true },
    })
  );
  await page.goto(stage.host.url + PLUGIN);
  const entries = page.getByTestId('live-shared');
  await expect(entries).toHaveCount(2);
  await expect(entries.first()).toContainText('NEW');
  await entries.first().getByRole('link').click();
  await expect(page).toHaveURL(/\/shared$/);
  const way = page.getByTestId('live-shared-open');
  await expect(way).toHaveAttribute('href', `${stage.server.url}/shared-session`);
  await expect(way).toHaveAttribute('rel', /noopener/);
});

test('switched off there is no way in, links say so, and a session ends for everyone with the presenter’s next page', async ({
  ownStage,
}) => {
  const stage = await ownStage();
  const [admin, presenter, attendee] = await Promise.all([
    stage.person('admin'),
    stage.person('editor'),
    stage.person('viewer'),
  ]);
  await openGuide(presenter.page, 'demo-tour');
  const { code, link } = await startSession(presenter.page);
  await joinSession(attendee.page, code, 'Ada');
  await expect(attendeeRow(presenter.page, 'Ada')).toHaveAttribute('data-state', 'present');

  await test.step('an administrator switches it off', async () => {
    await admin.page.goto(stage.host.url + CONFIG);
    await admin.page.getByTestId('live-config-on').click({ force: true });
    const saved = admin.page.waitForResponse((response) => response.request().method() === 'POST');
    await admin.page.getByTestId('live-config-save').click();
    expect((await saved).ok()).toBe(true);
    await expect(admin.page.getByTestId('live-config-on')).not.toBeChecked();
    await expect(admin.page.getByTestId('live-launcher')).toHaveCount(0);
  });
  await test.step('who is in stays in until the presenter’s next page, and is told then', async () => {
    await expect(attendee.page.getByTestId('live-connected')).toHaveAttribute('data-state', 'live');
    await presenter.page.reload();
    await expect(presenter.page.getByText(/has switched Live Sessions off.*ends for everyone/)).toBeVisible();
    await expectError(attendee.page, 'ended-by-administrator');
    await expect(presenter.page.getByTestId('live-launcher')).toHaveCount(0);
    await expect(presenter.page.getByTestId('live-dock')).toHaveCount(0);
  });
  await test.step('links, pages and commands', async () => {
    await admin.page.goto(link);
    await expectError(admin.page, 'switched-off');
    await expect(admin.page.getByRole('link', { name: 'Open the configuration' })).toBeVisible();
    await expectAccessible(admin.page);
    await expect(admin.page.getByTestId('live-code-input')).toHaveCount(0);
    await attendee.page.goto(stage.host.url + PLUGIN);
    await expectError(attendee.page, 'switched-off');
    await expect(attendee.page.getByRole('link', { name: 'Open the configuration' })).toHaveCount(0);
    await attendee.page.keyboard.press('ControlOrMeta+k');
    await attendee.page.getByRole('dialog', { name: 'Command palette' }).getByRole('combobox').fill('Live Session');
    await expect(attendee.page.getByRole('option', { name: /Start Live Session|Join Live Session/ })).toHaveCount(0);
  });
});
