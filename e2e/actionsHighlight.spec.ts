/** The frame: where it lies, when it is hidden, what it shows. */
import { comment, expect, highlight, offBy, show, TARGET, test } from './actionsBench';

test.describe('the frame drifts on scroll, resize, re-render: it lies within 2 px of the element', () => {
  test('when it is shown, with the step’s id and comment beside it', async ({ page, open }) => {
    await open('<main><div class="box" id="target"></div></main>');
    expect(await show(page, { ...TARGET, tooltip: 'This one.' })).toEqual({ outcome: 'shown', found: 1 });
    expect(await offBy(page, '#target')).toBeLessThanOrEqual(2);
    await expect(highlight(page)).toHaveAttribute('data-step-id', 'step');
    await expect(comment(page)).toHaveText('This one.');
    await expect(comment(page)).toBeInViewport({ ratio: 1 });
  });

  test('while the page scrolls', async ({ page, open }) => {
    await open('<main><div style="height:300px"></div><div class="box" id="target"></div></main>');
    await show(page, TARGET);
    for (const top of [100, 250, 0]) {
      await page.evaluate((to) => window.scrollTo(0, to), top);
      expect(await offBy(page, '#target')).toBeLessThanOrEqual(2);
    }
  });

  test('while a scrolling part inside another one scrolls', async ({ page, open }) => {
    const inner =
      '<div class="scroller" id="inner"><div style="height:120px"></div><div class="box" id="target"></div><div class="filler"></div></div>';
    await open(`<main><div class="scroller" id="outer">${inner}<div class="filler"></div></div></main>`);
    await show(page, TARGET);
    for (const [id, top] of [
      ['inner', 40],
      ['outer', 30],
      ['inner', 90],
    ] as const) {
      await page.evaluate(([scroller, to]) => document.getElementById(scroller)?.scrollTo(0, to), [id, top] as const);
      expect(await offBy(page, '#target')).toBeLessThanOrEqual(2);
    }
  });

  test('after the window, the element or what is above it changed size', async ({ page, open }) => {
    await open('<main><div id="above"></div><div class="box" id="target" style="width:50vw"></div></main>');
    await show(page, TARGET);
    await page.setViewportSize({ width: 700, height: 500 });
    expect(await offBy(page, '#target')).toBeLessThanOrEqual(2);
    await page.evaluate(() => document.getElementById('above')?.style.setProperty('height', '77px'));
    expect(await offBy(page, '#target')).toBeLessThanOrEqual(2);
    await page.evaluate(() => document.getElementById('target')?.style.setProperty('height', '99px'));
    expect(await offBy(page, '#target')).toBeLessThanOrEqual(2);
  });

  test('while it slides in', async ({ page, open }) => {
    await open('<main><div class="box" id="target" style="transition:translate 400ms linear"></div></main>');
    await show(page, TARGET);
    await page.evaluate(() => document.getElementById('target')?.style.setProperty('translate', '300px 40px'));
    for (let look = 0; look < 5; look++) {
      // One frame of a linear 400 ms slide over 300 px is 12.5 px: measured in the same frame it must still fit.
      expect(await offBy(page, '#target')).toBeLessThanOrEqual(2);
    }
  });

  test('after a render put another element in its place', async ({ page, open }) => {
    await open('<main><div id="root"><div class="box" id="target"></div></div></main>');
    await show(page, TARGET);
    await page.evaluate(() => {
      const root = document.getElementById('root');
      root?.replaceChildren();
      root?.insertAdjacentHTML('beforeend', '<p>new</p><div class="box" id="target" style="width:90px"></div>');
    });
    expect(await offBy(page, '#target')).toBeLessThanOrEqual(2);
  });
});

test.describe('the frame is hidden', () => {
  test('while its element is gone, and comes back with it', async ({ page, open }) => {
    await open('<main><div id="root"><div class="box" id="target"></div></div></main>');
    await show(page, TARGET);
    await page.evaluate(() => document.getElementById('root')?.replaceChildren());
    await expect(highlight(page)).toBeHidden();
    await expect(comment(page)).toBeHidden();
    await page.evaluate(() =>
      document.getElementById('root')?.insertAdjacentHTML('beforeend', '<div class="box" id="target"></div>')
    );
    await expect(highlight(page)).toBeVisible();
    expect(await offBy(page, '#target')).toBeLessThanOrEqual(2);
  });

  test('while a dialog covers it', async ({ page, open }) => {
    await open('<main><div class="box" id="target"></div></main>');
    await show(page, TARGET);
    await page.evaluate(() =>
      document.body.insertAdjacentHTML(
        'beforeend',
        '<div id="cover" style="position:fixed;inset:0;z-index:1060;background:#000a"></div>'
      )
    );
    await expect(highlight(page)).toBeHidden();
    await page.evaluate(() => document.getElementById('cover')?.remove());
    await expect(highlight(page)).toBeVisible();
  });

  test('while it is scrolled out of its scrolling parent', async ({ page, open }) => {
    await open(
      '<main><div class="scroller"><div class="box" id="target"></div><div class="filler"></div></div></main>'
    );
    await show(page, TARGET);
    await page.evaluate(() => document.querySelector('.scroller')?.scrollTo(0, 500));
    await expect(highlight(page)).toBeHidden();
    await page.evaluate(() => document.querySelector('.scroller')?.scrollTo(0, 0));
    await expect(highlight(page)).toBeVisible();
  });
});

test.describe('showing', () => {
  test('scrolls every parent so that the element is seen below the header', async ({ page, open }) => {
    const scroller =
      '<div class="scroller"><div class="filler"></div><div class="box" id="target"></div><div class="filler"></div></div>';
    await open(`<header></header><main><div class="filler"></div>${scroller}</main>`);
    expect((await show(page, TARGET)).outcome).toBe('shown');
    const box = await page.locator('#target').boundingBox();
    expect(box?.y).toBeGreaterThanOrEqual(70);
    await expect(page.locator('#target')).toBeInViewport({ ratio: 1 });
    expect(await offBy(page, '#target')).toBeLessThanOrEqual(2);
  });

  test('puts the top of a very tall element below the header', async ({ page, open }) => {
    await open(
      '<header></header><main><div class="filler"></div><div id="target" style="height:3000px;background:#cdf"></div></main>'
    );
    expect((await show(page, TARGET)).outcome).toBe('shown');
    expect((await page.locator('#target').boundingBox())?.y).toBeCloseTo(70, 0);
  });

  test('does not scroll for an element that is seen whole', async ({ page, open }) => {
    await open('<main><div class="box" id="target"></div></main>');
    await page.evaluate(() => window.scrollTo(0, 5));
    await show(page, TARGET);
    expect(await page.evaluate(() => window.scrollY)).toBe(5);
  });

  test('is over only when the frame is painted', async ({ page, open }) => {
    await open('<main><div class="box" id="target"></div></main>');
    const framesBefore = await page.evaluate(async (step) => {
      let frames = 0;
      let counting = true;
      const count = () => {
        frames++;
        if (counting) {
          requestAnimationFrame(count);
        }
      };
      requestAnimationFrame(count);
      await window.live.show(step);
      counting = false;
      return frames;
    }, TARGET);
    expect(framesBefore).toBeGreaterThanOrEqual(2);
    await expect(highlight(page)).toBeVisible();
  });

  test('fails, with no frame left, when the element stays covered', async ({ page, open }) => {
    await open(
      '<main><div class="box" id="target"></div></main><div style="position:fixed;inset:0;background:#000"></div>'
    );
    expect(await show(page, TARGET)).toMatchObject({ outcome: 'failed', found: 1 });
    await expect(highlight(page)).toHaveCount(0);
  });

  test('waits for an element that is still on its way', async ({ page, open }) => {
    await open('<main></main>');
    await page.evaluate(() =>
      setTimeout(
        () => document.querySelector('main')?.insertAdjacentHTML('beforeend', '<div class="box" id="target"></div>'),
        300
      )
    );
    expect((await show(page, TARGET)).outcome).toBe('shown');
  });

  test('fails after the last try when there is no element', async ({ page, open }) => {
    await open('<main></main>');
    expect(await show(page, TARGET)).toEqual({
      outcome: 'failed',
      found: 0,
      detail: 'the element is not on this page',
    });
  });

  test('draws neither frame nor comment over the dock', async ({ page, open }) => {
    const dock =
      '<aside data-live-own data-testid="live-dock" style="position:fixed;inset:0 0 0 auto;width:400px"></aside>';
    await open(`<main><div class="box" id="target" style="width:100%"></div></main>${dock}`);
    expect(
      (await show(page, { ...TARGET, tooltip: 'A comment that is as wide as it may be, and then some more.' })).outcome
    ).toBe('shown');
    expect(await offBy(page, '#target')).toBeLessThanOrEqual(2);
    const [dockBox, commentBox, targetBox] = await Promise.all(
      [page.getByTestId('live-dock'), comment(page), page.locator('#target')].map((one) => one.boundingBox())
    );
    const under = (targetBox?.x ?? 0) + (targetBox?.width ?? 0) - (dockBox?.x ?? 0);
    expect(under).toBeGreaterThan(0);
    await expect(highlight(page)).toHaveCSS('clip-path', `inset(-8px ${under}px -8px -8px)`);
    expect((commentBox?.x ?? 0) + (commentBox?.width ?? 0)).toBeLessThanOrEqual(dockBox?.x ?? 0);
  });

  test('takes no clicks and no focus', async ({ page, open }) => {
    await open('<main><button class="box" id="target">x</button></main>');
    await page.evaluate(() =>
      document.getElementById('target')?.addEventListener('click', () => (document.title = 'clicked'))
    );
    await page.locator('#target').focus();
    await show(page, TARGET);
    await expect(page.locator('#target')).toBeFocused();
    await page.mouse.click(100, 100);
    expect(await page.title()).toBe('clicked');
  });
});

test('a row that a list uses again for another one loses its frame, which goes where the step’s row is now', async ({
  page,
  open,
}) => {
  const row = (number: number) => `<div class="box" data-testid="row ${number}">x</div>`;
  await open(`<main>${row(1)}${row(2)}${row(3)}</main>`);
  await show(page, { action: 'highlight', reftarget: '[data-testid="row 2"]' });
  const rename = (names: number[]) =>
    page.evaluate((to) => {
      document
        .querySelectorAll('main div')
        .forEach((one, index) => one.setAttribute('data-testid', `row ${to[index]}`));
    }, names);
  await rename([2, 3, 4]);
  expect(await offBy(page, 'main div:nth-child(1)')).toBeLessThanOrEqual(2);
  await rename([7, 8, 9]);
  await expect(highlight(page)).toBeHidden();
  await rename([0, 1, 2]);
  await expect(highlight(page)).toBeVisible();
  expect(await offBy(page, 'main div:nth-child(3)')).toBeLessThanOrEqual(2);
});
