/** Every guide that comes with the plugin can be played in the demo Grafana, step by step, as it is written. */
import { expect, test, type Page } from '@playwright/test';
import { serveHost, type RunningHost } from '../host/serve';
import guides from '../src/guide/bundled/index.json';

let host: RunningHost;

test.beforeAll(async () => {
  host = await serveHost({ port: 0, sessionServerUrl: 'http://localhost:9' });
});

test.afterAll(() => host.stop());

/** What must be on the page when the whole guide has been done. */
const OUTCOMES: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  'first-steps': (page) => expect(page).toHaveURL(`${host.url}/explore`),
  'demo-tour': (page) => expect(page).toHaveURL(`${host.url}/`),
  'demo-explore-query': async (page) => {
    await expect(page.getByRole('gridcell', { name: 'web-2' })).toBeVisible();
    await expect(page.getByRole('gridcell', { name: 'web-3' })).toHaveCount(0);
  },
  'demo-form': (page) => expect(page.getByText('Successfully queried the Prometheus API.')).toBeVisible(),
};

for (const { id } of guides) {
  test(`${id}: every step shows its target, and Do It does what the step says`, async ({ page }) => {
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    await page.goto(host.url);
    await page.getByTestId('live-launcher').click();
    await page.locator(`[data-testid="guide-open"][data-guide-id="${id}"]`).click();
    await expect(page.getByTestId('guide-title')).toBeVisible();

    const steps = page.getByTestId('guide-step');
    const ids = await steps.evaluateAll((elements) => elements.map((element) => element.getAttribute('data-step-id')));
    expect(ids.length).toBeGreaterThan(0);
    for (const stepId of ids) {
      const step = page.locator(`[data-testid="guide-step"][data-step-id="${stepId}"]`);
      const show = step.getByTestId('guide-show-me');
      if ((await show.count()) > 0) {
        await show.click();
        await expect(page.getByTestId('live-highlight'), `${stepId} is framed`).toHaveAttribute(
          'data-step-id',
          String(stepId)
        );
        await expect(page.getByTestId('live-highlight')).toBeInViewport();
      }
      const perform = step.getByTestId('guide-do-it');
      if ((await perform.count()) > 0) {
        await perform.click();
      }
      await expect(step, `${stepId} is done`).toHaveAttribute('data-state', 'done');
    }
    await OUTCOMES[id](page);
    expect(errors).toEqual([]);
  });
}
