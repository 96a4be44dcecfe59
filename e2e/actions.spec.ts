/** The shipped actions on a bare page in a real browser: everything that needs layout, painting or a real press. */
import { createServer, type Server } from 'node:http';
import { expect, test, type Page } from '@playwright/test';
import { build } from 'esbuild';
import { serveHost, type RunningHost } from '../host/serve';
import type { LiveOnPage, StepSpec } from './fixtures/actionsPage';

declare global {
  interface Window {
    live: LiveOnPage;
    held: { count(): Record<string, number> };
  }
}

const STYLE = `
  body { margin: 0; font: 14px sans-serif; }
  header { position: fixed; top: 0; left: 0; right: 0; height: 60px; background: #eee; z-index: 10; }
  main { padding: 80px 20px 2000px; }
  .box { width: 160px; height: 40px; background: #cdf; }
  .scroller { height: 200px; overflow: auto; border: 1px solid; width: 400px; }
  .filler { height: 900px; }`;

/** Counts what is listening, waiting or observing on the page. */
const COUNTER = `(() => {
  const held = { listeners: 0, timers: 0, frames: 0, observers: 0 };
  const known = new Map();
  const keyOf = (type, options) => type + ':' + (typeof options === 'boolean' ? options : !!(options && options.capture));
  const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
  EventTarget.prototype.addEventListener = function (type, handler, options) {
    if (handler && (this === window || this instanceof Node)) {
      const own = known.get(this) || new Map(); known.set(this, own);
      const handlers = own.get(keyOf(type, options)) || new Set(); own.set(keyOf(type, options), handlers);
      if (!handlers.has(handler)) { handlers.add(handler); held.listeners++; }
    }
    return add.call(this, type, handler, options);
  };
  EventTarget.prototype.removeEventListener = function (type, handler, options) {
    if (known.get(this)?.get(keyOf(type, options))?.delete(handler)) held.listeners--;
    return remove.call(this, type, handler, options);
  };
  const pair = (start, stop, name, once) => {
    const live = new Set(), [begin, end] = [window[start], window[stop]];
    window[start] = (run, ...rest) => {
      const id = begin((...args) => { if (once && live.delete(id)) held[name]--; run(...args); }, ...rest);
      live.add(id); held[name]++; return id;
    };
    window[stop] = (id) => { if (live.delete(id)) held[name]--; end(id); };
  };
  pair('setTimeout', 'clearTimeout', 'timers', true);
  pair('setInterval', 'clearInterval', 'timers', false);
  pair('requestAnimationFrame', 'cancelAnimationFrame', 'frames', true);
  for (const name of ['MutationObserver', 'ResizeObserver', 'IntersectionObserver']) {
    const active = new WeakSet();
    const Real = window[name];
    window[name] = class extends Real {
      observe(...args) { if (!active.has(this)) { active.add(this); held.observers++; } super.observe(...args); }
      disconnect() { if (active.delete(this)) held.observers--; super.disconnect(); }
    };
  }
  window.held = { count: () => ({ ...held }) };
})();`;

let server: Server;
let origin: string;
let script: string;

test.beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: ['e2e/fixtures/actionsPage.tsx'],
    bundle: true,
    write: false,
    format: 'iife',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  script = outputFiles[0].text;
  server = createServer((request, response) => {
    const isScript = request.url === '/bundle.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html; charset=utf-8');
    response.end(isScript ? script : `<!doctype html><style>${STYLE}</style><body><script src="/bundle.js"></script>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  origin = typeof address === 'object' && address ? `http://127.0.0.1:${address.port}` : '';
});

test.afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));

async function open(page: Page, body: string): Promise<void> {
  await page.addInitScript({ content: COUNTER });
  await page.goto(`${origin}/explore`);
  await page.evaluate((html) => document.body.insertAdjacentHTML('beforeend', html), body);
}

const show = (page: Page, spec: StepSpec) => page.evaluate((step) => window.live.show(step), spec);
const act = (page: Page, spec: StepSpec) => page.evaluate((step) => window.live.do(step), spec);
const highlight = (page: Page) => page.getByTestId('live-highlight');
const comment = (page: Page) => page.getByTestId('live-highlight-comment');

/** The greatest distance between a side of the frame and the same side of the element, in pixels, two frames from now. */
async function offBy(page: Page, selector: string): Promise<number> {
  return page.evaluate(async (target) => {
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const [frame, element] = ['[data-testid="live-highlight"]', target].map((one) =>
      document.querySelector(one)?.getBoundingClientRect()
    );
    if (!frame || !element || frame.width === 0) {
      return Infinity;
    }
    const sides = ['left', 'top', 'right', 'bottom'] as const;
    return Math.max(...sides.map((side) => Math.abs(frame[side] - element[side])));
  }, selector);
}

const TARGET: StepSpec = { action: 'highlight', reftarget: '#target' };

test.describe('the frame lies within 2 px of the element', () => {
  test('when it is shown, with the step’s id and comment beside it', async ({ page }) => {
    await open(page, '<main><div class="box" id="target"></div></main>');
    expect(await show(page, { ...TARGET, tooltip: 'This one.' })).toEqual({ outcome: 'shown', found: 1 });
    expect(await offBy(page, '#target')).toBeLessThanOrEqual(2);
    await expect(highlight(page)).toHaveAttribute('data-step-id', 'step');
    await expect(comment(page)).toHaveText('This one.');
    await expect(comment(page)).toBeInViewport({ ratio: 1 });
  });

  test('while the page scrolls', async ({ page }) => {
    await open(page, '<main><div style="height:300px"></div><div class="box" id="target"></div></main>');
    await show(page, TARGET);
    for (const top of [100, 250, 0]) {
      await page.evaluate((to) => window.scrollTo(0, to), top);
      expect(await offBy(page, '#target')).toBeLessThanOrEqual(2);
    }
  });

  test('while a scrolling part inside another one scrolls', async ({ page }) => {
    const inner =
      '<div class="scroller" id="inner"><div style="height:120px"></div><div class="box" id="target"></div><div class="filler"></div></div>';
    await open(page, `<main><div class="scroller" id="outer">${inner}<div class="filler"></div></div></main>`);
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

  test('after the window, the element or what is above it changed size', async ({ page }) => {
    await open(page, '<main><div id="above"></div><div class="box" id="target" style="width:50vw"></div></main>');
    await show(page, TARGET);
    await page.setViewportSize({ width: 700, height: 500 });
    expect(await offBy(page, '#target')).toBeLessThanOrEqual(2);
    await page.evaluate(() => document.getElementById('above')?.style.setProperty('height', '77px'));
    expect(await offBy(page, '#target')).toBeLessThanOrEqual(2);
    await page.evaluate(() => document.getElementById('target')?.style.setProperty('height', '99px'));
    expect(await offBy(page, '#target')).toBeLessThanOrEqual(2);
  });

  test('while it slides in', async ({ page }) => {
    await open(page, '<main><div class="box" id="target" style="transition:translate 400ms linear"></div></main>');
    await show(page, TARGET);
    await page.evaluate(() => document.getElementById('target')?.style.setProperty('translate', '300px 40px'));
    for (let look = 0; look < 5; look++) {
      // One frame of a linear 400 ms slide over 300 px is 12.5 px: measured in the same frame it must still fit.
      expect(await offBy(page, '#target')).toBeLessThanOrEqual(2);
    }
  });

  test('after a render put another element in its place', async ({ page }) => {
    await open(page, '<main><div id="root"><div class="box" id="target"></div></div></main>');
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
  test('while its element is gone, and comes back with it', async ({ page }) => {
    await open(page, '<main><div id="root"><div class="box" id="target"></div></div></main>');
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

  test('while a dialog covers it', async ({ page }) => {
    await open(page, '<main><div class="box" id="target"></div></main>');
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

  test('while it is scrolled out of its scrolling parent', async ({ page }) => {
    await open(
      page,
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
  test('scrolls every parent so that the element is seen below the header', async ({ page }) => {
    const scroller =
      '<div class="scroller"><div class="filler"></div><div class="box" id="target"></div><div class="filler"></div></div>';
    await open(page, `<header></header><main><div class="filler"></div>${scroller}</main>`);
    expect((await show(page, TARGET)).outcome).toBe('shown');
    const box = await page.locator('#target').boundingBox();
    expect(box?.y).toBeGreaterThanOrEqual(70);
    await expect(page.locator('#target')).toBeInViewport({ ratio: 1 });
    expect(await offBy(page, '#target')).toBeLessThanOrEqual(2);
  });

  test('puts the top of a very tall element below the header', async ({ page }) => {
    await open(
      page,
      '<header></header><main><div class="filler"></div><div id="target" style="height:3000px;background:#cdf"></div></main>'
    );
    expect((await show(page, TARGET)).outcome).toBe('shown');
    expect((await page.locator('#target').boundingBox())?.y).toBeCloseTo(70, 0);
  });

  test('does not scroll for an element that is seen whole', async ({ page }) => {
    await open(page, '<main><div class="box" id="target"></div></main>');
    await page.evaluate(() => window.scrollTo(0, 5));
    await show(page, TARGET);
    expect(await page.evaluate(() => window.scrollY)).toBe(5);
  });

  test('is over only when the frame is painted', async ({ page }) => {
    await open(page, '<main><div class="box" id="target"></div></main>');
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

  test('fails, with no frame left, when the element stays covered', async ({ page }) => {
    await open(
      page,
      '<main><div class="box" id="target"></div></main><div style="position:fixed;inset:0;background:#000"></div>'
    );
    expect(await show(page, TARGET)).toMatchObject({ outcome: 'failed', found: 1 });
    await expect(highlight(page)).toHaveCount(0);
  });

  test('waits for an element that is still on its way', async ({ page }) => {
    await open(page, '<main></main>');
    await page.evaluate(() =>
      setTimeout(
        () => document.querySelector('main')?.insertAdjacentHTML('beforeend', '<div class="box" id="target"></div>'),
        300
      )
    );
    expect((await show(page, TARGET)).outcome).toBe('shown');
  });

  test('fails after the last try when there is no element', async ({ page }) => {
    await open(page, '<main></main>');
    expect(await show(page, TARGET)).toEqual({
      outcome: 'failed',
      found: 0,
      detail: 'the element is not on this page',
    });
  });

  test('takes the first of several matches that can be seen', async ({ page }) => {
    const boxes = ['display:none', 'visibility:hidden', '', ''].map(
      (style) => `<div class="box hit" style="${style}">x</div>`
    );
    await open(page, `<main>${boxes.join('')}</main>`);
    expect(await show(page, { action: 'highlight', reftarget: '.hit' })).toEqual({ outcome: 'shown', found: 4 });
    expect(await offBy(page, '.hit:nth-child(3)')).toBeLessThanOrEqual(2);
  });

  test('never points at our own things', async ({ page }) => {
    await open(page, '<aside data-live-own><button class="b">Confirm</button></aside>');
    expect((await show(page, { action: 'button', reftarget: 'Confirm' })).outcome).toBe('failed');
    expect((await show(page, { action: 'highlight', reftarget: '.b' })).outcome).toBe('failed');
  });

  test('finds an element by Grafana’s own name for it', async ({ page }) => {
    await open(
      page,
      '<main><button data-testid="data-testid RefreshPicker run button" class="box">Run</button></main>'
    );
    const byName = { action: 'highlight', reftarget: 'grafana:components.RefreshPicker.runButtonV2' } as const;
    expect(await show(page, byName)).toEqual({ outcome: 'shown', found: 1 });
    const inner = { action: 'highlight', reftarget: 'main > {grafana:components.RefreshPicker.runButtonV2}' } as const;
    expect(await show(page, inner)).toEqual({ outcome: 'shown', found: 1 });
    const unknown = { action: 'highlight', reftarget: 'grafana:constructor.constructor:alert(1)' } as const;
    expect((await show(page, unknown)).outcome).toBe('failed');
  });

  test('draws neither frame nor comment over the dock', async ({ page }) => {
    const dock =
      '<aside data-live-own data-testid="live-dock" style="position:fixed;inset:0 0 0 auto;width:400px"></aside>';
    await open(page, `<main><div class="box" id="target" style="width:100%"></div></main>${dock}`);
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

  test('takes no clicks and no focus', async ({ page }) => {
    await open(page, '<main><button class="box" id="target">x</button></main>');
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

test.describe('the frame goes', () => {
  test.beforeEach(async ({ page }) => {
    await open(page, '<main><div class="box" id="target"></div><div class="box" id="other"></div></main>');
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

test('nothing listens, waits or observes any more once a highlight is gone, however it ended', async ({ page }) => {
  await open(
    page,
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

test.describe('doing', () => {
  test('clicks the first match that can be seen, once', async ({ page }) => {
    await open(
      page,
      '<main><button style="display:none">Go</button><button id="a">Go</button><button id="b">Go</button></main>'
    );
    await page.evaluate(() =>
      document.addEventListener('click', ({ target }) => (document.title += target instanceof Element ? target.id : ''))
    );
    expect(await act(page, { action: 'button', reftarget: 'go' })).toEqual({ outcome: 'done', found: 3 });
    expect(await page.title()).toBe('a');
  });

  test('does nothing to what cannot be used', async ({ page }) => {
    await open(page, '<main><button disabled>Go</button></main>');
    expect(await act(page, { action: 'button', reftarget: 'Go' })).toMatchObject({ outcome: 'failed', found: 1 });
  });

  test('fills a field so that React’s state takes it, through a wrapper and with the clear mark', async ({ page }) => {
    await open(page, '<main id="root"></main>');
    await page.evaluate(() => window.live.renderReactField('#root'));
    await expect(page.getByTestId('field')).toHaveValue('before');
    for (const [value, expected] of [
      ['up{job="api"}', 'up{job="api"}'],
      ['@@CLEAR@@ rate', 'rate'],
      ['@@CLEAR@@', ''],
    ]) {
      expect((await act(page, { action: 'formfill', reftarget: '#root', targetvalue: value })).outcome).toBe('done');
      await expect(page.getByTestId('field-state')).toHaveText(expected);
      await expect(page.getByTestId('field')).toHaveValue(expected);
    }
  });

  test('sets a checkbox and leaves it when it is so already', async ({ page }) => {
    await open(page, '<main id="root"></main>');
    await page.evaluate(() => window.live.renderReactField('#root'));
    for (const [value, expected] of [
      ['true', 'true'],
      ['true', 'true'],
      ['false', 'false'],
      ['false', 'false'],
    ]) {
      const step = { action: 'formfill', reftarget: '[data-testid="box"]', targetvalue: value } as const;
      expect((await act(page, step)).outcome).toBe('done');
      await expect(page.getByTestId('box-state')).toHaveText(expected);
    }
  });

  test('chooses by value or by text, and fails on what is not offered', async ({ page }) => {
    await open(
      page,
      '<main><select id="target"><option value="1">One</option><option value="2">Two</option></select></main>'
    );
    const fill = (targetvalue: string) => act(page, { action: 'formfill', reftarget: '#target', targetvalue });
    expect((await fill('Two')).outcome).toBe('done');
    await expect(page.locator('#target')).toHaveValue('2');
    expect((await fill('Three')).outcome).toBe('failed');
    await expect(page.locator('#target')).toHaveValue('2');
  });

  test('never fills a password', async ({ page }) => {
    await open(page, '<main><input type="password" id="target"></main>');
    expect((await act(page, { action: 'formfill', reftarget: '#target', targetvalue: 'x' })).outcome).toBe('failed');
    await expect(page.locator('#target')).toHaveValue('');
  });

  test('clicks a toggle only when it is not in the wanted state', async ({ page }) => {
    await open(page, '<main><button id="target" aria-pressed="true">Wrap</button></main>');
    await page.evaluate(() =>
      document.getElementById('target')?.addEventListener('click', () => (document.title += 'x'))
    );
    await act(page, { action: 'highlight', reftarget: '#target', targetstate: 'true' });
    expect(await page.title()).toBe('');
    await act(page, { action: 'highlight', reftarget: '#target', targetstate: 'false' });
    expect(await page.title()).toBe('x');
  });

  test('counts as done only when what the step promises came true', async ({ page }) => {
    await open(page, '<main></main>');
    const go = (verify: string) => act(page, { action: 'navigate', reftarget: '/dashboards', verify: [verify] });
    expect((await go('on-page:/dashboards')).outcome).toBe('done');
    expect((await go('on-page:/alerting')).outcome).toBe('failed');
  });
});

test.describe('an attendee who takes over', () => {
  const click: StepSpec = { action: 'highlight', reftarget: '#target' };
  const paused = (page: Page) => page.evaluate(() => window.live.following().paused);
  const follow = (page: Page, spec: StepSpec) => page.evaluate((step) => window.live.follow(step), spec);

  test.beforeEach(async ({ page }) => {
    await open(
      page,
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

test.describe('Grafana’s code editor', () => {
  const QUERY: StepSpec = { action: 'formfill', reftarget: '[data-testid="data-testid Query field"]' };
  let host: RunningHost;
  test.beforeAll(async () => {
    host = await serveHost({ port: 0, host: '127.0.0.1', sessionServerUrl: 'http://127.0.0.1:9' });
  });
  test.afterAll(() => host.stop());

  const openExplore = async (page: Page) => {
    await page.goto(`${host.url}/explore?user=editor`);
    await expect(page.locator('.monaco-editor').first()).toBeVisible();
    await page.addScriptTag({ content: script });
  };
  const query = (page: Page) => page.locator('.view-lines').first();

  test('takes a whole query, also in place of another one, and runs it', async ({ page }) => {
    await openExplore(page);
    for (const value of ['sum(http_requests_total)', '@@CLEAR@@ http_requests_total{instance=~"web-1|web-2"}']) {
      expect(await act(page, { ...QUERY, targetvalue: value })).toEqual({ outcome: 'done', found: 1 });
      await expect(query(page)).toHaveText(value.replace('@@CLEAR@@ ', '').replace(/ /g, '\u00a0'));
    }
    await page.getByTestId('data-testid RefreshPicker run button').click();
    await expect(page.getByTestId('data-testid Panel header Table')).toContainText('web-2');
  });

  test('takes it in a window that is not in front', async ({ page, context }) => {
    await openExplore(page);
    const devtools = await context.newCDPSession(page);
    await devtools.send('Emulation.setFocusEmulationEnabled', { enabled: false });
    const other = await context.newPage();
    await other.bringToFront();
    expect(await page.evaluate(() => document.hasFocus())).toBe(false);
    expect(await act(page, { ...QUERY, targetvalue: 'up' })).toEqual({ outcome: 'done', found: 1 });
    expect(await page.evaluate(() => document.querySelector('.view-lines')?.textContent)).toBe('up');
  });

  test('is framed as a whole, by itself and by its hidden input', async ({ page }) => {
    await openExplore(page);
    const inner = await page.evaluate(() =>
      document.querySelector('.monaco-editor textarea.inputarea') ? 'textarea.inputarea' : '.native-edit-context'
    );
    for (const reftarget of ['[data-testid="data-testid Query field"] .monaco-editor', `.monaco-editor ${inner}`]) {
      expect((await show(page, { action: 'highlight', reftarget })).outcome).toBe('shown');
      expect(await offBy(page, '.monaco-editor')).toBeLessThanOrEqual(2);
    }
  });
});

test('a field that is left in a window that is not in front tells so', async ({ page, context }) => {
  await open(page, '<main><input id="target"></main>');
  await page.evaluate(() => {
    for (const type of ['focus', 'input', 'change', 'blur', 'focusout']) {
      document.getElementById('target')?.addEventListener(type, () => (document.title += `${type},`));
    }
  });
  const devtools = await context.newCDPSession(page);
  await devtools.send('Emulation.setFocusEmulationEnabled', { enabled: false });
  await (await context.newPage()).bringToFront();
  expect(await page.evaluate(() => document.hasFocus())).toBe(false);
  await act(page, { action: 'formfill', reftarget: '#target', targetvalue: 'x' });
  expect(await page.title()).toBe('focus,input,change,blur,focusout,');
});
