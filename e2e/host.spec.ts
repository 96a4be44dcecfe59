/** The demo Grafana by itself: the loader's contract, people and pages. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { serveHost, type RunningHost } from '../host/serve';

const PLUGIN = 'livesessions-guide-app';
const SERVER = 'http://localhost:9';

/** A plugin bundle as webpack makes one for Grafana, small enough to read. */
const BUNDLE = `/* [create-plugin] version: 7.1.7 */
define(["@grafana/data", "@grafana/runtime", "@grafana/ui", "react", "react-dom/client", "module"],
  function (data, runtime, ui, React, dom, module) {
    window.probe = { uri: module.uri, user: runtime.config.bootData.user.login };
    const e = React.createElement;
    const dock = document.body.appendChild(document.createElement("div"));
    dom.createRoot(dock).render(e("b", { "data-testid": "probe-dock" }, "dock"));
    const Root = () => e(runtime.PluginPage, null, e(ui.Button, null, "from the plugin"));
    const plugin = new data.AppPlugin().setRootPage(Root)
      .addConfigPage({ id: "configuration", title: "Configuration", icon: "cog", body: () => e("p", null, "settings") })
      .addLink({ title: "Open the probe", targets: "grafana/commandpalette/action", path: "/a/${PLUGIN}" });
    return { plugin };
  });`;
const MANIFEST = { id: PLUGIN, type: 'app', name: 'Probe', preload: true, info: { version: '1.2.3' } };

let distDir: string;
let host: RunningHost;

const menuItem = (page: Page, address: string) =>
  page.locator(`a[data-testid="data-testid Nav menu item"][href$="${address}"]`);
const grafana = (page: Page, id: string) => page.locator(`[data-testid="data-testid ${id}"]`);

/** Errors that the page reports from now on. */
function listenForErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  return errors;
}

test.beforeAll(async () => {
  distDir = await mkdtemp(path.join(tmpdir(), 'probe-plugin-'));
  await writeFile(path.join(distDir, 'module.js'), BUNDLE);
  await writeFile(path.join(distDir, 'plugin.json'), JSON.stringify(MANIFEST));
  host = await serveHost({ port: 0, sessionServerUrl: SERVER, distDir });
});

test.afterAll(async () => {
  await host.stop();
  await rm(distDir, { recursive: true });
});

test.describe('the loader', () => {
  test('preloads a plugin on every page and gives it the shared packages', async ({ page }) => {
    const errors = listenForErrors(page);
    await page.goto(`${host.url}/dashboards`);
    await expect(page.getByTestId('probe-dock')).toBeVisible();
    const probe = await page.evaluate<{ uri: string; user: string }>('window.probe');
    expect(probe).toEqual({ uri: `${host.url}/public/plugins/${PLUGIN}/module.js?_cache=1.2.3`, user: 'editor' });
    await page.goto(`${host.url}/a/${PLUGIN}`);
    await expect(page.getByRole('button', { name: 'from the plugin' })).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Probe' })).toBeVisible();
    expect(errors).toEqual([]);
  });

  test('shows the configuration tabs to the admin and not to the editor', async ({ page }) => {
    await page.goto(`${host.url}/plugins/${PLUGIN}?user=admin`);
    await expect(page.getByRole('tab', { name: 'Configuration' })).toHaveAttribute('aria-selected', 'true');
    await expect(page.getByText('settings')).toBeVisible();
    await page.goto(`${host.url}/plugins/${PLUGIN}?user=editor`);
    await expect(page.getByText('You do not have access to this page')).toBeVisible();
  });

  test("lists a plugin's link in the command palette", async ({ page }) => {
    await page.goto(host.url);
    await expect(menuItem(page, '/explore')).toBeVisible();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('open the probe');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(`${host.url}/a/${PLUGIN}`);
  });

  test('says so when there is no built plugin', async ({ page }) => {
    const bare = await serveHost({ port: 0, sessionServerUrl: SERVER, distDir: path.join(distDir, 'nothing') });
    await page.goto(bare.url);
    await expect(page.getByTestId('host-plugin-problem')).toContainText('npm run build');
    await expect(menuItem(page, '/explore')).toBeVisible();
    await bare.stop();
  });

  for (const options of [{ appSubUrl: '/grafana' }, { csp: true }]) {
    test(`works with ${JSON.stringify(options)}`, async ({ page }) => {
      const other = await serveHost({ port: 0, sessionServerUrl: SERVER, distDir, ...options });
      const errors = listenForErrors(page);
      await page.goto(other.url);
      await menuItem(page, '/explore').click();
      await expect(page).toHaveURL(`${other.url}/explore`);
      await expect(page.locator('.monaco-editor').first()).toBeVisible();
      await page.goto(`${other.url}/a/${PLUGIN}`);
      await expect(page.getByRole('button', { name: 'from the plugin' })).toBeVisible();
      expect(errors).toEqual([]);
      await other.stop();
    });
  }
});

test.describe('people and themes', () => {
  test('a tab keeps its person over reloads and in-app navigation, another tab has its own', async ({ context }) => {
    const first = await context.newPage();
    await first.goto(`${host.url}/?user=viewer`);
    await first.goto(host.url);
    await expect(menuItem(first, '/dashboards')).toBeVisible();
    await expect(menuItem(first, '/explore')).toHaveCount(0);
    const second = await context.newPage();
    await second.goto(`${host.url}/?user=admin`);
    await expect(menuItem(second, '/admin')).toBeVisible();
    await first.reload();
    await expect(menuItem(first, '/dashboards')).toBeVisible();
    await expect(menuItem(first, '/explore')).toHaveCount(0);
  });

  test('the theme changes at once, for the page and for the tab', async ({ page }) => {
    await page.goto(`${host.url}/?theme=dark`);
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await expect(page.locator('body.theme-dark')).toBeVisible();
    const dark = await background();
    await page.getByRole('button', { name: 'Profile' }).click();
    await page.getByRole('menuitem', { name: 'Light theme' }).click();
    await expect(page.locator('body.theme-light')).toBeVisible();
    expect(await background()).not.toBe(dark);
    await page.goto(`${host.url}/dashboards`);
    await expect(page.locator('body.theme-light')).toBeVisible();
  });

  test('the menu can be undocked, opened over the page, and docked again', async ({ page }) => {
    await page.goto(host.url);
    await page.locator('#dock-menu-button').click();
    await expect(grafana(page, 'navigation mega-menu')).toHaveCount(0);
    await page.locator('#mega-menu-toggle').click();
    await grafana(page, 'navigation mega-menu section toggle Alerting').click();
    await menuItem(page, '/alerting/list').click();
    await expect(grafana(page, 'navigation mega-menu')).toHaveCount(0);
    await expect(grafana(page, 'Alert rules breadcrumb')).toBeVisible();
    await page.locator('#mega-menu-toggle').click();
    await page.locator('#dock-menu-button').click();
    await expect(menuItem(page, '/alerting/list')).toHaveAttribute('aria-current', 'page');
  });
});

test.describe('pages', () => {
  for (const theme of ['dark', 'light']) {
    test(`every page opens without an error in the console, ${theme}`, async ({ page }) => {
      const errors = listenForErrors(page);
      const pages: Array<[string, string]> = [
        ['/', 'Welcome to Grafana'],
        ['/dashboards', 'Web shop overview'],
        ['/d/web-shop/web-shop-overview', 'Requests by instance'],
        ['/d/hosts/hosts', 'Memory used'],
        ['/explore', 'Run query'],
        ['/alerting', 'Alert rules'],
        ['/alerting/list', 'CPU nearly full'],
        ['/alerting/new/alerting', 'Enter alert rule name'],
        ['/connections', 'Add new connection'],
        ['/connections/add-new-connection', 'Prometheus'],
        ['/connections/datasources', 'prometheus'],
        ['/connections/datasources/edit/demo-prometheus', 'Connection'],
        ['/dashboards?starred', 'You have not starred any dashboards yet'],
        ['/admin', 'Users and access'],
        ['/admin/users', 'Vera Viewer'],
        ['/profile', 'Preferences'],
        ['/plugins', 'Probe'],
        ['/demo', 'Controls'],
        ['/demo/controls', 'Label filters'],
        ['/demo/controls/choices', 'Switches and marks'],
        ['/demo/controls/overlays', 'Dialogs'],
        ['/demo/controls/lists', 'Virtualised list'],
        ['/demo/controls/moving', 'Drawn again without end'],
        ['/nowhere', 'Page not found'],
      ];
      for (const [address, text] of pages) {
        const more = address.includes('?') ? '&' : '?';
        await page.goto(`${host.url}${address}${more}user=admin&theme=${theme}`);
        await expect(page.locator('main').getByText(text).first(), address).toBeVisible();
      }
      expect(errors).toEqual([]);
    });
  }

  test('a dashboard draws its panels, scrolls, and follows its variable and time range', async ({ page }) => {
    await page.goto(`${host.url}/d/web-shop/web-shop-overview`);
    await expect(grafana(page, 'Panel header Requests by instance').locator('canvas')).toBeVisible();
    await expect(grafana(page, 'Panel header Cache hit ratio')).not.toBeInViewport();
    const panel = grafana(page, 'Panel header Requests by instance');
    const legend = panel.locator('[data-testid^="data-testid VizLegend series"]');
    await expect(legend).toHaveCount(3);
    await page.locator('#var-instance').click();
    await page.getByRole('option', { name: 'web-2' }).click();
    await expect(page).toHaveURL(/var-instance=web-2/);
    await expect(legend).toHaveText(['web-2']);
    await grafana(page, 'TimePicker Open Button').click();
    await page.getByText('Last 6 hours').click();
    await expect(page).toHaveURL(/from=now-6h&to=now/);
  });

  test('Explore answers what is put into the Monaco model', async ({ page }) => {
    await page.goto(`${host.url}/explore`);
    const field = grafana(page, 'Query field');
    await expect(field.getByRole('code')).toHaveAttribute('data-uri', /^inmemory:/);
    await page.evaluate(`window.monaco.editor.getModels()[0].setValue('http_requests_total{instance="web-3"}')`);
    await grafana(page, 'RefreshPicker run button').click();
    await expect(page.getByRole('gridcell', { name: 'web-3' })).toBeVisible();
    await expect(page.getByRole('gridcell', { name: 'web-1' })).toHaveCount(0);
    await expect(grafana(page, 'Panel header Graph').locator('canvas')).toBeVisible();
  });

  test('a data source is added, refused, repaired, and deleted after a question', async ({ page }) => {
    await page.goto(`${host.url}/connections/datasources/new`);
    await grafana(page, 'Add new data source Prometheus').getByRole('button').click();
    await expect(page).toHaveURL(/\/edit\//);
    await grafana(page, 'Data source settings page name input field').fill('of the team');
    await grafana(page, 'Data source settings page Save and Test button').click();
    await expect(grafana(page, 'Data source settings page Alert')).toContainText('valid URL');
    await grafana(page, 'Datasource HTTP settings url').fill('http://localhost:9090');
    await grafana(page, 'Data source settings page Save and Test button').click();
    await expect(grafana(page, 'Data source settings page Alert')).toContainText('Successfully');
    await page.getByTestId('Data source settings page Delete button').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await expect(grafana(page, 'Data source list item prometheus')).toBeVisible();
    await expect(page.getByText('of the team')).toHaveCount(0);
  });

  test('an alert rule is saved', async ({ page }) => {
    await page.goto(`${host.url}/alerting/new/alerting`);
    await grafana(page, 'alert-rule name-field').fill('Slow shop');
    await page.locator('.monaco-editor').first().click();
    await page.keyboard.type('avg(up) ');
    await page.locator('#folder').click();
    await page.getByRole('option', { name: 'Shop' }).click();
    await grafana(page, 'alert-rule new-evaluation-group-button').click();
    await grafana(page, 'alert-rule new-evaluation-group-name').fill('often');
    await grafana(page, 'alert-rule new-evaluation-group-create-button').click();
    await expect(page.locator('#group')).toHaveValue('often');
    await page.locator('#contact-point').click();
    await page.getByRole('option', { name: 'on-call' }).click();
    await grafana(page, 'alert-rule save-rule-button').click();
    await expect(page.getByText('Slow shop')).toBeVisible();
  });
});
