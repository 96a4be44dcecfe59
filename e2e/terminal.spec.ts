/** The shared terminal's page in a real browser, on a real server with real shells. */
import { test as base, expect, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { freePort } from '../scripts/testing/freePort';
import { breakableWire } from '../server/testing/breakableWire';
import { startTerminal, type RunningTerminal } from '../server/terminal/startTerminal';

interface Visitor {
  page: Page;
  context: BrowserContext;
  errors: string[];
}

const test = base.extend<{
  terminal: RunningTerminal;
  visit(path?: string, name?: string): Promise<Visitor>;
}>({
  terminal: async ({}, use) => {
    const terminal = await startTerminal({ config: { terminalPort: 0, terminalLingerMs: 3000, logLevel: 'silent' } });
    await use(terminal);
    await terminal.stop();
  },
  visit: async ({ browser, terminal }, use) => {
    const visitors: Visitor[] = [];
    await use(async (path = '/?session=room&renderer=dom', name = 'Ada') => {
      const visitor = await open(browser, `${terminal.url}${path}`, name);
      visitors.push(visitor);
      return visitor;
    });
    await Promise.all(visitors.map(({ context }) => context.close()));
  },
});

async function open(browser: Browser, url: string, name: string): Promise<Visitor> {
  const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
  await context.addInitScript((given) => {
    if (localStorage.getItem('terminal-name') === null) {
      localStorage.setItem('terminal-name', given);
    }
  }, name);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  await page.goto(url);
  await isLive(page);
  return { page, context, errors };
}

const SHOTS = 'test-results/terminal';
const rows = (page: Page) => page.locator('.xterm-rows');
const isLive = (page: Page) => expect(page.getByTestId('terminal-state')).toHaveAttribute('data-state', 'live');
const sees = (page: Page, text: string) => expect(rows(page)).toContainText(text);

async function type(page: Page, line: string): Promise<void> {
  await page.locator('.xterm-helper-textarea').focus();
  await page.keyboard.type(`${line}\n`);
}

test('TERM-1: two people share one shell, a third in another session has their own', async ({ visit }) => {
  const [ada, bob] = [await visit(), await visit('/session/room?renderer=dom', 'Bob')];
  await type(ada.page, 'answer=$((6*7)); echo "it is $answer"');
  await sees(bob.page, 'it is 42');
  await type(bob.page, 'echo "still $answer"');
  await sees(ada.page, 'still 42');
  await expect(ada.page.getByTestId('terminal-people')).toHaveAttribute('data-count', '2');
  await expect(ada.page.locator('.chip[data-name="Bob"]')).toBeVisible();

  const eve = await visit('/?session=other&renderer=dom', 'Eve');
  await type(eve.page, 'echo "mine [$answer]"');
  await sees(eve.page, 'mine []');
  await expect(rows(eve.page)).not.toContainText('42');
  expect([...ada.errors, ...bob.errors, ...eve.errors]).toEqual([]);
});

test('TERM-7: where another site leads here a shell is started by a press alone, whatever is typed', async ({
  browser,
  terminal,
}) => {
  const foreign = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(`<a href="${terminal.url}/?session=lure&amp;renderer=dom">Look</a>`);
  });
  foreign.listen(0, '127.0.0.1');
  await new Promise((resolve) => foreign.once('listening', resolve));
  const context = await browser.newContext();
  const page = await context.newPage();
  const sockets: string[] = [];
  page.on('websocket', (socket) => sockets.push(socket.url()));
  try {
    await page.goto(`http://127.0.0.1:${(foreign.address() as AddressInfo).port}/`);
    await page.getByRole('link').click();
    const card = page.getByTestId('terminal-led');
    await expect(card).toBeFocused();
    await page.keyboard.type('echo no \n');
    await page.screenshot({ path: `${SHOTS}/led.png` });
    await expect(card).toBeVisible();
    expect(sockets).toEqual([]);
    await page.getByTestId('terminal-open').click();
    await isLive(page);
    await expect(rows(page)).not.toContainText('echo no');
    await type(page, 'echo "y""es"');
    await sees(page, 'yes');
    await page.reload();
    await isLive(page);
  } finally {
    await context.close();
    foreign.close();
  }
});

test('TERM-2: the root address makes a session up and puts it into the address', async ({ visit }) => {
  const { page } = await visit('/');
  await expect(page).toHaveURL(/\/\?session=[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('TERM-4: a newcomer sees the screen with its colours and title, and can scroll back', async ({ visit }) => {
  const ada = await visit();
  await type(ada.page, "seq -f 'row %.0f of it' 300; printf '\\e]2;the title\\a\\e[1;31mre''d\\e[0m\\n'");
  await sees(ada.page, 'red');
  const bob = await visit(undefined, 'Bob');
  await sees(bob.page, 'red');
  await sees(bob.page, 'row 300 of it');
  await expect(bob.page.getByTestId('terminal-title')).toHaveText('the title');
  const colour = (page: Page) =>
    rows(page)
      .locator('span', { hasText: /^red$/ })
      .evaluate((element) => getComputedStyle(element).color);
  expect(await colour(bob.page)).toBe(await colour(ada.page));
  await bob.page.locator('.xterm-helper-textarea').focus();
  for (let page = 0; page < 12; page += 1) {
    await bob.page.keyboard.press('Shift+PageUp');
  }
  await sees(bob.page, 'Shared terminal.');
});

test('TERM-3, TERM-13: comes back by itself after an outage, with what was missed and what was typed', async ({
  browser,
}) => {
  const port = await freePort();
  const wire = await breakableWire(port);
  const terminal = await startTerminal({
    config: { terminalPort: port, terminalUrl: wire.url, terminalLingerMs: 3000, logLevel: 'silent' },
  });
  const ada = await open(browser, `http://localhost:${port}/?session=room&renderer=dom`, 'Ada');
  const bob = await open(browser, `${wire.url}/?session=room&renderer=dom`, 'Bob');
  await type(bob.page, 'echo be""fore');
  await sees(bob.page, 'before');

  wire.cut();
  await expect(bob.page.getByTestId('terminal-state')).toHaveAttribute('data-state', 'away');
  await expect(ada.page.getByTestId('terminal-people')).toHaveAttribute('data-count', '1');
  await type(ada.page, 'echo mis""sed');
  await sees(ada.page, 'missed');
  await type(bob.page, 'echo ty""ped meanwhile');
  wire.mend();
  await isLive(bob.page);
  await Promise.all([sees(bob.page, 'missed'), sees(bob.page, 'typed meanwhile'), sees(ada.page, 'typed meanwhile')]);
  await expect(ada.page.getByTestId('terminal-people')).toHaveAttribute('data-count', '2');

  await Promise.all([ada.context.close(), bob.context.close()]);
  wire.close();
  await terminal.stop();
});

test('TERM-6: a reload keeps the shell; when it exits the page says so and starts another', async ({ visit }) => {
  const { page } = await visit();
  await type(page, 'kept=here; echo rea""dy');
  await sees(page, 'ready');
  await page.reload();
  await isLive(page);
  await type(page, 'echo "kept $kept"');
  await sees(page, 'kept here');
  await type(page, 'exit 5');
  await expect(page.getByTestId('terminal-ended')).toContainText('Exit code 5');
  await page.getByTestId('terminal-start-anew').click();
  await isLive(page);
  await type(page, 'echo "now [$kept]"');
  await sees(page, 'now []');
});

test('TERM-8: a read-only link shows everything and types nothing', async ({ visit }) => {
  const ada = await visit();
  await ada.page.getByTestId('terminal-more').click();
  await ada.page.getByTestId('terminal-copy-read-link').click();
  await expect(ada.page.getByTestId('terminal-notice')).toContainText('Read-only link copied');
  const link = new URL(await ada.page.evaluate(() => navigator.clipboard.readText()));
  const bob = await visit(`${link.pathname}${link.search}&renderer=dom${link.hash}`, 'Bob');
  await expect(bob.page.getByTestId('terminal-state')).toHaveText('Live, read only');
  expect(bob.page.url()).not.toContain('#');
  await type(bob.page, 'echo bro""ken');
  await type(ada.page, 'echo fi""ne');
  await sees(bob.page, 'fine');
  await expect(rows(ada.page)).not.toContainText('bro');
  // Nothing is offered that only who types can do.
  await bob.page.setViewportSize({ width: 390, height: 760 });
  await expect(bob.page.getByTestId('terminal-keys')).toBeHidden();
  await bob.page.getByTestId('terminal-more').click();
  await expect(bob.page.getByTestId('terminal-copy')).toBeVisible();
  await expect(bob.page.getByTestId('terminal-paste-button')).toBeHidden();
  // It is so over a reload, and no longer once the link for typing is opened in the same tab.
  await bob.page.reload();
  await expect(bob.page.getByTestId('terminal-state')).toHaveText('Live, read only');
  const normal = new URL(bob.page.url());
  normal.searchParams.delete('read');
  await bob.page.goto(normal.href);
  await expect(bob.page.getByTestId('terminal-state')).toHaveText('Live');
  await expect(bob.page.getByTestId('terminal-keys')).toBeVisible();
});

test('whose window rules the size, and taking it over', async ({ visit }) => {
  const [ada, bob] = [await visit(), await visit(undefined, 'Bob')];
  await expect(bob.page.getByTestId('terminal-size')).toContainText('as Ada’s window is');
  await bob.page.setViewportSize({ width: 700, height: 500 });
  await bob.page.getByTestId('terminal-take-size').click();
  await expect(ada.page.getByTestId('terminal-size')).toContainText('as Bob’s window is');
  // Page and shell take their sizes one after the other.
  await expect(async () => {
    const size = await bob.page.getByTestId('terminal-size').textContent();
    const [, cols, lines] = /^(\d+) × (\d+)/.exec(size ?? '') ?? [];
    expect(Number(cols)).toBeLessThan(90);
    await type(ada.page, 'echo "size $(stty size)"');
    await expect(rows(bob.page)).toContainText(`size ${lines} ${cols}`, { timeout: 2_000 });
  }).toPass();
});

test('search, paste of several lines, font, theme, name and the keys of a phone', async ({ visit }) => {
  const { page, errors } = await visit();
  await type(page, "echo need''le; cat > /dev/null");
  await sees(page, 'needle');
  await page.keyboard.press('Control+Shift+F');
  await page.getByTestId('terminal-search-field').fill('needle');
  await expect(page.locator('.search')).toHaveAttribute('data-found', 'true');
  await expect(page.getByTestId('terminal-search-hits')).toHaveText('1 of 1');
  await page.getByTestId('terminal-search-field').fill('not there at all');
  await expect(page.locator('.search')).toHaveAttribute('data-found', 'false');
  await expect(page.getByTestId('terminal-search-hits')).toHaveText('None');
  await page.keyboard.press('Escape');
  // Also from elsewhere on the page.
  await page.getByTestId('terminal-more').focus();
  await page.keyboard.press('Control+Shift+F');
  await expect(page.getByTestId('terminal-search-field')).toBeFocused();
  await page.keyboard.press('Escape');

  // cat takes no bracketed paste.
  await page.evaluate(() => navigator.clipboard.writeText('first\nsecond\u001b[201~\n'));
  await page.keyboard.press('Control+Shift+V');
  await expect(page.getByTestId('terminal-paste')).toContainText('Paste 2 lines?');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(rows(page)).not.toContainText('second');
  await page.keyboard.press('Control+Shift+V');
  await page.getByRole('button', { name: 'Paste', exact: true }).first().click();
  await sees(page, 'second[201~');
  await page.locator('.xterm-helper-textarea').focus();
  await page.keyboard.press('Control+c');

  const before = await page.getByTestId('terminal-size').textContent();
  await page.getByTestId('terminal-more').click();
  await page.getByRole('button', { name: 'Larger' }).click();
  await expect(page.getByTestId('terminal-size')).not.toHaveText(before ?? '');
  await page.getByTestId('terminal-name').fill('Grace');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('.chip[data-name="Grace"]')).toBeVisible();
  await page.getByTestId('terminal-more').click();
  const theme = await page.evaluate(() => document.documentElement.dataset.theme);
  await expect(page.getByTestId('terminal-theme')).toContainText(`now ${theme}`);
  await page.getByTestId('terminal-theme').click();
  expect(await page.evaluate(() => document.documentElement.dataset.theme)).not.toBe(theme);

  await page.setViewportSize({ width: 390, height: 760 });
  await type(page, 'sleep 500');
  const keys = page.getByTestId('terminal-keys');
  await keys.getByRole('button', { name: 'Ctrl' }).click();
  await expect(keys.getByRole('button', { name: 'Ctrl' })).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('c');
  await type(page, 'echo fr""ee');
  await sees(page, 'free');
  await keys.getByRole('button', { name: '↑' }).click();
  await expect(rows(page).locator('> div').filter({ hasText: 'echo fr""ee' })).toHaveCount(2);
  expect(errors).toEqual([]);
});

test('TERM-7: a page of another site can neither frame the terminal nor open a socket to it', async ({
  browser,
  terminal,
}) => {
  const evil = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(`<iframe id="frame" src="${terminal.url}/?session=room"></iframe>`);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => evil.once('listening', resolve));
  const { port } = evil.address() as AddressInfo;
  const page = await browser.newPage();
  // The same machine, another origin; by both names.
  for (const name of ['localhost', '127.0.0.1']) {
    await page.goto(`http://${name}:${port}/`);
    const outcomes = await page.evaluate(
      (own) =>
        Promise.all(
          ['localhost', '127.0.0.1'].map(
            (host) =>
              new Promise<string>((resolve) => {
                const socket = new WebSocket(`ws://${host}:${own}/socket?session=room`, ['live-terminal.v1']);
                socket.onopen = () => resolve('open');
                socket.onclose = () => resolve('refused');
              })
          )
        ),
      terminal.port
    );
    expect(outcomes).toEqual(['refused', 'refused']);
    const framed = page.frames().find((frame) => frame !== page.mainFrame());
    expect(framed?.url()).toMatch(/^(chrome-error:|about:blank|$)/);
  }
  expect(terminal.terminals.size).toBe(0);
  await page.close();
  evil.close();
});

/** How far the row with this text reaches out of the box that it is seen in, in CSS pixels; null while there is none. */
const cutOff = (page: Page, text: string) =>
  page.getByTestId('terminal-screen').evaluate((place, wanted) => {
    const row = [...place.querySelectorAll('.xterm-rows > div')].findLast(({ textContent }) =>
      textContent.replace(/\u00a0/g, ' ').includes(wanted)
    );
    if (!row) {
      return null;
    }
    const box = place.getBoundingClientRect();
    // A row is as long as the screen; its text ends before.
    const end = Math.max(
      ...[...row.children]
        .filter(({ textContent }) => textContent.trim())
        .map((part) => part.getBoundingClientRect().right)
    );
    const at = row.getBoundingClientRect();
    return {
      above: Math.max(0, box.top - at.top),
      below: Math.max(0, at.bottom - box.bottom),
      right: Math.max(0, end - box.right),
    };
  }, text);
const isInSight = (page: Page, text: string) =>
  expect.poll(() => cutOff(page, text)).toEqual({ above: 0, below: 0, right: 0 });

test('who has the smaller window sees what is typed: the view follows the cursor', async ({ visit }) => {
  const [ada, bob] = [await visit(), await visit(undefined, 'Bob')];
  await ada.page.setViewportSize({ width: 1280, height: 800 });
  await bob.page.setViewportSize({ width: 1024, height: 700 });
  await expect(bob.page.getByTestId('terminal-size')).toContainText('as Ada’s window is');
  await type(ada.page, 'PS1="pro""mpt: "; clear; seq 1 100');
  await isInSight(bob.page, 'prompt:');
  await bob.page.locator('.xterm-helper-textarea').focus();
  await bob.page.keyboard.type(`echo ${'long '.repeat(25)}the-end`);
  await isInSight(bob.page, 'the-end');
  await bob.page.screenshot({ path: `${SHOTS}/smaller-window.png` });
  await bob.page.keyboard.press('Enter');
  await isInSight(bob.page, 'prompt:');
  // Back at the line's beginning.
  await expect.poll(() => bob.page.getByTestId('terminal-screen').evaluate(({ scrollLeft }) => scrollLeft)).toBe(0);
  // Who has scrolled away to read stays there, and comes back by typing.
  await bob.page.getByTestId('terminal-screen').evaluate((place) => (place.scrollTop = 0));
  await type(ada.page, 'echo mo""re');
  await sees(bob.page, 'more');
  expect(await bob.page.getByTestId('terminal-screen').evaluate(({ scrollTop }) => scrollTop)).toBe(0);
  await bob.page.keyboard.type('x');
  await isInSight(bob.page, 'prompt: x');
});

test('keys go on to the terminal after its size is taken over, and after another shell was started', async ({
  visit,
}) => {
  const [ada, bob] = [await visit(), await visit(undefined, 'Bob')];
  await bob.page.getByTestId('terminal-take-size').click();
  await expect(ada.page.getByTestId('terminal-size')).toContainText('as Bob’s window is');
  await bob.page.keyboard.type('echo si""zed\n');
  await sees(ada.page, 'sized');
  await bob.page.keyboard.type('exit\n');
  await bob.page.getByTestId('terminal-start-anew').click();
  await bob.page.keyboard.type('echo an""ew\n');
  await sees(bob.page, 'anew');
});

test('of several hits the one that is looked at stands out, and its number is said', async ({ visit }) => {
  const { page } = await visit();
  await type(page, "clear; seq -f 'nee''dle %.0f' 5");
  await sees(page, 'needle 5');
  await page.keyboard.press('Control+Shift+F');
  await page.getByTestId('terminal-search-field').fill('needle');
  await expect(page.getByTestId('terminal-search-hits')).toHaveText('5 of 5');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('terminal-search-hits')).toHaveText('4 of 5');
  await page.screenshot({ path: `${SHOTS}/search.png` });
  const back = (line: string) =>
    rows(page)
      .locator('> div')
      .filter({ hasText: line })
      .last()
      .locator('span')
      .first()
      .evaluate((element) => getComputedStyle(element).backgroundColor);
  await expect.poll(() => back('needle 4')).toBe('rgb(255, 153, 0)');
  expect(await back('needle 3')).toBe('rgb(138, 106, 46)');
});
