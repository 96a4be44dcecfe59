/** A session server with real browsers, a site for them to show, and people who open its page. */
import {
  test as base,
  expect,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from '@playwright/test';
import type { Provider } from '../server/browser/provider';
import { localProvider } from '../server/browser/testing/localProvider';
import { startSite, type Site } from '../server/browser/testing/site';
import type { ServerConfig } from '../server/config';
import { startServer, type RunningServer } from '../server/startServer';

export interface Visitor {
  page: Page;
  context: BrowserContext;
  errors: string[];
}

/** A page whose title and colours say what was done in it. */
const HOME = `<title>Home</title>
<style>body { margin: 0; font: 16px sans-serif; background: #f4f7fb }
  header { padding: 16px 24px; background: #1f2a44; color: #fff }
  main { padding: 24px } button, input { padding: 8px 12px; font: inherit }</style>
<header>Acme status</header>
<main><h1>Service overview</h1><p id="text">All systems are running.</p>
<p><input id="field" placeholder="Type here"> <button id="press">Press</button>
<button id="alert" onclick="alert('The backup is done.')">Alert</button>
<button id="prompt" onclick="document.title = 'Team ' + prompt('Your team?', 'Blue')">Prompt</button></p>
<p><a id="second" href="/second">Second page</a> <a id="tab" href="/second" target="_blank" rel="opener">In a tab</a>
<a id="file" href="/report.pdf" download>Report</a></p></main>
<script>
  let presses = 0;
  document.querySelector('#press').onclick = () => {
    document.title = 'Pressed ' + ++presses;
    document.body.style.background = '#2fbf71';
  };
  document.querySelector('#field').oninput = ({ target }) => (document.title = 'Typed ' + target.value);
  document.addEventListener('keydown', ({ key }) => key === 'Tab' && (document.title = 'Tab was pressed'));
  document.addEventListener('touchstart', () => (document.title = 'Touched'));
</script>`;

/** Where things are in the picture, in its own pixels; told by the page itself when it is loaded. */
export type Spots = Record<string, { x: number; y: number }>;

interface Stage {
  site: Site;
  spots: Spots;
  provider: Provider;
  serve(config?: Partial<ServerConfig>, provider?: Provider): Promise<RunningServer>;
  visit(url: string, options?: BrowserContextOptions): Promise<Visitor>;
}

export const test = base.extend<Stage>({
  site: async ({}, use) => {
    const site = await startSite();
    site.page('/', HOME);
    site.page('/second', '<title>Second</title><h1>The second page</h1>');
    site.page('/report.pdf', (_request, response) => {
      response.setHeader('content-disposition', 'attachment; filename="report.pdf"');
      response.end('report');
    });
    await use(site);
    await site.close();
  },
  spots: async ({ browser, site }, use) => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    await page.goto(site.url());
    const spots = await page.evaluate(() =>
      Object.fromEntries(
        [...document.querySelectorAll('[id]')].map((element) => {
          const { x, y, width, height } = element.getBoundingClientRect();
          return [element.id, { x: x + width / 2, y: y + height / 2 }];
        })
      )
    );
    await page.close();
    await use(spots);
  },
  provider: async ({ site }, use) => {
    await use(localProvider({ privateHosts: [site.host] }));
  },
  serve: async ({ provider }, use) => {
    const servers: RunningServer[] = [];
    await use(async (config = {}, browserProvider = provider) => {
      const server = await startServer({
        config: { port: 0, browser: true, logLevel: 'silent', browserIdleMs: 600_000, ...config },
        browserProvider,
      });
      servers.push(server);
      return server;
    });
    await Promise.all(servers.map((server) => server.stop()));
  },
  visit: async ({ browser }, use) => {
    const visitors: Visitor[] = [];
    await use(async (url, options) => {
      const visitor = await open(browser, url, options);
      visitors.push(visitor);
      return visitor;
    });
    await Promise.all(visitors.map(({ context }) => context.close()));
  },
});
export { expect };

async function open(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Visitor> {
  const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'], ...options });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  await page.goto(url);
  return { page, context, errors };
}

/** Starts a browser and closes the dialog with its code. @returns the link that it hands on */
export async function create(page: Page, name: string, startUrl: string): Promise<string> {
  await page.getByTestId('browser-name').fill(name);
  await page.getByTestId('browser-start-url').fill(startUrl);
  await page.getByTestId('browser-create').click();
  await expect(page.getByTestId('browser-share')).toBeVisible();
  const link = await page.getByTestId('browser-share-link').inputValue();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('browser-share')).toHaveCount(0);
  await isShown(page);
  await expect(title(page)).toHaveText('Home');
  return link;
}

/** On the page of a link. */
export async function join(page: Page, name: string): Promise<void> {
  await page.getByTestId('browser-name').fill(name);
  await page.getByTestId('browser-join').click();
  await isShown(page);
}

export async function isShown(page: Page): Promise<void> {
  await expect(page.getByTestId('browser-picture')).toBeVisible();
  await expect(page.getByTestId('browser-state')).toHaveAttribute('data-state', 'live');
}

/** Where on the page a place of the picture is. */
export async function placeOf(page: Page, { x, y }: { x: number; y: number }): Promise<{ x: number; y: number }> {
  const box = await page.getByTestId('browser-picture').boundingBox();
  if (!box) {
    throw new Error('there is no picture');
  }
  return { x: box.x + (x / 1280) * box.width, y: box.y + (y / 720) * box.height };
}

export async function clickAt(page: Page, spot: { x: number; y: number }): Promise<void> {
  const { x, y } = await placeOf(page, spot);
  await page.mouse.click(x, y);
}

/** The title of the remote page that is shown, as its tab has it. */
export const title = (page: Page) => page.locator('.tab.shown .tab-text');
export const host = (page: Page) => page.getByTestId('browser-host');
export const person = (page: Page, name: string) => page.locator(`[data-testid="browser-person"][data-name="${name}"]`);

/** What the picture has at a place, as `r,g,b` in steps that JPEG does not blur. */
export function colourAt(page: Page, { x, y }: { x: number; y: number }): Promise<string> {
  return page.getByTestId('browser-picture').evaluate(
    (canvas, at) => {
      const pixel = (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(at.x, at.y, 1, 1).data ?? [];
      return [...pixel]
        .slice(0, 3)
        .map((value) => Math.round(value / 16))
        .join();
    },
    { x, y }
  );
}
