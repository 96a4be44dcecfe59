/** Doing what a step says, on a bare page: clicks, fields, states. */
import { act, expect, test } from './actionsBench';

test.describe('doing', () => {
  test('clicks the first match that can be seen, once', async ({ page, open }) => {
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

  test('fills a field so that React’s state takes it, through a wrapper and with the clear mark', async ({
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

  test('sets a checkbox and leaves it when it is so already', async ({ page, open }) => {
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

  test('clicks a toggle only when it is not in the wanted state', async ({ page, open }) => {
    await open('<main><button id="target" aria-pressed="true">Wrap</button></main>');
    await page.evaluate(() =>
      document.getElementById('target')?.addEventListener('click', () => (document.title += 'x'))
    );
    await act(page, { action: 'highlight', reftarget: '#target', targetstate: 'true' });
    expect(await page.title()).toBe('');
    await act(page, { action: 'highlight', reftarget: '#target', targetstate: 'false' });
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
