/** Doing what a step says, on a bare page: clicks, fields, states. */
import { act, expect, test } from './actionsBench';

test.describe('doing', () => {
  test('several matches: clicks the first that can be seen, once', async ({ page, open }) => {
    await open(
      '<main><button style="display:none">Go</button><button id="a">Go</button><button id="b">Go</button></main>'
    );
    await page.evaluate(() =>
      document.addEventListener('click', ({ target }) => (document.title += target instanceof Element ? target.id : ''))
    );
    expect(await act(page, { action: 'button', reftarget: 'go' })).toEqual({ outcome: 'done', found: 3 });
    expect(await page.title()).toBe('a');
  });

  test('does nothing to what cannot be used', async ({ page, open }) => {
    await open('<main><button disabled>Go</button></main>');
    expect(await act(page, { action: 'button', reftarget: 'Go' })).toMatchObject({ outcome: 'failed', found: 1 });
  });

  test('React inputs ignore .value =: fills a field so that the state takes it, through a wrapper and with the clear mark', async ({
    page,
    open,
  }) => {
    await open('<main id="root"></main>');
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

  test('a checkbox is not toggled twice: sets it and leaves it when it is so already', async ({ page, open }) => {
    await open('<main id="root"></main>');
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

  test('chooses by value or by text, and fails on what is not offered', async ({ page, open }) => {
    await open(
      '<main><select id="target"><option value="1">One</option><option value="2">Two</option></select></main>'
    );
    const fill = (targetvalue: string) => act(page, { action: 'formfill', reftarget: '#target', targetvalue });
    expect((await fill('Two')).outcome).toBe('done');
    await expect(page.locator('#target')).toHaveValue('2');
    expect((await fill('Three')).outcome).toBe('failed');
    await expect(page.locator('#target')).toHaveValue('2');
  });

  test('never fills a password', async ({ page, open }) => {
    await open('<main><input type="password" id="target"></main>');
    expect((await act(page, { action: 'formfill', reftarget: '#target', targetvalue: 'x' })).outcome).toBe('failed');
    await expect(page.locator('#target')).toHaveValue('');
  });

  test('a toggle does not flip the wrong way: clicks it only when it is not in the wanted state', async ({
    page,
    open,
  }) => {
    await open('<main><button id="target" aria-pressed="true">Wrap</button></main>');
    await page.evaluate(() =>
      document.getElementById('target')?.addEventListener('click', () => (document.title += 'x'))
    );
    await act(page, { action: 'highlight', reftarget: '#target', targetstate: 'true' });
    expect(await page.title()).toBe('');
    // It stays pressed here, which is told, and is no reason to press it again.
    expect(await act(page, { action: 'highlight', reftarget: '#target', targetstate: 'false' })).toEqual({
      outcome: 'done',
      found: 1,
      detail: 'it was clicked, but does not show the wanted state',
    });
    expect(await page.title()).toBe('x');
  });

  test('counts as done only when what the step promises came true', async ({ page, open }) => {
    await open('<main></main>');
    const go = (verify: string) => act(page, { action: 'navigate', reftarget: '/dashboards', verify: [verify] });
    expect((await go('on-page:/dashboards')).outcome).toBe('done');
    expect((await go('on-page:/alerting')).outcome).toBe('failed');
  });
});

test('a field that is left in a window that is not in front tells so', async ({ page, open, context }) => {
  await open('<main><input id="target"></main>');
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

test('Escape closes the surrounding dialog: a list in it that lacks the value is closed, the dialog is not', async ({
  page,
  open,
}) => {
  await open(
    '<div role="dialog" id="dialog"><input id="target" role="combobox" aria-controls="list" aria-expanded="false">' +
      '<ul id="list"><li role="option">one</li></ul></div>'
  );
  await page.evaluate(() => {
    const keys: string[] = [];
    document.getElementById('target')?.addEventListener('keydown', ({ key }) => (document.title += `${key} `));
    document.getElementById('dialog')?.addEventListener('keydown', ({ key }) => {
      keys.push(key);
      if (key === 'Escape') {
        document.getElementById('dialog')?.remove();
      }
    });
  });
  const fill = (targetvalue: string) => act(page, { action: 'formfill', reftarget: '#target', targetvalue });
  expect((await fill('two')).outcome).toBe('failed');
  expect(await page.title()).toContain('Escape');
  await expect(page.locator('#dialog')).toBeVisible();
  expect((await fill('one')).outcome).toBe('done');
});

test('filter pills are taken away by their own buttons alone, never by one that sends a form', async ({
  page,
  open,
}) => {
  await open(
    '<form id="form"><button aria-label="Remove filter a">x</button><button type="button" aria-label="Remove filter b">x</button>' +
      '<input id="target" role="combobox" aria-controls="list"></form>'
  );
  await page.evaluate(() => {
    document.getElementById('form')?.addEventListener('submit', (event) => {
      event.preventDefault();
      document.title += 'sent,';
    });
    document.querySelector('[aria-label="Remove filter b"]')?.addEventListener('click', ({ target }) => {
      document.title += 'b,';
      if (target instanceof Element) {
        target.remove();
      }
    });
  });
  expect((await act(page, { action: 'formfill', reftarget: '#target', targetvalue: '@@CLEAR@@' })).outcome).toBe(
    'done'
  );
  expect(await page.title()).toBe('b,');
});

test('a follower is asked each time where filling a list may press Enter in a form', async ({ page, open }) => {
  await open('<form><input id="target" role="combobox" aria-controls="list"></form>');
  await page.evaluate(() => window.live.attend('follow', 'ask'));
  const asked = page.evaluate(() =>
    window.live.follow({ action: 'formfill', reftarget: '#target', targetvalue: 'a="b"' })
  );
  await expect.poll(() => page.evaluate(() => window.live.following().pending?.kind)).toBe('danger');
  await page.evaluate(() => window.live.leave());
  expect((await asked).outcome).toBe('skipped');
});

test('hover and click in one step: what shows only while the mouse is over its row is pointed at and pressed', async ({
  page,
  open,
}) => {
  await open('<main><div class="box" id="row"><button id="menu" style="opacity:0">Menu</button></div></main>');
  await page.evaluate(() => {
    const row = document.getElementById('row');
    const menu = document.getElementById('menu');
    row?.addEventListener('mouseenter', () => (document.title += 'enter,'));
    row?.addEventListener('mouseleave', () => (document.title += 'leave,'));
    menu?.addEventListener('click', () => (document.title += 'click,'));
  });
  const before = await page.evaluate(() => window.held.count().listeners);
  expect((await act(page, { action: 'hover', reftarget: '#row' })).outcome).toBe('done');
  for (let press = 0; press < 3; press++) {
    expect((await act(page, { action: 'highlight', reftarget: '#row button' })).outcome).toBe('done');
  }
  expect(await page.title()).toBe('enter,click,click,click,');
  // The real mouse takes over, and nothing listens for it any more.
  await page.mouse.move(600, 400);
  expect(await page.title()).toBe('enter,click,click,click,leave,');
  expect(await page.evaluate(() => window.held.count().listeners)).toBe(before);
});

test('a page outside of Grafana opens by the person’s own press alone, and knows nothing of this one', async ({
  page,
  open,
  bare,
  context,
}) => {
  const go = { action: 'navigate', reftarget: `${bare.origin}/docs` } as const;
  // What a test evaluates counts as the person's doing; what a page does when it is loaded does not.
  await page.addInitScript((step) => {
    addEventListener('load', () => void window.live.do(step).then(({ outcome }) => (document.title = outcome)));
  }, go);
  await open('<main><button id="press">x</button></main>');
  await expect(page).toHaveTitle('failed');
  expect(context.pages()).toHaveLength(1);
  await page.evaluate((step) => {
    document.getElementById('press')?.addEventListener('click', () => void window.live.do(step));
  }, go);
  const opened = context.waitForEvent('page');
  await page.locator('#press').click();
  expect(await (await opened).evaluate(() => [window.opener, document.referrer])).toEqual([null, '']);
  for (const reftarget of [
    '//127.0.0.1:9/x',
    'javascript:alert(1)',
    '/\\127.0.0.1:9/x',
    '/logout',
    '/api/x',
    'data:text/html,x',
  ]) {
    expect((await act(page, { action: 'navigate', reftarget })).outcome, reftarget).toBe('failed');
  }
});

test('popout moves the panel where it can be moved, and says so where it stays', async ({ page, open }) => {
  await open('<main></main>');
  const popout = (targetvalue: string) => act(page, { action: 'popout', targetvalue });
  expect(await popout('floating')).toEqual({ outcome: 'done', found: 0, detail: 'the panel stays where it is' });
  await page.evaluate(() => window.live.panelMoves());
  expect((await popout('floating')).outcome).toBe('done');
  expect((await popout('sidebar')).outcome).toBe('done');
  expect(await page.evaluate(() => window.live.panelMoves())).toEqual(['floating', 'sidebar']);
});
