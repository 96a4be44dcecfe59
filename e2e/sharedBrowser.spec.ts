/** The shared browser's page in real browsers, on a real server that runs a real Chromium for them. */
import { freePort } from '../scripts/testing/freePort';
import { breakableWire } from '../server/testing/breakableWire';
import {
  clickAt,
  colourAt,
  create,
  expect,
  host,
  isShown,
  join,
  person,
  placeOf,
  test,
  title,
} from './sharedBrowserStage';

/** A place without anything on it. */
const EMPTY = { x: 1000, y: 600 };
const GREEN = '3,12,7';

test('three see one browser; one drives, others are told who, control goes round, and all may at once', async ({
  site,
  spots,
  serve,
  visit,
}) => {
  const { url } = await serve();
  const ada = await visit(`${url}/shared-session`);
  const link = await create(ada.page, 'Ada', site.url());
  expect(link).toMatch(/\/shared-session\/[0-9A-Z]{6}$/);
  const [bob, eve] = [await visit(link), await visit(link)];
  await join(bob.page, 'Bob');
  await join(eve.page, 'Eve');
  const all = [ada.page, bob.page, eve.page];
  await Promise.all(all.map((page) => expect(page.getByTestId('browser-people')).toHaveAttribute('data-count', '3')));
  await Promise.all(all.map((page) => expect(title(page)).toHaveText('Home')));
  await Promise.all(all.map((page) => expect(host(page)).toHaveText(site.host)));

  await clickAt(ada.page, spots.press);
  await Promise.all(all.map((page) => expect(title(page)).toHaveText('Pressed 1')));
  await Promise.all(all.map((page) => expect.poll(() => colourAt(page, EMPTY)).toBe(GREEN)));
  await expect(bob.page.locator('[data-testid="browser-cursor"][data-name="Ada"]')).toBeVisible();

  // Bob may not, and is told why.
  await clickAt(bob.page, spots.press);
  await expect(bob.page.getByTestId('browser-notice')).toHaveText('Ada drives. Ask for control to click and type.');
  await expect(ada.page.locator('[data-testid="browser-cursor"][data-name="Bob"]')).toBeVisible();
  await expect(bob.page.getByTestId('browser-address')).not.toBeEditable();

  await ada.page.getByTestId('browser-people').click();
  await person(ada.page, 'Bob').getByRole('button', { name: 'Let Bob drive' }).click();
  await expect(bob.page.getByTestId('browser-drive')).toContainText('You drive');
  await expect(eve.page.getByTestId('browser-drive')).toContainText('Bob drives');
  await clickAt(bob.page, spots.press);
  await expect(title(eve.page)).toHaveText('Pressed 2');
  await bob.page.getByTestId('browser-give').click();
  await expect(ada.page.getByTestId('browser-drive')).toContainText('You drive');

  await ada.page.getByTestId('browser-mode-everyone').check();
  await expect(eve.page.getByTestId('browser-drive')).toContainText('Everyone drives');
  await expect(eve.page.getByTestId('browser-keys')).toBeEnabled();
  await clickAt(eve.page, spots.press);
  await expect(title(bob.page)).toHaveText('Pressed 3');
  expect([...ada.errors, ...bob.errors, ...eve.errors]).toEqual([]);
});

test('what is typed wrongly is said, and nothing of it is lost', async ({ serve, visit }) => {
  const { url } = await serve();
  const { page } = await visit(`${url}/shared-session?theme=dark`);
  await page.getByTestId('browser-name').fill('Ada');
  await page.getByTestId('browser-join').click();
  await expect(page.getByTestId('browser-problem')).toHaveText(/^Type the share code that you were given/);
  await expect(page.getByTestId('browser-code-input')).toBeFocused();
  await expect(page.getByTestId('browser-name')).toHaveValue('Ada');
  await page.getByTestId('browser-code-input').fill('abc');
  await page.getByTestId('browser-join').click();
  await expect(page.getByTestId('browser-problem')).toHaveText(/^That is no share code/);
  await expect(page.getByTestId('browser-code-input')).toHaveValue('abc');
  expect(page.url()).toContain('?theme=dark');
});

test('the picture stays in its place, and a password in an address is shown to nobody', async ({
  site,
  serve,
  visit,
}) => {
  const { url } = await serve();
  const ada = await visit(`${url}/shared-session`);
  await create(ada.page, 'Ada', site.url());
  const address = ada.page.getByTestId('browser-address');
  await address.fill(site.host);
  await ada.page.keyboard.press('Enter');
  // Without a scheme and with a port it is http.
  await expect(title(ada.page)).toHaveText('Home');
  await expect(ada.page.getByTestId('browser-keys')).toBeFocused();
  const scrolled = await ada.page.getByTestId('browser-stage').evaluate((stage) => {
    stage.scrollTop = 50;
    return stage.scrollTop;
  });
  expect(scrolled).toBe(0);
  await address.fill(`http://me:secret@${site.host}/`);
  await ada.page.keyboard.press('Enter');
  await expect(ada.page.getByTestId('browser-notice')).toContainText('has a name or password in it');
  await expect(address).not.toHaveValue(/secret/);
});

test('who watches asks for control, and the creator gives it by one press', async ({ site, serve, visit }) => {
  const { url } = await serve();
  const ada = await visit(`${url}/shared-session`);
  const link = await create(ada.page, 'Ada', site.url());
  const bob = await visit(link);
  await join(bob.page, 'Bob');
  await expect(ada.page.getByTestId('browser-ask')).toHaveCount(0);
  await bob.page.getByTestId('browser-ask').click();
  await expect(bob.page.getByTestId('browser-notice')).toHaveText('Ada is told that you would like to drive.');
  await expect(ada.page.getByTestId('browser-notice')).toContainText('Bob asks for control.');
  await ada.page.getByTestId('browser-people').click();
  await expect(person(ada.page, 'Bob')).toContainText('Asks for control');
  await ada.page.keyboard.press('Escape');
  await ada.page.getByTestId('browser-notice').getByRole('button', { name: 'Let drive' }).click();
  await expect(bob.page.getByTestId('browser-notice')).toContainText('You drive now');
  await expect(bob.page.getByTestId('browser-ask')).toHaveCount(0);
  await ada.page.getByTestId('browser-people').click();
  await expect(person(ada.page, 'Bob')).toContainText('Drives');
});

test('keys, input methods and the clipboard go to the remote page, and one key leaves it', async ({
  site,
  spots,
  serve,
  visit,
}) => {
  const { url } = await serve();
  const { page } = await visit(`${url}/shared-session`);
  await create(page, 'Ada', site.url());
  await clickAt(page, spots.field);
  await expect(page.getByTestId('browser-hint')).toContainText('Ctrl+Alt+Enter leaves it');
  await page.keyboard.type('Hallo, Welt!');
  await expect(title(page)).toHaveText('Typed Hallo, Welt!');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Shift+Home');
  await page.keyboard.press('Control+c');
  await expect(page.getByTestId('browser-notice')).toHaveText('Copied');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('Hallo, Welt');
  await page.keyboard.press('End');
  // As input methods and on-screen keyboards write.
  await page.keyboard.insertText('世界é');
  await expect(title(page)).toHaveText('Typed Hallo, Welt世界é');
  await page.evaluate(() => navigator.clipboard.writeText('pasted'));
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+v');
  await expect(title(page)).toHaveText('Typed pasted');
  await page.keyboard.press('Tab');
  await expect(title(page)).toHaveText('Tab was pressed');
  await page.keyboard.press('Control+Alt+Enter');
  await expect(page.getByTestId('browser-address')).toBeFocused();
});

test('address, back, forward, reload and tabs; what a page asks and what it does not get', async ({
  site,
  spots,
  serve,
  visit,
}) => {
  const { url } = await serve();
  const { page } = await visit(`${url}/shared-session`);
  const link = await create(page, 'Ada', site.url());
  const bob = await visit(link);
  await join(bob.page, 'Bob');

  await page.getByTestId('browser-address').fill(site.url('/second'));
  await page.keyboard.press('Enter');
  await expect(title(page)).toHaveText('Second');
  await expect(page).toHaveTitle(`${site.host} · Shared browser`);
  await page.getByTestId('browser-back').click();
  await expect(title(page)).toHaveText('Home');
  await page.getByTestId('browser-forward').click();
  await expect(title(page)).toHaveText('Second');
  const before = site.asked.filter((path) => path === '/second').length;
  await page.getByTestId('browser-reload').click();
  await expect.poll(() => site.asked.filter((path) => path === '/second').length).toBeGreaterThan(before);
  await page.getByTestId('browser-back').click();
  await expect(title(page)).toHaveText('Home');

  await page.getByTestId('browser-new-tab').click();
  await expect(page.getByTestId('browser-tab')).toHaveCount(2);
  await page.getByTestId('browser-address').fill(site.url('/second'));
  await page.keyboard.press('Enter');
  await expect(title(bob.page)).toHaveText('Second');
  await page.getByRole('button', { name: 'Home', exact: true }).click();
  await expect(title(bob.page)).toHaveText('Home');
  await page.getByRole('button', { name: 'Close Second' }).click();
  await expect(page.getByTestId('browser-tab')).toHaveCount(1);

  await clickAt(page, spots.prompt);
  await expect(page.getByTestId('browser-dialog')).toContainText(`${site.host} says`);
  await expect(bob.page.getByTestId('browser-dialog')).toContainText('Who drives answers it');
  await page.getByTestId('browser-dialog-text').fill('Red');
  await page.getByTestId('browser-dialog-ok').click();
  await expect(title(page)).toHaveText('Team Red');
  await expect(bob.page.getByTestId('browser-dialog')).toHaveCount(0);

  await clickAt(page, spots.file);
  await expect(page.getByTestId('browser-notice')).toContainText('report.pdf was not downloaded');
  await page.getByTestId('browser-address').fill('file:///etc/passwd');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('browser-notice')).toContainText('opens http and https addresses alone');
  await page.getByTestId('browser-address').fill(`${url}/health`);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('browser-notice')).toContainText('opens addresses of the public web alone');
});

test('a phone: fingers, an on-screen keyboard and its keys', async ({ site, spots, serve, visit }) => {
  const { url } = await serve();
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };
  const { page } = await visit(`${url}/shared-session`, phone);
  await create(page, 'Ada', site.url());
  const { x, y } = await placeOf(page, EMPTY);
  await page.touchscreen.tap(x, y);
  await expect(title(page)).toHaveText('Touched');
  const field = await placeOf(page, spots.field);
  await page.touchscreen.tap(field.x, field.y);
  await page.getByRole('button', { name: 'Keyboard' }).tap();
  await expect(page.getByTestId('browser-keys')).toBeFocused();
  await page.keyboard.insertText('from a phone');
  await expect(title(page)).toHaveText('Typed from a phone');
  await page.getByTestId('browser-phone-keys').getByRole('button', { name: 'Tab' }).tap();
  await expect(title(page)).toHaveText('Tab was pressed');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});

test('a reload is the same user; an outage heals by itself', async ({ site, spots, serve, visit }) => {
  const port = await freePort();
  const wire = await breakableWire(port);
  await serve({ port, publicUrl: wire.url });
  const { page } = await visit(`${wire.url}/shared-session`);
  const link = await create(page, 'Ada', site.url());
  await page.reload();
  await isShown(page);
  await expect(page.getByTestId('browser-people')).toHaveAttribute('data-count', '1');
  await expect(page.getByTestId('browser-drive')).toContainText('You drive');
  expect(page.url()).toBe(link);

  wire.cut();
  await expect(page.getByTestId('browser-state')).toHaveText('Reconnecting');
  wire.mend();
  await isShown(page);
  await clickAt(page, spots.press);
  await expect(title(page)).toHaveText('Pressed 1');
  await expect.poll(() => colourAt(page, EMPTY)).toBe(GREEN);
  wire.close();
});

test('an idle browser warns, stays where somebody is there, and ends with the reason', async ({
  site,
  serve,
  visit,
}) => {
  const { url } = await serve({ browserIdleMs: 6000 });
  const { page } = await visit(`${url}/shared-session`);
  const link = await create(page, 'Ada', site.url());
  await expect(page.getByTestId('browser-warning')).toContainText('Nobody has done anything for a while');
  await page.getByTestId('browser-stay').click();
  await expect(page.getByTestId('browser-warning')).toBeEmpty();
  await expect(page.getByTestId('browser-over')).toContainText('It was idle for too long');
  await page.getByTestId('browser-anew').click();
  await expect(page.getByTestId('browser-start')).toBeVisible();

  const late = await visit(link);
  await late.page.getByTestId('browser-name').fill('Bob');
  await late.page.getByTestId('browser-join').click();
  await expect(late.page.getByTestId('browser-problem')).toContainText('There is no session with this code');
});

test('the time limit is told before; leaving, being removed and the creator’s end are told apart', async ({
  site,
  serve,
  visit,
}) => {
  const { url } = await serve({ browserDurationMs: 90_000 });
  const ada = await visit(`${url}/shared-session`);
  const link = await create(ada.page, 'Ada', site.url());
  const [bob, eve] = [await visit(link), await visit(link)];
  await join(bob.page, 'Bob');
  await join(eve.page, 'Eve');
  await expect(ada.page.getByTestId('browser-time')).toContainText(/^[01]:\d\d left$/);

  await bob.page.getByTestId('browser-more').click();
  await expect(bob.page.getByTestId('browser-end')).toBeHidden();
  await bob.page.getByTestId('browser-leave').click();
  await expect(bob.page.getByTestId('browser-over')).toContainText('You have left');
  await expect(ada.page.getByTestId('browser-people')).toHaveAttribute('data-count', '2');
  await bob.page.getByTestId('browser-again').click();
  await isShown(bob.page);

  await ada.page.getByTestId('browser-people').click();
  await person(ada.page, 'Bob').getByRole('button', { name: 'Remove Bob' }).click();
  await ada.page.getByTestId('browser-confirm').click();
  await expect(bob.page.getByTestId('browser-over')).toContainText('You were removed');

  await expect(ada.page.getByTestId('browser-warning')).toContainText('its time is up then', { timeout: 60_000 });
  await expect(ada.page.getByTestId('browser-stay')).toHaveCount(0);
  await ada.page.getByTestId('browser-more').click();
  await ada.page.getByTestId('browser-end').click();
  await ada.page.getByTestId('browser-confirm').click();
  await expect(eve.page.getByTestId('browser-over')).toContainText('The session was ended');
  await expect(ada.page.getByTestId('browser-over')).toContainText('The session was ended');
});

test('a server with a key asks for it, and only to create', async ({ site, serve, visit }) => {
  const apiKey = 'a-key-of-the-server';
  const { url } = await serve({ apiKey });
  const { page } = await visit(`${url}/shared-session`);
  await page.getByTestId('browser-name').fill('Ada');
  await page.getByTestId('browser-start-url').fill(site.url());
  await page.getByTestId('browser-create').click();
  await page.getByTestId('browser-key').fill('a-wrong-key-of-mine');
  await page.getByTestId('browser-use-key').click();
  await expect(page.getByTestId('browser-problem')).toHaveText('That key is not right.');
  await page.getByTestId('browser-key').fill(apiKey);
  await page.getByTestId('browser-use-key').click();
  await isShown(page);
  const bob = await visit(await page.getByTestId('browser-share-link').inputValue());
  await join(bob.page, 'Bob');
});
