/** Finding a target on a bare page: visible ones, hidden ones, ours, hostile ones, on pages of any size. */
import { act, expect, highlight, offBy, show, test, TARGET, type Page } from './actionsBench';

test('several matches: the first that can be seen is taken, and their number is told', async ({ page, open }) => {
  const boxes = ['display:none', 'visibility:hidden', '', ''].map(
    (style) => `<div class="box hit" style="${style}">x</div>`
  );
  await open(`<main>${boxes.join('')}</main>`);
  expect(await show(page, { action: 'highlight', reftarget: '.hit' })).toEqual({ outcome: 'shown', found: 4 });
  expect(await offBy(page, '.hit:nth-child(3)')).toBeLessThanOrEqual(2);
});

test('an element is found by Grafana’s own name for it', async ({ page, open }) => {
  await open('<main><button data-testid="data-testid RefreshPicker run button" class="box">Run</button></main>');
  const byName = { action: 'highlight', reftarget: 'grafana:components.RefreshPicker.runButtonV2' } as const;
  expect(await show(page, byName)).toEqual({ outcome: 'shown', found: 1 });
  const inner = { action: 'highlight', reftarget: 'main > {grafana:components.RefreshPicker.runButtonV2}' } as const;
  expect(await show(page, inner)).toEqual({ outcome: 'shown', found: 1 });
});

test('a known selector is not rendered in an older Grafana: it is said that it is not on this page', async ({
  page,
  open,
}) => {
  await open('<main></main>');
  const known = { action: 'highlight', reftarget: 'grafana:components.RefreshPicker.runButtonV2' } as const;
  expect(await show(page, known)).toEqual({ outcome: 'failed', found: 0, detail: 'the element is not on this page' });
  const unknown = { action: 'highlight', reftarget: 'grafana:constructor.constructor:alert(1)' } as const;
  expect((await show(page, unknown)).detail).toBe('this Grafana has no element named constructor.constructor');
});

test.describe('button labels and :contains are English, and ours are among them', () => {
  const OURS =
    '<aside data-live-own><button class="b" data-testid="follow-confirm">Do it in my Grafana</button></aside>' +
    '<div role="dialog"><h2>Join</h2><button class="b">Close</button><form data-live-own><button>Join</button></form></div>';

  test('no step points at or presses what is ours, however it aims', async ({ page, open }) => {
    await open(`${OURS}<main><p>Nichts</p></main>`);
    await page.evaluate(() => document.addEventListener('click', () => (document.title = 'clicked')));
    const targets = [
      'Do it in my Grafana',
      'Join',
      'Close',
      '.b',
      '[data-testid="follow-confirm"]',
      "button:contains('do it')",
      'button:text("Do it in my Grafana")',
      '*:has(> [data-testid="follow-confirm"])',
      'button:nth-match(1)',
      'body button:nth-match(2)',
      'aside > *:nth-match(1), [role="dialog"] *',
      'main ~ * button, aside:not(main) button',
    ];
    const results = await page.evaluate(
      async (all) =>
        Promise.all(
          all.flatMap((reftarget) =>
            (['button', 'highlight'] as const).map((action) => window.live.do({ action, reftarget }))
          )
        ),
      targets
    );
    expect(results.map(({ outcome }) => outcome)).toEqual(results.map(() => 'failed'));
    const labels = { action: 'formfill', reftarget: 'body', targetvalue: 'x' } as const;
    expect((await act(page, labels)).outcome).toBe('failed');
    expect(await page.title()).toBe('');
  });

  test('a page’s label for one of our controls does not press it', async ({ page, open }) => {
    await open(
      '<main><label id="target" for="mine">x</label></main><aside data-live-own><input type="checkbox" id="mine"></aside>'
    );
    expect((await act(page, { action: 'highlight', reftarget: '#target', targetstate: 'true' })).outcome).toBe(
      'failed'
    );
    expect((await act(page, { action: 'formfill', reftarget: '#target', targetvalue: 'true' })).outcome).toBe('failed');
    await expect(page.locator('#mine')).not.toBeChecked();
  });

  test('a label that is not there in this language is said not to be there', async ({ page, open }) => {
    await open('<main><button>Speichern</button></main>');
    expect(await act(page, { action: 'button', reftarget: 'Save' })).toEqual({
      outcome: 'failed',
      found: 0,
      detail: 'the element is not on this page',
    });
  });
});

test('live replay used plain querySelectorAll without the dialect: attendees find by the same rules', async ({
  page,
  open,
}) => {
  await open(
    '<main><p>a</p><p>Save <b>all</b><button type="button" aria-haspopup="menu" id="x">More</button></p></main>'
  );
  await page.evaluate(() => {
    window.live.attend('follow', 'ask');
    document.addEventListener('click', ({ target }) => (document.title = target instanceof Element ? target.id : ''));
  });
  const reftarget = "p:has(b:text('ALL')):contains('save') button:nth-match(1)";
  const followed = await page.evaluate((to) => window.live.follow({ action: 'highlight', reftarget: to }), reftarget);
  expect(followed).toEqual({ outcome: 'done' });
  expect(await page.title()).toBe('x');
});

test.describe('a page of 20 000 elements', () => {
  const timed = (page: Page, reftarget: string) =>
    page.evaluate(async (target) => {
      let longest = 0;
      let last = performance.now();
      let watching = true;
      const look = () => {
        longest = Math.max(longest, performance.now() - last);
        last = performance.now();
        if (watching) {
          setTimeout(look);
        }
      };
      look();
      const { outcome, detail } = await window.live.show({ action: 'highlight', reftarget: target });
      watching = false;
      look();
      return { outcome, detail, longest };
    }, reftarget);

  test('is not brought to a stand by the worst selectors that a guide may hold', async ({ page, open }) => {
    await open('<main></main>');
    await page.evaluate(() => {
      const row = `<tr>${'<td>cell</td>'.repeat(9)}</tr>`;
      document.querySelector('main')?.insertAdjacentHTML('beforeend', `<table>${row.repeat(2000)}</table>`);
    });
    const chain = (separator: string) => Array.from({ length: 150 }, () => '*').join(separator);
    const worst = [
      chain(' '),
      chain(' ~ '),
      Array.from({ length: 60 }, (_, n) => `:is(.x${n} ~ *, *)`).join(''),
      '*:not(:has(*:not(:has(*:not(:has(*:nth-match(3)))))))',
      Array.from({ length: 60 }, (_, n) => `*:contains('${n}')`).join(', '),
      `.none ~ * ~ * ~ * ~ *`,
      `td:nth-last-child(n + 1):nth-child(n + 1):nth-of-type(n + 1):contains('no such')`,
    ];
    for (const reftarget of worst) {
      const { outcome, longest } = await timed(page, reftarget);
      expect(outcome).toBe('failed');
      // A quarter of a second by itself; the machine may be busy.
      expect(longest, reftarget.slice(0, 60)).toBeLessThan(1500);
    }
    expect((await timed(page, chain(' ~ '))).detail).toBe('looking for the step’s target takes too long on this page');
    const usual = await timed(page, "tr:has(td:contains('cell')):nth-match(700) td:nth-match(4)");
    expect(usual.outcome).toBe('shown');
  });

  test('is no hindrance where elements lie deep in each other', async ({ page, open }) => {
    await open('<main></main>');
    await page.evaluate(() => {
      let at: Element | null = document.querySelector('main');
      for (let depth = 0; depth < 400 && at; depth++) {
        at.append(document.createElement('div'));
        at = at.lastElementChild;
      }
    });
    for (const reftarget of [
      'div div div div:contains("x")',
      'div:has(div:has(div:text("x")))',
      'div:not(:has(p)) > div p',
    ]) {
      const { outcome, longest } = await timed(page, reftarget);
      expect(outcome).toBe('failed');
      expect(longest, reftarget).toBeLessThan(1500);
    }
  });
});

test('own scrollIntoView clears the frame: it stays, also where the page scrolls smoothly', async ({ page, open }) => {
  await open(
    '<style>html { scroll-behavior: smooth; }</style><main><div style="height:1500px"></div><div class="box" id="target"></div></main>'
  );
  const scrolled = page.evaluate(
    () =>
      new Promise((done) => document.addEventListener('scrollend', () => requestAnimationFrame(done), { once: true }))
  );
  expect((await show(page, TARGET)).outcome).toBe('shown');
  await scrolled;
  await expect(highlight(page)).toBeVisible();
  expect(await offBy(page, '#target')).toBeLessThanOrEqual(2);
});
