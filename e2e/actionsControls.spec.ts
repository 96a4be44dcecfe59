/** The actions on Grafana's own controls, in the demo Grafana. */
import { act, expect, offBy, show, test, type Page, type StepSpec } from './actionsBench';

/** What the controls of a tab hold, as they say it themselves. */
const held = async (page: Page): Promise<Record<string, unknown>> =>
  JSON.parse((await page.getByTestId('demo-state').textContent()) ?? '{}');
const fill = (page: Page, reftarget: string, targetvalue: string) =>
  act(page, { action: 'formfill', reftarget, targetvalue });
const DONE = { outcome: 'done', found: 1 };

test.describe('Grafana’s code editor', () => {
  const QUERY: StepSpec = { action: 'formfill', reftarget: '[data-testid="data-testid Query field"]' };
  const openEditor = async (page: Page, openGrafana: (path: string) => Promise<void>) => {
    await openGrafana('/explore');
    await expect(page.locator('.monaco-editor').first()).toBeVisible();
  };
  const query = (page: Page) => page.locator('.view-lines').first();

  test('takes a whole query, also in place of another one, and runs it', async ({ page, openGrafana }) => {
    await openEditor(page, openGrafana);
    for (const value of ['sum(http_requests_total)', '@@CLEAR@@ http_requests_total{instance=~"web-1|web-2"}']) {
      expect(await act(page, { ...QUERY, targetvalue: value })).toEqual({ outcome: 'done', found: 1 });
      await expect(query(page)).toHaveText(value.replace('@@CLEAR@@ ', '').replace(/ /g, '\u00a0'));
    }
    await page.getByTestId('data-testid RefreshPicker run button').click();
    await expect(page.getByTestId('data-testid Panel header Table')).toContainText('web-2');
  });

  test('takes it in a window that is not in front', async ({ page, openGrafana, context }) => {
    await openEditor(page, openGrafana);
    const devtools = await context.newCDPSession(page);
    await devtools.send('Emulation.setFocusEmulationEnabled', { enabled: false });
    const other = await context.newPage();
    await other.bringToFront();
    expect(await page.evaluate(() => document.hasFocus())).toBe(false);
    expect(await act(page, { ...QUERY, targetvalue: 'up' })).toEqual({ outcome: 'done', found: 1 });
    expect(await page.evaluate(() => document.querySelector('.view-lines')?.textContent)).toBe('up');
  });

  test('is framed as a whole, by itself and by its hidden input', async ({ page, openGrafana }) => {
    await openEditor(page, openGrafana);
    const inner = await page.evaluate(() =>
      document.querySelector('.monaco-editor textarea.inputarea') ? 'textarea.inputarea' : '.native-edit-context'
    );
    for (const reftarget of ['[data-testid="data-testid Query field"] .monaco-editor', `.monaco-editor ${inner}`]) {
      expect((await show(page, { action: 'highlight', reftarget })).outcome).toBe('shown');
      expect(await offBy(page, '.monaco-editor')).toBeLessThanOrEqual(2);
    }
  });
});

test.describe('Grafana’s text fields', () => {
  test.beforeEach(({ openGrafana }) => openGrafana('/demo/controls'));

  test('React inputs ignore .value =: their state takes what is filled in, through wrappers and with the clear mark', async ({
    page,
  }) => {
    expect(await fill(page, '#demo-name', 'web-2')).toEqual(DONE);
    expect(await fill(page, 'div:has(> #demo-note)', 'one\ntwo')).toMatchObject({ outcome: 'done' });
    expect(await fill(page, '#demo-limit', '@@CLEAR@@ 25')).toEqual(DONE);
    expect(await fill(page, '#demo-address', '')).toEqual(DONE);
    expect(await held(page)).toMatchObject({ name: 'web-2', note: 'one\ntwo', limit: '25', address: '' });
    expect(await fill(page, '#demo-name', '@@CLEAR@@')).toEqual(DONE);
    expect(await fill(page, '#demo-heading', 'Orders')).toEqual(DONE);
    expect(await held(page)).toMatchObject({ name: '', heading: 'Orders' });
    expect((await fill(page, '#demo-read-only', 'x')).outcome).toBe('failed');
    expect((await fill(page, '#demo-token', 'x')).outcome).toBe('failed');
  });

  test('textarea.inputarea matches every editor on the page: the one that is seen is filled', async ({ page }) => {
    await page.locator('.monaco-editor').first().waitFor();
    const inner = await page.evaluate(() =>
      document.querySelector('.monaco-editor textarea.inputarea') ? 'textarea.inputarea' : '.native-edit-context'
    );
    await page.evaluate(() => {
      const hidden = document.querySelector('.monaco-editor')?.closest('section')?.cloneNode(true);
      if (hidden instanceof HTMLElement) {
        hidden.style.display = 'none';
        hidden.querySelectorAll('[data-uri]').forEach((editor) => editor.setAttribute('data-uri', 'inmemory://hidden'));
        document.querySelector('[data-testid="demo-corner Code"]')?.before(hidden);
      }
    });
    expect(await fill(page, inner, '{ "threshold": 90 }')).toEqual({ outcome: 'done', found: 2 });
    await expect.poll(async () => (await held(page)).code).toBe('{ "threshold": 90 }');
  });

  test('a combobox with operators takes key, operator and value in turn, and gives its pills up when cleared', async ({
    page,
  }) => {
    expect(await fill(page, '#demo-filters', 'level!=debug instance=~"web-1"')).toEqual(DONE);
    const before = { label: 'job', operator: '=', value: 'shop' };
    const added = [
      { label: 'level', operator: '!=', value: 'debug' },
      { label: 'instance', operator: '=~', value: 'web-1' },
    ];
    expect((await held(page)).filters).toEqual([before, ...added]);
    expect(await fill(page, '#demo-filters', '@@CLEAR@@ job="api"')).toEqual(DONE);
    expect((await held(page)).filters).toEqual([{ label: 'job', operator: '=', value: 'api' }]);
    expect(await fill(page, '#demo-filters', '@@CLEAR@@')).toEqual(DONE);
    expect((await held(page)).filters).toEqual([]);
    expect((await fill(page, '#demo-filters', 'x'.repeat(1001))).outcome).toBe('failed');
  });
});

test.describe('Grafana’s lists and switches', () => {
  test.beforeEach(({ openGrafana }) => openGrafana('/demo/controls/choices'));

  test('a combobox does not open on focus: it is pressed, typed into, and its option chosen', async ({ page }) => {
    expect(await fill(page, '#demo-server', 'web-2')).toEqual(DONE);
    expect(await fill(page, '#demo-region', 'region-371')).toEqual(DONE);
    expect(await fill(page, '#demo-servers', 'web-1')).toEqual(DONE);
    expect(await fill(page, '#demo-servers', 'web-3')).toEqual(DONE);
    expect(await fill(page, '[data-testid="demo-unit-select"]', 'Bytes')).toMatchObject({ outcome: 'done' });
    expect(await fill(page, '#demo-units', 'Seconds')).toEqual(DONE);
    expect(await fill(page, '#demo-units', 'Percent')).toEqual(DONE);
    expect(await held(page)).toMatchObject({
      server: 'web-2',
      region: 'region-371',
      servers: ['web-1', 'web-3'],
      unit: 'bytes',
      units: ['s', 'percent'],
    });
    expect(await fill(page, '#demo-region', 'a region of my own')).toEqual(DONE);
    expect(await fill(page, '#demo-units', '@@CLEAR@@ Bytes')).toEqual(DONE);
    expect(await fill(page, '#demo-server', '')).toEqual(DONE);
    expect(await held(page)).toMatchObject({ region: 'a region of my own', units: ['bytes'], server: null });
    expect((await fill(page, '#demo-servers', 'nowhere')).outcome).toBe('failed');
    expect((await held(page)).servers).toEqual(['web-1', 'web-3']);
  });

  test('a checkbox or switch is not toggled twice: only a state that differs is clicked, whatever is aimed at', async ({
    page,
  }) => {
    for (const wanted of ['true', 'true', 'false', 'true']) {
      for (const target of ['#demo-notify', '#demo-paused', 'label:has(#demo-remember)']) {
        expect((await fill(page, target, wanted)).outcome).toBe('done');
      }
      const on = wanted === 'true';
      expect(await held(page)).toMatchObject({ notify: on, paused: on, remember: on });
    }
    expect((await fill(page, 'label:text("Table")', 'true')).outcome).toBe('done');
    expect((await fill(page, '[id="demo-plain"]', 'Percent')).outcome).toBe('done');
    expect(await held(page)).toMatchObject({ legend: 'table', plain: 'percent' });
  });

  test('a toggle does not flip the wrong way on a re-run: its state is read first', async ({ page }) => {
    const toggle = (action: 'highlight' | 'button', reftarget: string, targetstate: string) =>
      act(page, { action, reftarget, targetstate });
    for (const state of ['true', 'true', 'false', 'false', 'true']) {
      expect(await toggle('button', '[data-testid="demo-pressed"]', state)).toMatchObject({ outcome: 'done' });
      expect(await toggle('highlight', 'div:has(> #demo-notify)', state)).toMatchObject({ outcome: 'done' });
      expect(await toggle('highlight', '#demo-paused', state)).toMatchObject({ outcome: 'done' });
      const on = state === 'true';
      expect(await held(page)).toMatchObject({ pressed: on, notify: on, paused: on });
    }
  });

  test('combobox inputs are invisible by design: the frame is around what is seen of them', async ({ page }) => {
    for (const target of ['#demo-unit', '#demo-server', '#demo-notify', '#demo-units']) {
      expect((await show(page, { action: 'highlight', reftarget: target })).outcome).toBe('shown');
      const box = await page.getByTestId('live-highlight').boundingBox();
      expect(box?.width).toBeGreaterThan(24);
      expect(box?.height).toBeGreaterThan(14);
    }
  });
});
