/** What a page shows when a whole bundled guide has been done on it. */
import { expect, type Page } from '@playwright/test';

const grafana = (page: Page, id: string) => page.locator(`[data-testid="data-testid ${id}"]`);

/** What the controls page says that its fields hold. */
const held = async (page: Page): Promise<unknown> => JSON.parse(await page.getByTestId('demo-state').innerText());

/** By guide id; throws where the page is not in that state. */
export const OUTCOMES: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  'first-steps': (page) => expect(page).toHaveURL(/\/explore$/),
  'demo-tour': (page) => expect(page).toHaveURL(/:\d+\/$/),
  async 'demo-explore-query'(page) {
    await expect(page.getByRole('gridcell', { name: 'web-2' })).toBeVisible();
    await expect(page.getByRole('gridcell', { name: 'web-3' })).toHaveCount(0);
  },
  'demo-form': (page) => expect(page.getByText('Successfully queried the Prometheus API.')).toBeVisible(),
  async 'demo-variables'(page) {
    await expect(page).toHaveURL(/\/d\/web-shop\/.*var-instance=web-3/);
    await expect(grafana(page, 'dashboard-row-toggle-for-Behind the pages')).toHaveAttribute('aria-expanded', 'true');
    await expect(grafana(page, 'Mark as favorite')).toHaveAttribute('aria-pressed', 'true');
  },
  'promql-basics': (page) => expect(page).toHaveURL(/\/explore$/),
  async 'demo-alert-rule'(page) {
    await expect(page).toHaveURL(/\/alerting\/list$/);
    await expect(page.getByText('Shop answers slowly').first()).toBeVisible();
    await expect(page.getByText('avg(http_request_duration_seconds) > 0.8').first()).toBeVisible();
  },
  async 'check-your-data'(page) {
    await expect(page).toHaveURL(/\/connections\/datasources\/edit\/demo-prometheus$/);
    await expect(page.getByText('Successfully queried the Prometheus API.')).toBeVisible();
  },
  'admin-first-look': (page) => expect(page).toHaveURL(/\/plugins$/),
  'ask-by-command': (page) => expect(page).toHaveURL(/\/explore$/),
  async 'demo-controls'(page) {
    await expect(page).toHaveURL(/\/demo\/controls\/lists$/);
    await expect
      .poll(() => held(page))
      .toEqual({ row: 'Row 250', event: 'none', metric: 'http_request_duration_seconds' });
  },
};
