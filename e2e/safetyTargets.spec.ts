/** What a hostile guide may pick on a page, in a follower's real browser: nothing of it happens by itself. */
import { expect, test, type StepSpec } from './actionsBench';
import { HERE, askedOrOver, fresh, pending, watchPage } from './safetyBench';

watchPage();

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
    [
      'a name from style over a harmless one that is not seen',
      '<style>.s::before{content:"Delete all"}</style><button type="button" data-bad data-here><i class="s"></i><span style="font-size:0">View</span></button>',
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

test('TERM-19: no step types into the shared terminal, nor clicks in it, by whatever it is named', async ({ page }) => {
  const terminal =
    '<div data-live-own><div data-live-keys="shell" role="group" aria-label="Terminal screen"><div class="xterm" data-bad>' +
    '<textarea class="xterm-helper-textarea" aria-label="Terminal input" data-testid="prompt"></textarea>' +
    '<div class="xterm-rows"><div>nobody@vm:~$ </div></div></div></div></div>';
  const specs: StepSpec[] = [
    { action: 'formfill', reftarget: 'textarea.xterm-helper-textarea', targetvalue: 'rm -rf ~' },
    { action: 'formfill', reftarget: 'prompt', targetvalue: 'rm -rf ~' },
    { action: 'formfill', reftarget: '[aria-label="Terminal input"]', targetvalue: 'rm -rf ~' },
    { action: 'highlight', reftarget: '.xterm' },
    { action: 'button', reftarget: 'div:contains("nobody@vm")' },
  ];
  for (const spec of specs) {
    await fresh(page, terminal);
    const over = await askedOrOver(page, spec);
    await page.evaluate(() => window.live.following().pending && window.live.agree());
    expect(`${spec.reftarget} ${over}`).not.toMatch(/ done/);
    await expect.poll(() => pending(page)).toBeNull();
    expect(await page.title()).toBe('');
    expect(await page.locator('textarea').inputValue()).toBe('');
  }
  // What holds it back is that it is ours: the same field elsewhere is asked about.
  await fresh(page, terminal.replace('data-live-own', ''));
  expect(await askedOrOver(page, specs[0])).toMatch(/^consent/);
});
