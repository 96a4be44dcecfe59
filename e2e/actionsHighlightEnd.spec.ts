/** When the frame goes, and what it leaves behind: nothing. */
import { act, expect, highlight, offBy, show, TARGET, test } from './actionsBench';

test.describe('the frame goes', () => {
  test.beforeEach(async ({ page, open }) => {
    await open('<main><div class="box" id="target"></div><div class="box" id="other"></div></main>');
    await show(page, TARGET);
  });

  test('on Escape, which alone is told as the person’s own doing', async ({ page }) => {
    await page.evaluate(() => window.live.countDismissals());
    await page.keyboard.press('Escape');
    await expect(highlight(page)).toHaveCount(0);
    await page.keyboard.press('Escape');
    await show(page, TARGET);
    await page.evaluate(() => window.live.clear());
    expect(await page.title()).toBe('dismissed');
  });

  test('with the next step, of which there is one frame only', async ({ page }) => {
    await show(page, { action: 'highlight', reftarget: '#other' });
    await expect(highlight(page)).toHaveCount(1);
    expect(await offBy(page, '#other')).toBeLessThanOrEqual(2);
  });

  test('not by an earlier step that is looked for in vain, or found late', async ({ page }) => {
    const early = page.evaluate(() =>
      Promise.all(['#nowhere', '#late'].map((reftarget) => window.live.show({ action: 'highlight', reftarget })))
    );
    await show(page, TARGET);
    await page.evaluate(() => document.querySelector('main')?.insertAdjacentHTML('beforeend', '<i id="late">late</i>'));
    expect((await early).map(({ outcome }) => outcome)).toEqual(['stopped', 'stopped']);
    await expect(highlight(page)).toHaveCount(1);
    expect(await offBy(page, '#target')).toBeLessThanOrEqual(2);
  });

  test('with the next action', async ({ page }) => {
    await act(page, { action: 'highlight', reftarget: '#other' });
    await expect(highlight(page)).toHaveCount(0);
  });

  test('on another page, not on a change of the query', async ({ page }) => {
    await page.evaluate(() => window.live.go('/explore?left=1'));
    expect(await offBy(page, '#target')).toBeLessThanOrEqual(2);
    await page.evaluate(() => window.live.go('/dashboards'));
    await expect(highlight(page)).toHaveCount(0);
  });

  test('when its step is given up', async ({ page }) => {
    await page.evaluate(() => window.live.abort());
    await expect(highlight(page)).toHaveCount(0);
  });
});

test('nothing listens, waits or observes any more once a highlight is gone, however it ended', async ({
  page,
  open,
}) => {
  await open(
    '<main><div class="scroller"><div class="box" id="target"></div></div><div class="box" id="other"></div></main>'
  );
  const before = await page.evaluate(() => window.held.count());
  await show(page, TARGET);
  expect(await page.evaluate(() => window.held.count())).not.toEqual(before);
  await show(page, { action: 'highlight', reftarget: '#other' });
  await page.keyboard.press('Escape');
  await show(page, TARGET);
  await page.evaluate(() => window.live.go('/dashboards'));
  await show(page, TARGET);
  await page.evaluate(() => window.live.abort());
  await page.evaluate(async (step) => {
    const cut = window.live.show(step);
    window.live.abort();
    await cut;
  }, TARGET);
  await page.evaluate(async (step) => {
    const missing = window.live.show({ ...step, reftarget: '#nowhere' });
    window.live.abort();
    await missing;
  }, TARGET);
  await page.evaluate(() => {
    const cut = window.live.show({ action: 'highlight', reftarget: '#other' });
    window.live.clear();
    return cut;
  });
  await page.evaluate(() => window.live.clear());
  expect(await page.evaluate(() => window.held.count())).toEqual(before);
  await expect(highlight(page)).toHaveCount(0);
});

test('orphan frames and timers after cancel, early completion, navigation: 200 highlights leave nothing behind', async ({
  page,
  open,
}) => {
  await open(
    '<main><div class="scroller"><div class="box" id="target"></div></div><div class="box" id="other"></div></main>'
  );
  await show(page, TARGET);
  await page.evaluate(() => window.live.clear());
  const count = () => page.evaluate(() => ({ ...window.held.count(), nodes: document.querySelectorAll('*').length }));
  const before = await count();
  await page.evaluate(async () => {
    const step = (reftarget: string) => ({ action: 'highlight' as const, reftarget, tooltip: 'Look.' });
    const ends = [
      () => window.live.clear(),
      () => window.live.abort(),
      () => document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true })),
      () => window.live.go(`/page-${Math.round(performance.now())}`),
      () => undefined,
    ];
    for (let cycle = 0; cycle < 200; cycle++) {
      const shown = window.live.show(step(cycle % 2 ? '#target' : '#other'));
      // Every third is cut before it is painted, the others after.
      if (cycle % 3) {
        await shown;
      }
      ends[cycle % ends.length]();
      await shown;
    }
    window.live.clear();
  });
  expect(await count()).toEqual(before);
  await expect(highlight(page)).toHaveCount(0);
});
