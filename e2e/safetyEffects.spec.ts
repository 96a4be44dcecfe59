/** What changes under a follower's question, what an action leads to, and what stops it, in a real browser. */
import { expect, test, type Page, type StepSpec } from './actionsBench';
import { HERE, askedOrOver, follow, fresh, pending, watchPage } from './safetyBench';

watchPage();

test('SAFE-11: what was swapped between the question and the answer is not touched', async ({ page }) => {
  const form = '<form action="/a" id="f"><button data-bad data-here>Send</button></form>';
  const rows =
    '<table><tr><td>staging</td><td><button type="button" class="x" data-bad data-here>Delete</button></td></tr>' +
    '<tr><td>production</td><td><button type="button" class="x" data-bad>Delete</button></td></tr></table>';
  const cases: Array<[string, string, () => void, StepSpec?]> = [
    ['its text', form, () => document.querySelector('[data-here]')?.replaceChildren('Send to everybody')],
    ['its form’s address', form, () => document.querySelector('form')?.setAttribute('action', '/b')],
    ['its form', form, () => document.querySelector('form')?.setAttribute('id', 'g')],
    ['its own address', form, () => document.querySelector('[data-here]')?.setAttribute('formaction', '/b')],
    ['its test id', form, () => document.querySelector('[data-here]')?.setAttribute('data-testid', 'delete')],
    ['its tooltip', form, () => document.querySelector('[data-here]')?.setAttribute('title', 'Delete')],
    ['the page', form, () => window.live.go('/dashboards')],
    ['its row’s name', rows, () => document.querySelector('td')?.replaceChildren('production')],
    [
      'the order of rows',
      rows,
      () => document.querySelector('tr')?.before(document.querySelectorAll('tr')[1]),
      { action: 'highlight', reftarget: '.x' },
    ],
    [
      'the element in another row',
      rows,
      () => {
        const [first, second] = document.querySelectorAll('.x');
        first.removeAttribute('data-here');
        second.setAttribute('data-here', '');
      },
    ],
    ['an ancestor', form, () => document.querySelector('form')?.parentElement?.setAttribute('role', 'dialog')],
    [
      'a link',
      '<p><a href="http://127.0.0.1:9/" data-bad data-here>Docs</a></p>',
      () => document.querySelector('a')?.setAttribute('href', 'http://127.0.0.1:8/'),
    ],
    [
      'what lies over it',
      form,
      () =>
        document.body.insertAdjacentHTML(
          'beforeend',
          '<div id="veil" style="position:fixed;inset:0;z-index:99"></div>'
        ),
    ],
  ];
  for (const [what, html, swap, spec = HERE] of cases) {
    await test.step(what, async () => {
      await page.evaluate(() => window.live.go('/explore'));
      await fresh(page, html);
      const over = follow(page, spec);
      await expect.poll(async () => (await pending(page))?.kind).toBe('danger');
      await page.evaluate(swap);
      await page.evaluate(() => window.live.agree());
      expect((await over).outcome).toBe('failed');
      expect(await page.title()).toBe('');
      await page.evaluate(() => document.getElementById('veil')?.remove());
    });
  }
});

test('SAFE-11: what changes under the pointer is not clicked', async ({ page }) => {
  const cases: Array<[string, string, string]> = [
    ['its link', 'mouseover', "this.href = '/logout'"],
    ['its link, when it is pressed', 'mousedown', "this.href = '/logout'"],
    ['its tab', 'mouseover', "this.target = '_blank'"],
    ['its words', 'mouseover', "this.textContent = 'Delete'"],
  ];
  for (const [what, event, change] of cases) {
    await test.step(what, async () => {
      await fresh(page, `<a href="/dashboards" data-bad data-here on${event}="${change}">Dashboards</a>`);
      expect((await follow(page, HERE)).outcome).toBe('failed');
      expect(await page.title()).toBe('');
    });
  }
  await fresh(page, '<form><button type="button" aria-haspopup="menu" data-bad data-here>Menu</button></form>');
  await page.evaluate(() => {
    const button = document.querySelector<HTMLButtonElement>('[data-here]');
    button?.addEventListener('pointerdown', () => (button.type = 'submit'));
  });
  const over = follow(page, HERE);
  await expect.poll(async () => (await pending(page))?.kind).toBe('consent');
  await page.evaluate(() => window.live.agree());
  expect((await over).outcome).toBe('failed');
  expect(await page.title()).toBe('');
});

test('SAFE-8: an action leads nowhere that the session would not open by itself', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => request.isNavigationRequest() && asked.push(new URL(request.url()).pathname));
  const popups: Page[] = [];
  page.on('popup', (popup) => popups.push(popup));
  const button = (handler: string) =>
    `<button type="button" aria-haspopup="menu" data-here onclick="${handler}">Menu</button>`;
  const cases: Array<[string, string, RegExp]> = [
    ['by loading another page', "location.href = '/logout'", /^failed/],
    ['by loading it a little later', "setTimeout(() => (location.href = '/logout'), 300)", /^done/],
    ['by the page’s router', "live.go('/admin/users')", /^failed/],
    ['by the page’s router, somewhere to ask about', "live.go('/datasources/edit/x')", /^danger: Go to \/datasources/],
    ['by the history', "history.pushState(null, '', '/admin')", /^failed/],
    ['in a new tab', "window.open('/explore')", /^failed/],
    ['out of Grafana', "location.href = 'http://127.0.0.1:9/'", /^failed/],
    [
      'by a form that a script sends',
      "const f = document.createElement('form'); f.action = '/api/x'; document.body.append(f); f.submit()",
      /^failed/,
    ],
    [
      'to a file',
      "const a = document.createElement('a'); a.href = '/explore'; a.download = 'x'; document.body.append(a); a.click()",
      /^failed/,
    ],
  ];
  for (const [how, handler, expected] of cases) {
    await test.step(how, async () => {
      await fresh(page, button(handler));
      const before = asked.length;
      expect(await askedOrOver(page, HERE)).toMatch(expected);
      await page.evaluate(() => window.live.decline());
      if (how.endsWith('later')) {
        await expect.poll(() => page.evaluate(() => window.live.done().at(-1))).toMatch(/\/logout: failed$/);
      }
      expect(new URL(page.url()).pathname).toBe('/explore');
      expect(asked.slice(before)).toEqual([]);
    });
  }
  expect(popups).toEqual([]);
  await fresh(page, button("location.href = '/d/abc?orgId=2&from=now-1h'"));
  expect((await follow(page, HERE)).outcome).toBe('done');
  expect(page.url()).toMatch(/\/d\/abc\?from=now-1h$/);
  await fresh(page, button("location.href = '/dashboards'"));
  await Promise.all([page.waitForURL('**/dashboards'), follow(page, HERE).catch(() => undefined)]);
});

test('SAFE-8: what the person at the page opens right after an action is theirs', async ({ page }) => {
  await fresh(
    page,
    '<button type="button" aria-haspopup="menu" data-here>Menu</button><a id="mine" href="/datasources/edit/x">Mine</a>'
  );
  expect((await follow(page, HERE)).outcome).toBe('done');
  await Promise.all([page.waitForURL('**/datasources/edit/x'), page.locator('#mine').click()]);
});

test.describe('SAFE-15: in the middle of typing', () => {
  /** A list that offers its option a second after something is typed. */
  const LIST =
    '<p id="else">else</p><input role="combobox" aria-label="Server" aria-controls="list" data-here><ul role="listbox" id="list"></ul>';
  const typing: StepSpec = { action: 'formfill', reftarget: '[data-here]', targetvalue: 'web-1' };

  for (const [how, end] of [
    ['Escape', (page: Page) => page.keyboard.press('Escape')],
    ['a press on the page', (page: Page) => page.locator('#else').click()],
    ['guided mode', (page: Page) => page.evaluate(() => window.live.setMode('guided'))],
    ['leaving', (page: Page) => page.evaluate(() => window.live.leave())],
    ['an administrator', (page: Page) => page.evaluate(() => window.live.switchOff())],
  ] as const) {
    test(`${how} stops it before its next key`, async ({ page }) => {
      await fresh(page, LIST);
      await page.evaluate(() => {
        document.querySelector('[data-here]')?.addEventListener('input', () => {
          document.title += 'typed ';
        });
        document.getElementById('list')?.addEventListener('mousedown', () => {
          document.title += 'chosen ';
        });
      });
      const over = follow(page, typing);
      await expect.poll(async () => (await pending(page))?.kind).toBe('consent');
      await page.evaluate(() => window.live.agree());
      await expect.poll(() => page.title()).toBe('typed');
      await end(page);
      // Now it is offered, and nobody takes it.
      await page.evaluate(() => {
        const list = document.getElementById('list');
        list?.insertAdjacentHTML('beforeend', '<li role="option">web-1</li>');
      });
      expect(['interrupted', 'skipped']).toContain((await over).outcome);
      await expect
        .poll(() => page.evaluate(() => window.live.done()))
        .toEqual(['Choose “web-1” in “Server”: interrupted']);
      expect(await page.title()).toBe('typed');
    });
  }
});

test('SAFE-16: what was declined, refused and done is listed in order, over a reload too', async ({ page, open }) => {
  await fresh(
    page,
    '<button type="button" aria-haspopup="menu" data-here>Menu</button><form><button id="s">Send</button></form><a id="l" href="/logout">Sign out</a>'
  );
  await follow(page, HERE);
  expect(await askedOrOver(page, { action: 'highlight', reftarget: '#s' })).toMatch(/^danger/);
  await page.evaluate(() => window.live.decline());
  await follow(page, { action: 'highlight', reftarget: '#l' });
  await follow(page, { action: 'navigate', reftarget: '/admin' });
  await follow(page, { action: 'highlight', reftarget: '#gone' });
  const lines = [
    'Click “Menu”: done',
    'Click “Send”, which submits the form: declined',
    'Click “Sign out”: shown',
    'Go to /admin: failed',
    'Click an element of the page: failed',
  ];
  expect(await page.evaluate(() => window.live.done())).toEqual(lines);
  await open('<main></main>');
  await page.evaluate(() => window.live.attend('follow', 'ask'));
  expect(await page.evaluate(() => window.live.done())).toEqual(lines);
});
