/** Every guide that comes with the plugin can be played in the demo Grafana from its first part to its last, alone. */
import { expect, test } from '@playwright/test';
import guides from '../src/guide/bundled/index.json';
import { OUTCOMES } from './guideOutcomes';
import { bundledGuide, idOf, partsOf, play } from './playing';
import { closeServers, openServers, type Servers } from './stage';

let servers: Servers;

test.beforeAll(async () => {
  servers = await openServers();
});

test.afterAll(() => closeServers(servers));

const drawn = (images: Element[]) =>
  images.every((image) => image instanceof HTMLImageElement && image.complete && image.naturalWidth > 0);

/** Others are played in a session by every `npm test` (mainJob.spec.ts, bundledGuidesLive.spec.ts). */
const ALONE: ReadonlySet<string> = new Set([
  'first-steps',
  'demo-alert-rule',
  'check-your-data',
  'admin-first-look',
  'demo-controls',
]);

for (const { id } of guides) {
  const tag = ALONE.has(id) ? [] : ['@long'];
  test(`${id}: every part is done by its own buttons, or by hand where it asks for that`, { tag }, async ({ page }) => {
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    // Nothing outside of this machine is asked for: what a film's host would answer is not what is tried here.
    await page.route(/^https:/, (route) => route.fulfill({ status: 200, contentType: 'text/html', body: '' }));
    await page.goto(`${servers.host.url}/?user=admin`);
    await page.getByTestId('live-launcher').click();
    await page.locator(`[data-testid="guide-open"][data-guide-id="${id}"]`).click();
    await expect(page.getByTestId('guide-title')).toBeVisible();

    const parts = partsOf(bundledGuide(id).blocks);
    expect(parts.length).toBeGreaterThan(0);
    for (const part of parts) {
      await test.step(idOf(part), () => play(page, part, { shows: true }));
    }
    await OUTCOMES[id](page);
    await expect
      .poll(() => page.locator('[data-testid="live-dock"] img').evaluateAll(drawn), {
        message: 'every picture is drawn',
      })
      .toBe(true);
    expect(errors).toEqual([]);
  });
}
