/** A presenter whose client was tampered with, and a guide that wants too much: what followers' own pages make of it. */
import { foulRoom, saveSettings, type FoulRoom } from './foulRoom';
import { expect, openJoin, submitJoin, test, type Person } from './stage';

const MENU_ITEM = 'a[data-testid="data-testid Nav menu item"][href$="/dashboards"]';
const STEPS = [
  { id: 'menu', action: 'highlight', reftarget: '[data-testid="data-testid TimePicker Open Button"]' },
  { id: 'delete', action: 'button', reftarget: 'button:text("Delete")' },
  { id: 'open', action: 'button', reftarget: 'button:text("Open dialog")' },
  { id: 'agree', action: 'highlight', reftarget: '[data-testid="follow-confirm"]' },
  { id: 'agree by name', action: 'button', reftarget: 'Do it in my Grafana' },
  { id: 'leave', action: 'highlight', reftarget: '[data-testid="live-leave"]' },
  { id: 'follow', action: 'highlight', reftarget: '[data-testid="live-mode-follow"]' },
  { id: 'sign out', action: 'navigate', reftarget: '/logout' },
  { id: 'home', action: 'navigate', reftarget: '/' },
  { id: 'look', action: 'highlight', reftarget: MENU_ITEM, doIt: false },
  { id: 'toggle', action: 'highlight', reftarget: MENU_ITEM },
];

const confirm = ({ page }: Person) => page.getByTestId('follow-confirm');
const decline = ({ page }: Person) => page.getByTestId('follow-decline');
const path = ({ page }: Person) => new URL(page.url()).pathname;
/** Grafana's own dialog, which the step "delete" opens. */
const dialog = ({ page }: Person) => page.getByRole('dialog').filter({ hasText: 'Delete' });

async function listed({ page }: Person): Promise<string[]> {
  const list = page.getByTestId('follow-done');
  if (!(await list.isVisible())) {
    await page.getByRole('button', { name: /What was done in your Grafana/ }).click();
  }
  return list.getByRole('listitem').allTextContents();
}

let room: FoulRoom;
const gather = async (stage: FoulRoom['stage']) => (room = await foulRoom(stage, STEPS));
test.afterEach(() => room.close());

test('SAFE-1, SAFE-2: nothing is done for guided attendees, nor of steps that read differently, are only to look at or are nowhere listed', async ({
  stage,
}) => {
  const { say, doIt, refOf, follower } = await gather(stage);
  const [ada, bob] = [await follower('Ada'), await follower('Bob', 'guided')];
  for (const { page } of [ada, bob]) {
    await page.evaluate(() => {
      window.addEventListener(
        'click',
        ({ isTrusted }) => !isTrusted && (document.documentElement.title = 'clicked'),
        true
      );
    });
  }
  const framed = (person: Person, step: string) =>
    expect(person.page.getByTestId('live-highlight')).toHaveAttribute('data-step-id', step);
  await say({ type: 'do_it', step: { ...refOf('toggle'), guideId: 'unlisted' } });
  await say({ type: 'do_it', step: { ...refOf('toggle'), stepHash: '0'.repeat(64) } });
  await Promise.all([framed(ada, 'toggle'), framed(bob, 'toggle')]);
  await doIt('look');
  await Promise.all([framed(ada, 'look'), framed(bob, 'look')]);
  await expect(ada.page.locator('html[title="clicked"]')).toHaveCount(0);
  await doIt('toggle');
  await framed(bob, 'toggle');
  await expect(ada.page.locator('html[title="clicked"]')).toHaveCount(1);
  await expect(ada.page).toHaveURL(/\/dashboards$/);
  await expect(bob.page.locator('html[title="clicked"]')).toHaveCount(0);
  expect(await listed(ada)).toEqual([expect.stringMatching(/done$/)]);
});

test('SAFE-6: pages that a session never opens are not opened, whatever their address is dressed as', async ({
  stage,
}) => {
  const { goTo, say, follower } = await gather(stage);
  const ada = await follower('Ada');
  const requests: string[] = [];
  ada.page.on('request', (request) => requests.push(new URL(request.url()).pathname));
  const never = [
    '/logout',
    '/Logout/',
    '/%6cogout',
    '/%256cogout',
    '/login',
    '/goto/x',
    '/api/user',
    '/apis/x',
    '/render/d-solo/x',
    '/admin',
    '/ADMIN/users',
    '/profile/password',
    '/d/../admin',
    '/d/%2e%2e/admin',
    '/d/a%2f..%2f..%2fadmin',
    '/./logout',
    '/d//x',
    '/%2f%2fevil.example',
    '/%5cevil.example',
    '/public/x',
    '/user/x',
    '/invite/x',
    '/logout?x=1',
    '/logout#x',
  ];
  const malformed = [
    'javascript:alert(1)',
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    'data:text/html,x',
    'blob:x',
    '/x y',
    '/x\ny',
    `/${'x'.repeat(2_000)}`,
    '',
    7,
    null,
  ];
  await goTo(...never);
  await say(...malformed.map((to) => ({ type: 'navigation', to: { kind: 'page', route: { path: to } } })));
  await say({ type: 'eval', code: 'alert(1)' }, { type: 'do_it', step: { guideId: '__proto__' } });
  await goTo('/dashboards?orgId=2&auth_token=x&search=a#/admin');
  await expect(ada.page).toHaveURL(/\/dashboards\?search=a$/);
  await expect.poll(() => listed(ada)).toHaveLength(never.length + 1);
  expect((await listed(ada)).filter((line) => line.includes('failed: a session never opens this page'))).toHaveLength(
    never.length
  );
  expect(requests.filter((one) => /logout|login|admin|goto|render|evil|invite/i.test(one))).toEqual([]);
  expect(ada.errors).toEqual([]);
});

test('SAFE-6, SAFE-7: other apps, unknown pages, writing queries and variables that break out wait for the attendee', async ({
  stage,
}) => {
  const { goTo, follower } = await gather(stage);
  const ada = await follower('Ada');
  const panes = (query: object) =>
    `/explore?panes=${encodeURIComponent(JSON.stringify({ a: { datasource: 'x', queries: [{ refId: 'A', ...query }] } }))}`;
  const asked = [
    '/a/other-plugin',
    '/a/livesessions-guide-app/join/AAAAAA',
    '/something/new',
    '/connections/datasources/new',
    panes({ rawSql: 'DROP TABLE users' }),
    panes({ query: 'DROP MEASUREMENT cpu' }),
    `/d/abc?var-x=${encodeURIComponent('1; DELETE FROM users')}`,
  ];
  for (const to of asked) {
    await test.step(to, async () => {
      await goTo(to);
      await expect(confirm(ada)).toHaveText('Do it in my Grafana');
      await decline(ada).click();
      await expect(confirm(ada)).toHaveCount(0);
      expect(path(ada)).toBe('/');
    });
  }
  expect((await listed(ada)).every((line) => line.endsWith('declined'))).toBe(true);
});

test('SAFE-13: a flood does four things a second, and not more than the queue holds', async ({ stage }) => {
  const { goTo, doIt, follower } = await gather(stage);
  const ada = await follower('Ada');
  await goTo('/explore');
  await expect(ada.page).toHaveURL(/\/explore/);
  await expect(ada.page.locator(STEPS[0].reftarget)).toBeVisible();
  await ada.page.evaluate(() => {
    const times: number[] = [];
    Object.assign(window, { times });
    window.addEventListener('click', ({ isTrusted }) => !isTrusted && times.push(performance.now()), true);
  });
  const times = () => ada.page.evaluate(() => (window as unknown as { times: number[] }).times);
  await doIt(...Array.from({ length: 150 }, () => 'menu'));
  // One under way and 32 that wait; the others fail at once, but for those that come when some of these are done already.
  await expect.poll(async () => (await times()).length, { timeout: 40_000 }).toBeGreaterThanOrEqual(33);
  await goTo('/dashboards');
  await expect(ada.page).toHaveURL(/\/dashboards$/);
  const all = await times();
  expect(all.length).toBeLessThan(50);
  // Actions begin four a second; between its beginning and its click one can take a few frames more than the next.
  expect(all[all.length - 1] - all[0]).toBeGreaterThan(250 * (all.length - 1) - 1_000);
});

test.describe('SAFE-10: a question of the page', () => {
  const OVERLAYS = '/demo/controls/overlays';

  /** Asked about a button that opens Grafana's own dialog. */
  async function asked(stage: FoulRoom['stage'], ...steps: string[]): Promise<Person> {
    await gather(stage);
    const ada = await room.follower('Ada');
    await room.goTo(OVERLAYS);
    await expect(confirm(ada)).toBeEnabled();
    await confirm(ada).click();
    await expect(ada.page.getByRole('button', { name: 'Open dialog' })).toBeVisible();
    await room.doIt(...steps);
    await expect(confirm(ada)).toBeVisible();
    return ada;
  }

  test('is answered by no script, nor by a guide’s own steps', async ({ stage }) => {
    const ada = await asked(stage, 'delete', 'agree', 'agree by name', 'leave');
    await expect(confirm(ada)).toBeEnabled();
    await ada.page.evaluate(() => {
      const button = document.querySelector<HTMLButtonElement>('[data-testid="follow-confirm"]');
      for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click']) {
        button?.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true }));
      }
      button?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
      button?.click();
      button?.focus();
      button?.closest('form')?.requestSubmit();
    });
    await expect(confirm(ada)).toBeVisible();
    await expect(dialog(ada)).toHaveCount(0);
    await decline(ada).click();
    // Its own buttons are no targets, so the rest is over without another question.
    await expect
      .poll(async () => (await listed(ada)).filter((line) => /failed/.test(line)).length, { timeout: 30_000 })
      .toBe(3);
    await expect(ada.page.getByTestId('live-connected')).toBeVisible();
    await expect(dialog(ada)).toHaveCount(0);
  });

  test('is not answered by a press that began before it was armed', async ({ stage }) => {
    const ada = await asked(stage, 'delete');
    const box = await confirm(ada).boundingBox();
    await ada.page.mouse.move((box?.x ?? 0) + 20, (box?.y ?? 0) + 10);
    await ada.page.mouse.down();
    await expect(confirm(ada)).toBeEnabled();
    await ada.page.mouse.up();
    await expect(confirm(ada)).toBeVisible();
    await expect(dialog(ada)).toHaveCount(0);
    await confirm(ada).click();
    await expect(dialog(ada)).toBeVisible();
  });

  test('is not answered by the second press of a double click on the one before', async ({ stage }) => {
    const ada = await asked(stage, 'open', 'delete');
    await expect(confirm(ada)).toBeEnabled();
    const box = await confirm(ada).boundingBox();
    for (let press = 0; press < 5; press++) {
      await ada.page.mouse.click((box?.x ?? 0) + 20, (box?.y ?? 0) + 10);
    }
    // The first is done; the second is asked, or put off by the presses on the page that came after.
    await expect
      .poll(async () => (await listed(ada)).filter((line) => line.includes('Open dialog')))
      .toEqual([expect.stringMatching(/done$/)]);
    await expect(confirm(ada).or(ada.page.getByTestId('follow-paused')).first()).toBeVisible();
    expect((await listed(ada)).filter((line) => /Delete.*done/.test(line))).toEqual([]);
    await expect(dialog(ada)).toHaveCount(0);
  });

  test('is at worst declined by a key that is held down', async ({ stage }) => {
    await gather(stage);
    const ada = await room.follower('Ada');
    await ada.page.getByTestId('live-connected').focus();
    await ada.page.keyboard.down('Enter');
    await room.goTo('/plugins');
    await expect(decline(ada)).toBeFocused();
    await confirm(ada).focus();
    await expect(confirm(ada)).toBeEnabled();
    await confirm(ada).focus();
    for (let repeat = 0; repeat < 5; repeat++) {
      await ada.page.keyboard.down('Enter');
    }
    await ada.page.keyboard.up('Enter');
    expect(path(ada)).toBe('/');
    await expect(confirm(ada)).toBeVisible();
    await confirm(ada).focus();
    await ada.page.keyboard.press('Enter');
    await expect(ada.page).toHaveURL(/\/plugins$/);
  });

  test('has gone by Escape, guided mode and leaving, and nothing is done', async ({ stage }) => {
    const ada = await asked(stage, 'delete');
    await ada.page.keyboard.press('Escape');
    await expect(confirm(ada)).toHaveCount(0);
    await ada.page.getByTestId('follow-resume').click();
    await room.doIt('delete');
    await expect(confirm(ada)).toBeVisible();
    await ada.page.getByTestId('live-mode-guided').click();
    await expect(confirm(ada)).toHaveCount(0);
    await ada.page.getByTestId('live-mode-follow').click();
    await room.doIt('delete');
    await expect(confirm(ada)).toBeVisible();
    await ada.page.getByTestId('live-leave').click();
    await expect(confirm(ada)).toHaveCount(0);
    await expect(dialog(ada)).toHaveCount(0);
  });
});

test('SAFE-16, SAFE-18: a reload does nothing again, and keeps the list', async ({ stage }) => {
  const { goTo, doIt, follower } = await gather(stage);
  const ada = await follower('Ada');
  await goTo('/dashboards');
  await expect(ada.page).toHaveURL(/\/dashboards$/);
  await doIt('sign out', 'home');
  await expect.poll(() => path(ada)).toBe('/');
  await expect.poll(() => listed(ada)).toHaveLength(3);
  const before = await listed(ada);
  await ada.page.goto(`${stage.host.url}/explore`);
  await expect(ada.page.getByTestId('live-connected')).toHaveAttribute('data-state', 'live');
  expect(await listed(ada)).toEqual(before);
  await goTo('/alerting/list');
  await expect(ada.page).toHaveURL(/\/alerting\/list$/);
  expect(await listed(ada)).toHaveLength(4);
});

test('SAFE-17: a page that was open when follow mode was switched off does nothing once it follows', async ({
  ownStage,
}) => {
  const stage = await ownStage();
  const { goTo, follower } = await gather(stage);
  const ada = await follower('Ada');
  await goTo('/datasources/new');
  await expect(confirm(ada)).toBeVisible();
  const bob = await stage.person();
  await openJoin(bob.page);
  await saveSettings(stage, { followCeiling: 'off' });
  await submitJoin(bob.page, { code: room.code, name: 'Bob', mode: 'follow' });
  await expect(bob.page.getByText('An administrator has switched follow mode off')).toBeVisible();
  // Ada's page asks every half a minute, and at once when she turns following on again.
  await ada.page.getByTestId('live-mode-guided').click();
  await ada.page.getByTestId('live-mode-follow').click();
  await expect(ada.page.getByText('An administrator has switched follow mode off')).toBeVisible();
  await goTo('/dashboards');
  await saveSettings(stage, { followCeiling: 'ask' });
  await bob.page.getByTestId('live-mode-guided').click();
  await expect.poll(() => path(ada)).toBe('/');
  expect(path(bob)).toBe('/');
});
