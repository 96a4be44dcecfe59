/** What people do on the demo Grafana's pages, with mouse and keyboard: dashboards, Explore, account, the controls page. */
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { serveHost, type RunningHost } from '../host/serve';

let host: RunningHost;

const grafana = (page: Page, id: string) => page.locator(`[data-testid="data-testid ${id}"]`);
const menuItem = (page: Page, address: string) =>
  page.locator(`a[data-testid="data-testid Nav menu item"][href$="${address}"]`);

/** What the controls page says that its fields hold. */
const held = async (page: Page): Promise<unknown> => JSON.parse(await page.getByTestId('demo-state').innerText());

/** The open menu of a MultiCombobox moves when its field grows by a pill, so that a click at that moment is lost. */
async function chooseServer(page: Page, name: string): Promise<void> {
  const option = page.getByRole('option', { name });
  await expect(async () => {
    if ((await option.getAttribute('aria-selected')) !== 'true') {
      await option.click();
    }
    await expect(option).toHaveAttribute('aria-selected', 'true', { timeout: 2000 });
  }).toPass({ timeout: 30_000 });
}

test.beforeAll(async () => {
  // Without the plugin: these pages must work by themselves.
  host = await serveHost({ port: 0, sessionServerUrl: 'http://localhost:9', distDir: path.join(__dirname, 'none') });
});

test.afterAll(() => host.stop());

test('stars, folders and search sort the list of dashboards', async ({ page }) => {
  await page.goto(`${host.url}/dashboards`);
  await page.getByRole('button', { name: 'Star "Hosts" dashboard' }).click();
  await page.getByRole('button', { name: 'Collapse folder Shop' }).click();
  await expect(grafana(page, 'browse dashboards row Web shop overview')).toHaveCount(0);
  await page.getByRole('button', { name: 'Expand folder Shop' }).click();
  await grafana(page, 'Browse dashboards search input').fill('shop');
  await expect(grafana(page, 'browse dashboards row Hosts')).toHaveCount(0);
  await grafana(page, 'navigation mega-menu section toggle Dashboards').click();
  await menuItem(page, '/dashboards?starred').click();
  await grafana(page, 'Browse dashboards search input').fill('');
  await expect(grafana(page, 'browse dashboards row Hosts')).toBeVisible();
  await expect(grafana(page, 'browse dashboards row Web shop overview')).toHaveCount(0);
  await page.goto(`${host.url}/d/hosts/hosts?user=viewer`);
  await expect(page.getByRole('button', { name: 'Star "Hosts" dashboard' }), 'stars are a person’s own').toBeVisible();
  await expect(grafana(page, 'Edit dashboard button'), 'a viewer edits nothing').toHaveCount(0);
});

test('a row collapses; a removed panel comes back when it is discarded, and stays away when it is saved', async ({
  page,
}) => {
  await page.goto(`${host.url}/d/hosts/hosts`);
  const load = grafana(page, 'Panel header Load');
  const remove = async () => {
    await load.hover();
    await grafana(page, 'Panel menu Load').click();
    await page.getByRole('menuitem', { name: 'Remove' }).click();
    await expect(load).toHaveCount(0);
  };
  await grafana(page, 'Edit dashboard button').click();
  await remove();
  await grafana(page, 'Discard changes button').click();
  await expect(load).toBeVisible();
  await remove();
  await grafana(page, 'Save dashboard button').click();
  await expect(page.getByRole('dialog')).toContainText('Panel removed: Load');
  await grafana(page, 'Save dashboard drawer button').click();
  await expect(grafana(page, 'Edit dashboard button')).toBeVisible();
  await page.reload();
  await expect(grafana(page, 'Panel header Memory used')).toBeVisible();
  await expect(load).toHaveCount(0);

  await page.goto(`${host.url}/d/web-shop/web-shop-overview`);
  const row = grafana(page, 'dashboard-row-toggle-for-Behind the pages');
  await expect(grafana(page, 'Panel header CPU now')).toBeVisible();
  await row.click();
  await expect(row).toHaveAttribute('aria-expanded', 'false');
  await expect(grafana(page, 'Panel header CPU now')).toHaveCount(0);
});

test('Explore splits into two panes with a data source and an answer each', async ({ page }) => {
  await page.goto(`${host.url}/explore`);
  await expect(page.locator('.monaco-editor').first()).toBeVisible();
  await grafana(page, 'Query field').click();
  await page.keyboard.insertText('up');
  await grafana(page, 'explore-toolbar-split-button').click();
  await expect(grafana(page, 'Explore')).toHaveCount(2);
  const second = grafana(page, 'Explore').nth(1);
  await second.getByTestId('data-testid RefreshPicker run button').click();
  await expect(second.getByRole('gridcell', { name: 'web-2' })).toBeVisible();
  await expect(grafana(page, 'Panel header Graph')).toHaveCount(1);
  await grafana(page, 'explore-toolbar-close-split-button').first().click();
  await expect(grafana(page, 'Explore')).toHaveCount(1);
  await expect(grafana(page, 'Panel header Graph')).toBeVisible();
});

test('a section of the menu stays unfolded after a reload, and the menu stays undocked', async ({ page }) => {
  await page.goto(`${host.url}/?user=admin`);
  await grafana(page, 'navigation mega-menu section toggle Administration').click();
  await grafana(page, 'navigation mega-menu section toggle Users and access').click();
  await page.reload();
  await menuItem(page, '/admin/users').click();
  await expect(grafana(page, 'Users breadcrumb')).toHaveAttribute('aria-current', 'page');
  await page.getByPlaceholder('Search user').fill('vera');
  await expect(page.getByRole('row')).toHaveCount(2);
  await page.locator('#dock-menu-button').click();
  await page.reload();
  await expect(page.locator('#mega-menu-toggle')).toBeVisible();
  await expect(grafana(page, 'navigation mega-menu')).toHaveCount(0);
});

test('preferences change the theme, and signing out leads to a page that lets one in by name', async ({ page }) => {
  await page.goto(`${host.url}/?theme=dark`);
  await page.getByRole('button', { name: 'Profile' }).click();
  await page.getByRole('menuitem', { name: 'Profile' }).click();
  await page.locator('#shared-preferences-theme-select').click();
  await page.getByRole('option', { name: 'Light' }).click();
  await page.getByTestId('data-testid-shared-prefs-save').click();
  await expect(page.locator('body.theme-light')).toBeVisible();
  await page.getByRole('button', { name: 'Profile' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(`${host.url}/login`);
  await expect(grafana(page, 'navigation mega-menu')).toHaveCount(0);
  await grafana(page, 'Username input field').fill('nobody');
  await grafana(page, 'Login button').click();
  await expect(page.getByText('Invalid username')).toBeVisible();
  await grafana(page, 'Username input field').fill('admin');
  await grafana(page, 'Login button').click();
  await expect(menuItem(page, '/admin')).toBeVisible();
});

test('the text controls hold what is typed', async ({ page }) => {
  await page.goto(`${host.url}/demo/controls`);
  await page.locator('#demo-name').fill('web-3');
  await page.locator('#demo-note').fill('two\nlines');
  await page.locator('#demo-address').fill('grafana');
  await expect(page.getByText('Enter an address such as')).toBeVisible();
  await page.locator('#demo-heading').fill('Overview');
  await page.getByRole('button', { name: 'Remove filter with key job' }).click();
  await page.locator('#demo-filters').click();
  await page.getByRole('option', { name: 'instance', exact: true }).click();
  await page.keyboard.type('!=');
  await page.keyboard.press('Enter');
  await page.keyboard.type('web-2');
  await page.keyboard.press('Enter');
  await expect
    .poll(() => held(page))
    .toMatchObject({
      name: 'web-3',
      note: 'two\nlines',
      address: 'grafana',
      heading: 'Overview',
      filters: [{ label: 'instance', operator: '!=', value: 'web-2' }],
    });
});

test('the choices hold what is chosen', async ({ page }) => {
  await page.goto(`${host.url}/demo/controls`);
  await grafana(page, 'Tab Choices').click();
  const expectHeld = (fields: Record<string, unknown>) => expect.poll(() => held(page)).toMatchObject(fields);
  await page.locator('#demo-server').click();
  await page.getByRole('option', { name: 'web-2' }).click();
  await expectHeld({ server: 'web-2' });
  await page.locator('#demo-region').fill('region-333');
  await page.getByRole('option', { name: 'region-333', exact: true }).click();
  await expectHeld({ region: 'region-333' });
  await page.locator('#demo-servers').click();
  await chooseServer(page, 'web-1');
  await chooseServer(page, 'web-3');
  await expectHeld({ servers: ['web-1', 'web-3'] });
  await page.keyboard.press('Escape');
  await page.locator('#demo-unit').click();
  await grafana(page, 'Select menu').getByText('Bytes').click();
  await expectHeld({ unit: 'bytes' });
  await page.locator('#demo-units').click();
  await grafana(page, 'Select menu').getByText('Percent').click();
  await expectHeld({ units: ['percent'] });
  await page.locator('#demo-plain').selectOption('percent');
  await page.locator('label[for="demo-notify"]').last().click();
  await expectHeld({ plain: 'percent', notify: true });
  await page.getByText('Remember this (Checkbox)').click();
  await grafana(page, 'radio-button-option table').first().click();
  await page.getByTestId('demo-pressed').click();
  await expectHeld({ remember: true, legend: 'table', pressed: true });
});

test('dialog, drawer, menu, tip and collapsed group open, act and close', async ({ page }) => {
  await page.goto(`${host.url}/demo/controls/overlays`);
  await page.getByRole('button', { name: 'Open dialog' }).click();
  await page.locator('#demo-modal-title').fill('From the dialog');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Open drawer' }).click();
  await grafana(page, 'Tab History').click();
  await expect(page.getByText('Nobody has changed anything yet.')).toBeVisible();
  await grafana(page, 'Tab Note').click();
  await page.locator('#demo-drawer-note').fill('From the drawer');
  await page.getByRole('button', { name: 'Save note' }).click();
  await page.getByRole('button', { name: 'Actions' }).click();
  await page.getByRole('menuitem', { name: 'Move to' }).hover();
  await page.getByRole('menuitem', { name: 'Infrastructure' }).click();
  await page.getByRole('button', { name: 'Advanced options' }).click();
  await page.locator('label[for="demo-advanced"]').last().click();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await grafana(page, 'Confirm Modal Danger Button').click();
  await expect
    .poll(() => held(page))
    .toMatchObject({
      open: 'nothing',
      saved: ['From the dialog', 'From the drawer'],
      chosen: 'Infrastructure',
      expanded: true,
      advanced: true,
      deleted: 1,
    });
});

test('a virtualised list holds only what is seen, and the hard cases are hard', async ({ page }) => {
  await page.goto(`${host.url}/demo/controls/lists`);
  await expect(page.getByTestId('demo-row 1')).toBeVisible();
  await expect(page.getByTestId('demo-row 500')).toHaveCount(0);
  await page.locator('.demo-virtual-scroller').evaluate((box) => box.scrollTo(0, 497 * 40));
  await expect(page.getByTestId('demo-row 500')).toBeInViewport();
  // While it scrolls, the list lets no mouse through to its rows.
  await expect(page.locator('.demo-virtual-scroller > div')).toHaveCSS('pointer-events', 'auto');
  await page.getByTestId('demo-row 500').getByRole('button').click();
  await expect.poll(() => held(page)).toMatchObject({ row: 'Row 500' });

  await grafana(page, 'Tab Moving parts').click();
  const framesOf = () => page.getByTestId('demo-redrawn').getAttribute('data-frames').then(Number);
  const before = await framesOf();
  await expect.poll(framesOf).toBeGreaterThan(before + 2);
  await page.evaluate(`window.first = document.querySelector('[data-testid^="demo-replaced-"]')`);
  await expect.poll(() => page.evaluate('window.first.isConnected')).toBe(false);
  await expect(page.getByTestId('demo-late')).toHaveCount(0);
  await page.getByRole('button', { name: 'Ask for it' }).click();
  await page.getByTestId('demo-late').click();
  await expect(page.getByTestId('demo-doubled').first()).toBeHidden();
  await page.getByTestId('demo-going').hover();
  await expect(page.getByTestId('demo-going')).toHaveCount(0);
  await expect.poll(() => held(page)).toEqual({ pressed: ['late'] });
});
