/** The actions on what opens, moves, is replaced or is not there yet, in the demo Grafana. */
import { act, comment, expect, highlight, offBy, show, test, type Page } from './actionsBench';
import { linePainted } from './framed';

const held = async (page: Page): Promise<Record<string, unknown>> =>
  JSON.parse((await page.getByTestId('demo-state').textContent()) ?? '{}');
const press = (page: Page, reftarget: string) => act(page, { action: 'button', reftarget });
const REVEAL = { kind: 'reveal-target' } as const;

test.describe('what lies over the page', () => {
  test.beforeEach(({ openGrafana }) => openGrafana('/demo/controls/overlays'));

  test('portals and modals cover the overlay: the frame is drawn above a dialog and a drawer, and hidden under them', async ({
    page,
  }) => {
    await show(page, { action: 'highlight', reftarget: '[data-testid="demo-tip"]' });
    await expect(highlight(page)).toBeVisible();
    await page.getByRole('button', { name: 'Open dialog' }).click();
    await expect(highlight(page)).toBeHidden();
    expect((await show(page, { action: 'highlight', reftarget: '#demo-modal-title' })).outcome).toBe('shown');
    expect(await offBy(page, '#demo-modal-title')).toBeLessThanOrEqual(2);
    expect(await linePainted(page)).toBe(true);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect(highlight(page)).toBeHidden();
    await page.getByRole('button', { name: 'Open drawer' }).click();
    const last = { action: 'highlight', reftarget: "button:text('Save note')" } as const;
    expect((await show(page, last)).outcome).toBe('shown');
    await expect(page.getByRole('button', { name: 'Save note' })).toBeInViewport({ ratio: 1 });
    // The drawer slides in, by the compositor alone: what is painted lags until it stands.
    await expect.poll(() => linePainted(page)).toBe(true);
  });

  test('a menu closes on blur or outside click: the frame on one of its items leaves it open, and the next step is in it', async ({
    page,
  }) => {
    expect((await press(page, 'Actions')).outcome).toBe('done');
    const item = (name: string) =>
      ({ action: 'highlight', reftarget: `[role="menuitem"]:contains("${name}")` }) as const;
    expect((await show(page, item('Duplicate'))).outcome).toBe('shown');
    await expect(page.getByRole('menuitem', { name: 'Duplicate' })).toBeVisible();
    expect((await act(page, { ...item('Move to'), action: 'hover' })).outcome).toBe('done');
    const inner = { action: 'highlight', reftarget: '[role="menuitem"]:text("Infrastructure")' } as const;
    expect((await act(page, inner)).outcome).toBe('done');
    expect((await held(page)).chosen).toBe('Infrastructure');
  });

  test('CSS :hover cannot be triggered by script: what listens to the mouse is shown, and stays while one looks', async ({
    page,
  }) => {
    const began = Date.now();
    expect((await act(page, { action: 'hover', reftarget: '[data-testid="demo-tip"]' })).outcome).toBe('done');
    expect(Date.now() - began).toBeGreaterThanOrEqual(2000);
    await expect(page.getByText('Only while the mouse is over it')).toBeVisible();
    await page.mouse.move(5, 300);
    await expect(page.getByText('Only while the mouse is over it')).toBeHidden();
  });

  test('collapsed groups are not in the DOM: the fix opens the one that holds the target, and no other', async ({
    page,
  }) => {
    const target = { action: 'highlight', reftarget: '#demo-advanced' } as const;
    expect((await show(page, target)).outcome).toBe('failed');
    expect(await page.evaluate(([fix, spec]) => window.live.fix(fix, spec), [REVEAL, target] as const)).toBe(true);
    expect((await held(page)).expanded).toBe(true);
    expect((await show(page, target)).outcome).toBe('shown');
  });
});

test.describe('what is only there where one scrolls to', () => {
  test.beforeEach(({ openGrafana }) => openGrafana('/demo/controls/lists'));
  const row = (number: number, lazy: object = {}) => ({
    action: 'highlight' as const,
    reftarget: `[data-testid="demo-row ${number}"] button`,
    ...lazy,
  });
  const LAZY = { lazyRender: true, scrollContainer: '.demo-virtual-scroller' };
  const scrollTop = (page: Page) =>
    page.evaluate(() => document.querySelector('.demo-virtual-scroller')?.scrollTop ?? -1);

  test('virtualised rows are not in the DOM: they are scrolled for, down and up, in inner steps too', async ({
    page,
  }) => {
    expect((await show(page, row(300))).outcome).toBe('failed');
    expect(await show(page, row(300, LAZY))).toEqual({ outcome: 'shown', found: 1 });
    expect(await offBy(page, '[data-testid="demo-row 300"] button')).toBeLessThanOrEqual(2);
    expect((await act(page, row(12, LAZY))).outcome).toBe('done');
    expect((await held(page)).row).toBe('Row 12');
    const inner = { ...row(200, LAZY), action: 'highlight' as const };
    expect((await page.evaluate((spec) => window.live.doInner(spec, 1, 3), inner)).outcome).toBe('done');
    expect((await held(page)).row).toBe('Row 200');
  });

  test('a list that was scrolled in vain is put back', async ({ page }) => {
    await page.evaluate(() => document.querySelector('.demo-virtual-scroller')?.scrollTo(0, 777));
    expect((await show(page, row(5000, LAZY))).outcome).toBe('failed');
    expect(await scrollTop(page)).toBe(777);
  });

  test('a virtualised row that is scrolled away takes its frame along, and brings it back', async ({ page }) => {
    await show(page, row(3));
    await expect(highlight(page)).toBeVisible();
    await page.evaluate(() => document.querySelector('.demo-virtual-scroller')?.scrollTo(0, 8000));
    await expect(highlight(page)).toBeHidden();
    await page.evaluate(() => document.querySelector('.demo-virtual-scroller')?.scrollTo(0, 0));
    await expect(highlight(page)).toBeVisible();
    expect(await offBy(page, '[data-testid="demo-row 3"] button')).toBeLessThanOrEqual(2);
  });

  test('the scrolling part that Grafana has is the one that is scrolled where a step names none', async ({ page }) => {
    const event = "div.scrollbar-view > div:has(span:text('Event 57')) button";
    expect((await act(page, { action: 'button', reftarget: event, lazyRender: true })).outcome).toBe('done');
    expect((await held(page)).event).toBe('Event 57');
  });

  test('the same button in every row: the one meant is found by its row or its number', async ({ page }) => {
    const names = await page.locator('tr td:first-child').allTextContents();
    expect((await press(page, `tr:has(td:text("${names[2]}")) button`)).outcome).toBe('done');
    expect((await held(page)).metric).toBe(names[2]);
    expect((await press(page, 'table button:nth-match(2)')).outcome).toBe('done');
    expect((await held(page)).metric).toBe(names[1]);
  });
});

test.describe('what does not stand still', () => {
  test.beforeEach(({ openGrafana }) => openGrafana('/demo/controls/moving'));
  const pressed = async (page: Page) => (await held(page)).pressed;

  test('the element is replaced between find and click: the one that is there now is clicked', async ({ page }) => {
    const names = ['replaced', 'replaced', 'redrawn', 'moving', 'replaced'];
    for (const name of names) {
      expect((await press(page, `button[data-testid^="demo-${name}"]`)).outcome).toBe('done');
    }
    expect(await pressed(page)).toEqual(names);
  });

  test('the frame drifts on scroll, resize, re-render: it stays on what is drawn again, replaced and moving', async ({
    page,
  }) => {
    for (const name of ['redrawn', 'replaced', 'moving']) {
      const target = `[data-testid^="demo-${name}"]`;
      expect((await show(page, { action: 'highlight', reftarget: target })).outcome).toBe('shown');
      for (let look = 0; look < 6; look++) {
        expect(await offBy(page, target)).toBeLessThanOrEqual(2);
      }
    }
  });

  test('a known test id has another tail here: the only element with its stable part is found', async ({ page }) => {
    expect(await press(page, '[data-testid="demo-replaced-9999"]')).toMatchObject({ outcome: 'done' });
    expect(await pressed(page)).toEqual(['replaced']);
  });

  test('several matches: only the first that can be seen is clicked, and the number is told', async ({ page }) => {
    const doubled = { action: 'highlight', reftarget: '[data-testid="demo-doubled"]' } as const;
    expect(await act(page, doubled)).toEqual({ outcome: 'done', found: 3 });
    expect(await pressed(page)).toEqual(['second']);
  });

  test('no match: nothing is done and the step is not', async ({ page }) => {
    expect(await press(page, 'No such button')).toMatchObject({ outcome: 'failed', found: 0 });
    expect(await pressed(page)).toEqual([]);
  });

  test('what comes late is waited for', async ({ page }) => {
    expect((await press(page, 'Ask for it')).outcome).toBe('done');
    expect((await press(page, '[data-testid="demo-late"]')).outcome).toBe('done');
    expect(await pressed(page)).toEqual(['late']);
  });

  test('what goes away when it is pointed at is done only if it was pressed', async ({ page }) => {
    const { outcome } = await press(page, '[data-testid="demo-going"]');
    expect(await pressed(page)).toEqual(outcome === 'done' ? ['going'] : []);
    expect((await press(page, '[data-testid="demo-going"]')).outcome).toBe('failed');
  });
});

test.describe('the navigation menu', () => {
  const RULES = { action: 'highlight', reftarget: `{grafana:components.NavMenu.item}[href='/alerting/list']` } as const;
  const fix = (page: Page, kind: 'open-menu' | 'reveal-target') =>
    page.evaluate(([what, spec]) => window.live.fix(what, spec), [{ kind }, RULES] as const);

  const menu = (page: Page) => page.getByTestId('data-testid navigation mega-menu');
  const closeMenu = async (page: Page) => {
    const dock = page.locator('#dock-menu-button');
    if (await dock.isVisible()) {
      await dock.click();
    }
    await expect(menu(page)).toHaveCount(0);
  };

  test('the nav menu is closed: the fix opens it and keeps it beside the page', async ({ page, openGrafana }) => {
    await openGrafana('/');
    await closeMenu(page);
    expect(await fix(page, 'open-menu')).toBe(true);
    await expect(menu(page)).toBeVisible();
    // Docked, it stays when the page beside it is clicked.
    await page.mouse.click(1000, 500);
    await expect(menu(page)).toBeVisible();
    expect(await fix(page, 'reveal-target')).toBe(true);
    await expect(page.locator('#mega-menu button[aria-expanded="true"]')).toHaveCount(1);
  });

  test('the nav menu is closed, its sections collapsed: to show what lies in it opens both, and to do it does', async ({
    page,
    openGrafana,
  }) => {
    await page.setViewportSize({ width: 1024, height: 768 });
    await openGrafana('/');
    await closeMenu(page);
    expect((await show(page, { ...RULES, tooltip: 'Here are the rules.' })).outcome).toBe('shown');
    await expect(comment(page)).toHaveText('Here are the rules.');
    await expect(menu(page)).toBeVisible();
    await expect(page.locator('#mega-menu button[aria-expanded="true"]')).toHaveCount(1);
    await page.getByRole('button', { name: 'Close menu' }).click();
    await expect(menu(page)).toHaveCount(0);
    expect((await act(page, { ...RULES, action: 'highlight' })).outcome).toBe('done');
    await expect(page).toHaveURL(/\/alerting\/list$/);
  });

  test('a menu without the target is left open, its sections as they were', async ({ page, openGrafana }) => {
    await openGrafana('/');
    await closeMenu(page);
    const missing = { ...RULES, reftarget: `{grafana:components.NavMenu.item}[href='/alerting/nothing']` };
    expect((await show(page, missing)).outcome).toBe('failed');
    await expect(menu(page)).toBeVisible();
    await expect(page.locator('#mega-menu button[aria-expanded="true"]')).toHaveCount(0);
  });
});

test('Grafana under a sub-path: a step goes to Grafana’s own address, with query and hash', async ({
  page,
  grafanaBelow,
}) => {
  await grafanaBelow('/dashboards');
  const go = { action: 'navigate', reftarget: '/explore?left=x#here', verify: ['on-page:/explore'] } as const;
  expect((await act(page, { ...go, verify: [...go.verify] })).outcome).toBe('done');
  await expect(page).toHaveURL(/:\d+\/grafana\/explore\?left=x#here$/);
});
