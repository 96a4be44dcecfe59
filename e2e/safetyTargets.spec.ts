/** What a hostile guide may pick on a page, in a follower's real browser: nothing of it happens by itself. */
import { expect, test, type Page, type StepSpec } from './actionsBench';

/** Everything that happens on the page by a click, a key or a form is written into its title. */
const WITNESS = `(() => {
  const happened = (what) => (document.title += what + ' ');
  addEventListener('click', ({ target }) => target.closest('[data-bad]') && happened('clicked'), true);
  addEventListener('submit', (event) => { event.preventDefault(); happened('submitted'); }, true);
  addEventListener('keydown', ({ key, isTrusted }) => !isTrusted && key === 'Enter' && happened('entered'), true);
  addEventListener('input', ({ target }) => target.closest('[data-bad]') && happened('filled'), true);
  window.happened = happened;
})()`;

const HERE: StepSpec = { action: 'highlight', reftarget: '[data-here]' };
const follow = (page: Page, spec: StepSpec) => page.evaluate((step) => window.live.follow(step), spec);
const pending = (page: Page) => page.evaluate(() => window.live.following().pending);

async function fresh(page: Page, html: string): Promise<void> {
  await page.evaluate((body) => {
    document.title = '';
    window.live.leave();
    const main = document.querySelector('main') ?? document.body;
    main.innerHTML = body;
    window.live.attend('follow', 'ask');
  }, html);
}

/** Asks for the step; resolves when it is asked about, with the words, or is over, with its outcome. */
async function askedOrOver(page: Page, spec: StepSpec): Promise<string> {
  return page.evaluate(async (step) => {
    const over = window.live.follow(step).then(({ outcome, detail }) => `${outcome}: ${detail}`);
    const asked = async () => {
      for (;;) {
        const question = window.live.following().pending;
        if (question) {
          return `${question.kind}: ${question.describes}`;
        }
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
    };
    return Promise.race([over, asked()]);
  }, spec);
}

test.beforeEach(async ({ page, open }) => {
  await open('<main></main>');
  await page.evaluate(WITNESS);
});

test('SAFE-3, SAFE-4: what ends, saves or sends something waits for the attendee, however a guide gets at it', async ({
  page,
}) => {
  const cases: Array<[string, string]> = [
    ['an icon alone', '<button type="button" data-bad data-here><svg width="16" height="16"></svg></button>'],
    [
      'a bin with a harmless label',
      '<button type="button" aria-label="Row" data-bad data-here><svg data-testid="icon-trash-alt" width="16" height="16"></svg></button>',
    ],
    [
      'a part of a delete button',
      '<button type="button" aria-label="Delete" data-bad><b role="tab" data-here>View</b></button>',
    ],
    [
      'a label for a delete button',
      '<label for="d"><b role="tab" data-here>View</b></label><button id="d" type="button" data-bad>Delete</button>',
    ],
    [
      'a name from elsewhere',
      '<i id="n">Delete</i><button type="button" aria-labelledby="n" data-bad data-here>Row</button>',
    ],
    [
      'a name from style alone',
      '<style>.s::after{content:"Delete"}</style><button type="button" class="s" data-bad data-here></button>',
    ],
    ['German', '<div lang="de"><button type="button" data-bad data-here>Entfernen</button></div>'],
    ['Japanese', '<button type="button" data-bad data-here>削除</button>'],
    ['a submit in a form', '<form data-bad><button data-here>Next</button></form>'],
    ['a submit outside of its form', '<form id="f" data-bad></form><button form="f" data-here>Next</button>'],
    [
      'a button that sends the form elsewhere',
      '<form data-bad><button formaction="/logout" data-here>Next</button></form>',
    ],
    ['a link in a new tab', '<a href="/explore" target="_blank" data-bad data-here>Explore</a>'],
    ['a download', '<a href="/explore" download data-bad data-here>Explore</a>'],
    ['a link out of Grafana', '<a href="http://127.0.0.1:9/" data-bad data-here>Explore</a>'],
    ['a link into another organisation', '<a href="/d/abc?orgId=2" data-bad data-here>Explore</a>'],
    ['a dialog’s button', '<div role="dialog"><button type="button" data-bad data-here>Fine</button></div>'],
  ];
  for (const [what, html] of cases) {
    await test.step(what, async () => {
      await fresh(page, html);
      expect(await askedOrOver(page, HERE)).toMatch(/^danger: /);
      await page.keyboard.press('Escape');
      expect(await page.title()).toBe('');
    });
  }
});

test('SAFE-5: a session never signs out, fills a secret, opens a file or runs a script, and does not even ask', async ({
  page,
}) => {
  const requests: string[] = [];
  page.on('request', (request) => requests.push(new URL(request.url()).pathname));
  const cases: Array<[string, string, Partial<StepSpec>?]> = [
    ['Sign out', '<a href="/logout" data-bad data-here>Sign out</a>'],
    [
      'Sign out in a drawing',
      '<svg width="99" height="30"><a xlink:href="/logout"><text y="20" data-here>x</text></a></svg>',
    ],
    ['a script', '<a href="javascript:happened(1)" data-here>x</a>'],
    ['a script behind blanks', '<a href=" java\nscript:happened(1)" data-here>x</a>'],
    ['a page of data', '<a href="data:text/html,x" data-here>x</a>'],
    ['an object of the page', '<a href="blob:http://127.0.0.1/x" data-here>x</a>'],
    ['an API', '<a href="/api/user" data-here>x</a>'],
    ['a file', '<input type="file" data-bad data-here>'],
    ['a file behind a label', '<label data-here>Open<input type="file" data-bad></label>'],
    ['a page in the page', '<iframe srcdoc="x" data-bad data-here></iframe>'],
    ['a password', '<input type="password" data-bad data-here>', { action: 'formfill', targetvalue: 'x' }],
    [
      'one that an eye shows',
      '<span data-testid="input-wrapper"><input data-bad data-here><button type="button"><svg data-testid="icon-eye-slash" width="9" height="9"></svg></button></span>',
      { action: 'formfill', targetvalue: 'x' },
    ],
    [
      'one that dots hide',
      '<input style="-webkit-text-security: disc" data-bad data-here>',
      { action: 'formfill', targetvalue: 'x' },
    ],
    [
      'the password in use',
      '<input autocomplete="current-password" data-bad data-here>',
      { action: 'formfill', targetvalue: 'x' },
    ],
    ['one in German', '<label>Kennwort<input data-bad data-here></label>', { action: 'formfill', targetvalue: 'x' }],
    [
      'a secret to write in',
      '<div contenteditable="true" aria-label="API key" style="height:30px" data-bad data-here></div>',
      { action: 'formfill', targetvalue: 'x' },
    ],
  ];
  for (const [what, html, spec] of cases) {
    await test.step(what, async () => {
      await fresh(page, html);
      const over = await askedOrOver(page, { ...HERE, ...spec });
      expect(over).toContain('this is never done for someone');
      expect(await page.title()).toBe('');
    });
  }
  expect(requests).not.toContain('/logout');
  expect(requests).not.toContain('/api/user');
});

test('SAFE-7: a query that may write is asked about with its text, wherever it is put', async ({ page }) => {
  const sql = `${'select 1 '.repeat(20)}; DROP TABLE users`;
  for (const field of [
    '<textarea aria-label="Query" data-bad data-here></textarea>',
    '<div contenteditable="true" aria-label="Query" style="height:30px" data-bad data-here></div>',
    '<div class="monaco-editor" style="height:30px" aria-label="Query" data-bad data-here><textarea class="inputarea"></textarea></div>',
  ]) {
    await fresh(page, field);
    const asked = await askedOrOver(page, { action: 'formfill', reftarget: '[data-here]', targetvalue: sql });
    expect(asked).toMatch(/^danger: .*DROP TABLE users” into “Query”$/);
    await page.evaluate(() => window.live.decline());
    expect(await page.title()).toBe('');
  }
});

test('SAFE-3: Enter in a form waits for the attendee', async ({ page }) => {
  await fresh(page, '<form data-bad><input role="combobox" aria-label="Name" data-here></form>');
  expect(await askedOrOver(page, { action: 'formfill', reftarget: '[data-here]', targetvalue: 'x' })).toMatch(
    /^danger/
  );
  await page.evaluate(() => window.live.decline());
  expect(await page.title()).toBe('');
});

test('SAFE-12: nothing of our own is a target, nor what a label sets off there', async ({ page }) => {
  const cases = [
    [
      '<div data-live-own><button type="button" data-testid="follow-confirm" data-bad>Agree</button></div>',
      '[data-testid="follow-confirm"]',
    ],
    ['<div data-live-own><button type="button" data-bad>Agree</button></div>', 'Agree'],
    [
      '<label for="own" id="l">View</label><div data-live-own><button id="own" type="button" data-bad>Agree</button></div>',
      '#l',
    ],
    ['<div role="dialog"><p data-live-own>ours</p><button type="button" id="x" data-bad>Agree</button></div>', '#x'],
  ];
  for (const [html, reftarget] of cases) {
    await fresh(page, html);
    const over = await askedOrOver(page, { action: 'button', reftarget });
    await page.evaluate(() => window.live.following().pending && window.live.agree());
    expect(over).not.toMatch(/^done/);
    await expect.poll(() => pending(page)).toBeNull();
    expect(await page.title()).toBe('');
  }
});

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
