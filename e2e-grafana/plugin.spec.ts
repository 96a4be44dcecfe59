/** What Grafana itself has to give the plugin, in every version that it runs in: pages, configuration, a place to stand. */
import { expect, test } from '@grafana/plugin-e2e';
import { id as pluginId } from '../src/plugin.json';

test('the configuration is read and saved through Grafana', async ({ gotoAppConfigPage, page }) => {
  const configuration = await gotoAppConfigPage({ pluginId });
  await configuration.goto({ queryParams: new URLSearchParams({ page: 'configuration' }) });
  await expect(page.getByTestId('live-config-url')).toHaveValue(/^https?:\/\//);
  await expect(page.getByTestId('live-config-on')).toBeChecked();
  await page.getByTestId('live-config-test').click();
  await expect(page.locator('[data-testid="live-config-check"][data-way="browser"]')).toHaveAttribute(
    'data-ok',
    'true'
  );

  const saved = page.waitForResponse(
    (response) => response.url().endsWith(`/api/plugins/${pluginId}/settings`) && response.request().method() === 'POST'
  );
  await page.getByTestId('live-config-save').click();
  expect((await saved).ok()).toBe(true);
});

test('its pages are drawn: home, and what a session’s link leads to', async ({ gotoAppPage, page }) => {
  await gotoAppPage({ pluginId });
  await expect(page.getByTestId('home-start')).toBeVisible();
  await expect(page.getByTestId('live-dock')).toBeVisible();

  await gotoAppPage({ pluginId, path: '/join/7K3M9Q' });
  await expect(page.getByTestId('live-code-input')).toHaveValue('7K3M9Q');
  await page.getByTestId('live-join-submit').click();
  await expect(page.getByRole('dialog').getByText('No session has this code.')).toBeVisible();
});

test('the dock stands beside a dashboard, opens a guide, frames a part of Grafana and starts a session', async ({
  gotoDashboardPage,
  page,
  request,
}) => {
  const found = await request.get('/api/search?type=dash-db&limit=1');
  const [{ uid }] = await found.json();
  await gotoDashboardPage({ uid });
  await page.getByTestId('live-launcher').click();
  await page.locator('[data-testid="guide-open"][data-guide-id="first-steps"]').click();
  await expect(page.getByTestId('guide-title')).toBeVisible();
  await page.getByTestId('guide-show-me').first().click();
  await expect(page.getByTestId('live-highlight')).toBeVisible();

  await page.getByTestId('live-start').click();
  await page.getByTestId('live-create').click();
  await expect(page.getByTestId('live-code')).toHaveText(/^[0-9A-HJKMNP-TV-Z]{6}$/);
  await page.getByTestId('live-end').click();
  await page.getByTestId('live-end-confirm').click();
  await expect(page.getByTestId('live-start')).toBeVisible();
});
