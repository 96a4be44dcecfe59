/** An attendee who follows and takes over. */
import { expect, highlight, test, type Page, type StepSpec } from './actionsBench';

test.describe('SAFE-14: an attendee who takes over', () => {
  const click: StepSpec = { action: 'highlight', reftarget: '#target' };
  const paused = (page: Page) => page.evaluate(() => window.live.following().paused);
  const follow = (page: Page, spec: StepSpec) => page.evaluate((step) => window.live.follow(step), spec);

  test.beforeEach(async ({ page, open }) => {
    await open(
      '<main><button type="button" aria-haspopup="menu" class="box" id="target">Menu</button><input id="typing"><p id="text">text</p></main>' +
        '<aside data-live-own style="position:fixed;right:0;top:0"><button id="ours">ours</button></aside>'
    );
    await page.evaluate(() => window.live.attend('follow', 'ask'));
  });

  test('pauses following by a press on the page, and it goes on after resume', async ({ page }) => {
    expect((await follow(page, click)).outcome).toBe('done');
    await page.locator('#text').click();
    expect(await paused(page)).toBe(true);
    expect(await follow(page, click)).toMatchObject({ outcome: 'shown', detail: 'following is paused' });
    await page.evaluate(() => window.live.resume());
    expect((await follow(page, click)).outcome).toBe('done');
  });

  test('pauses it by typing, not by a modifier key', async ({ page }) => {
    await page.keyboard.press('Shift');
    expect(await paused(page)).toBe(false);
    await page.keyboard.press('a');
    expect(await paused(page)).toBe(true);
  });

  test('does not pause it in the dock, nor by scrolling, nor do scripts or followed clicks', async ({ page }) => {
    await page.locator('#ours').click();
    await page.mouse.move(200, 300);
    await page.mouse.wheel(0, 50);
    await page.evaluate(() => {
      document.body.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', bubbles: true }));
    });
    expect((await follow(page, click)).outcome).toBe('done');
    expect(await paused(page)).toBe(false);
  });

  test('stops it by Escape: what was asked is taken back and the frame goes', async ({ page }) => {
    const asked = follow(page, { action: 'formfill', reftarget: '#typing', targetvalue: 'x' });
    await expect(highlight(page)).toBeVisible();
    await expect.poll(() => page.evaluate(() => window.live.following().pending?.kind)).toBe('consent');
    await page.keyboard.press('Escape');
    expect((await asked).outcome).toBe('skipped');
    await expect(highlight(page)).toHaveCount(0);
    expect(await page.evaluate(() => window.live.following())).toEqual({ paused: true, pending: null });
    await expect(page.locator('#typing')).toHaveValue('');
  });

  test('leaves nothing listening after the session', async ({ page }) => {
    const during = await page.evaluate(() => window.held.count());
    await page.evaluate(() => window.live.leave());
    const after = await page.evaluate(() => window.held.count());
    await page.evaluate(() => window.live.attend('follow', 'ask'));
    expect(await page.evaluate(() => window.held.count())).toEqual(during);
    await page.evaluate(() => window.live.leave());
    expect(await page.evaluate(() => window.held.count())).toEqual(after);
    expect(after.listeners).toBeLessThan(during.listeners);
  });
});
