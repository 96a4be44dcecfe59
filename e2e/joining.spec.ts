import { expectFramed } from './framed';
import { stepsOf } from './guideSteps';
import {
  attendeeRow,
  endSession,
  expect,
  expectError,
  joinSession,
  openGuide,
  pressShowMe,
  startSession,
  submitJoin,
  test,
  type Person,
} from './stage';

/** Less than what is said again and again takes, in milliseconds. */
const AT_ONCE = { timeout: 4_000 };
const [openDashboards, searchField] = stepsOf('demo-tour');
const banner = ({ page }: Person) => page.getByTestId('live-connected');

test('by code as people type it, by link, and by a link pasted into the code field', async ({ stage }) => {
  const presenter = await stage.person('editor');
  await openGuide(presenter.page, 'demo-tour');
  let { code, link } = await startSession(presenter.page);
  // Two in three codes have neither 0 nor 1; the next session has another code.
  for (let tries = 0; !/[01]/.test(code) && tries < 40; tries++) {
    await endSession(presenter.page);
    ({ code, link } = await startSession(presenter.page));
  }
  expect(code).toMatch(/[01]/);

  const typed = code.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l');
  const byCode = await stage.person('viewer');
  await joinSession(byCode.page, ` ${typed.slice(0, 3)} - ${typed.slice(3)} `, 'By code');
  await expect(banner(byCode)).toContainText('Connected to: Edgar Editor');
  await expect(banner(byCode)).toContainText('Trusted by session server');

  const byLink = await stage.person('viewer');
  await byLink.page.goto(link);
  await expect(byLink.page.getByTestId('live-code-input')).toHaveValue(link);
  await expect(byLink.page.getByTestId('live-name-input')).toHaveValue('Vera Viewer');
  await submitJoin(byLink.page, { name: 'By link' });
  await expect(banner(byLink)).toHaveAttribute('data-state', 'live');
  await expect(banner(byLink)).toContainText('Verified by link');

  const pasted = await stage.person('admin');
  await joinSession(pasted.page, `Please come: <${link}>.`, 'By pasted link');
  await expect(banner(pasted)).toContainText('Verified by link');

  for (const name of ['By code', 'By link', 'By pasted link']) {
    await expect(attendeeRow(presenter.page, name)).toHaveAttribute('data-state', 'present');
  }
  await pressShowMe(presenter.page, openDashboards);
  await Promise.all([byCode, byLink, pasted].map(({ page }) => expectFramed(page, openDashboards)));
});

test('who comes late stands where the room stands and gets no old actions', async ({ stage }) => {
  const presenter = await stage.person('editor');
  await openGuide(presenter.page, 'demo-tour');
  const { code } = await startSession(presenter.page);
  await pressShowMe(presenter.page, openDashboards);
  await expect(presenter.page.getByTestId('live-highlight')).toBeVisible();
  await presenter.page.locator('[data-step-id="open-dashboards"]').getByTestId('guide-do-it').click();
  await expect(presenter.page).toHaveURL(/\/dashboards$/);
  await pressShowMe(presenter.page, searchField);
  await expectFramed(presenter.page, searchField);

  const late = await stage.person('admin');
  await joinSession(late.page, code, 'Late', 'follow');
  await expect(late.page.getByTestId('guide-title')).toHaveText('A tour of the demo Grafana');
  await expect(late.page).toHaveURL(/\/dashboards$/);
  await expectFramed(late.page, searchField);
  const receipts = presenter.page.locator('[data-testid="live-receipts"][data-step-id="search-field"]');
  await expect(receipts).toHaveAttribute('data-shown', '1');
  expect(late.console.filter((line) => /Received event|Handling/.test(line))).toEqual([]);
  await expect(late.page.getByText('What was done in your Grafana (1)')).toBeVisible();
});

test('modes, hands and comings and goings are in the presenter’s list at once; the end is told', async ({ stage }) => {
  const presenter = await stage.person('editor');
  await openGuide(presenter.page, 'demo-tour');
  const { code } = await startSession(presenter.page);
  const rows = presenter.page.getByTestId('live-attendee');
  const people = await Promise.all([stage.person('viewer'), stage.person('admin'), stage.person('editor')]);
  const [ada, bob, cleo] = people;
  await Promise.all([
    joinSession(ada.page, code, 'Ada'),
    joinSession(bob.page, code, 'Bob', 'follow'),
    joinSession(cleo.page, code, 'Cleo'),
  ]);
  await expect(rows).toHaveCount(3);
  await expect(attendeeRow(presenter.page, 'Ada')).toHaveAttribute('data-mode', 'guided');
  await expect(attendeeRow(presenter.page, 'Bob')).toHaveAttribute('data-mode', 'follow');

  await test.step('a change of mode', async () => {
    await ada.page.getByTestId('live-mode-follow').click();
    await expect(attendeeRow(presenter.page, 'Ada')).toHaveAttribute('data-mode', 'follow', AT_ONCE);
  });
  await test.step('a hand goes up and down', async () => {
    await bob.page.getByTestId('live-hand').click();
    await expect(attendeeRow(presenter.page, 'Bob')).toHaveAttribute('data-hand', 'true', AT_ONCE);
    await bob.page.getByTestId('live-hand').click();
    await expect(attendeeRow(presenter.page, 'Bob')).toHaveAttribute('data-hand', 'false', AT_ONCE);
  });
  await test.step('one of three leaves, and nothing reaches them any more', async () => {
    await cleo.page.getByTestId('live-leave').click();
    await expect(cleo.page.getByTestId('live-join')).toBeVisible();
    await expect(attendeeRow(presenter.page, 'Cleo')).toHaveCount(0, AT_ONCE);
    await pressShowMe(presenter.page, openDashboards);
    await Promise.all([ada, bob].map(({ page }) => expectFramed(page, openDashboards)));
    await expect(cleo.page.getByTestId('live-highlight')).toHaveCount(0);
  });
  await test.step('the presenter ends it', async () => {
    await endSession(presenter.page);
    for (const { page } of [ada, bob]) {
      await expectError(page, 'ended');
      await expect(page.getByTestId('live-highlight')).toHaveCount(0);
      await page.getByTestId('live-dismiss').click();
      await expect(page.getByTestId('live-join')).toBeVisible();
    }
  });
});

test('nothing is lost when pages are reloaded; attendees wait for a presenter who is gone', async ({ stage }) => {
  const presenter = await stage.person('editor');
  await openGuide(presenter.page, 'demo-tour');
  const { code } = await startSession(presenter.page);
  const rows = presenter.page.getByTestId('live-attendee');
  const [ada, bob] = await Promise.all([stage.person('viewer'), stage.person('admin')]);
  await Promise.all([joinSession(ada.page, code, 'Ada'), joinSession(bob.page, code, 'Bob', 'follow')]);
  await bob.page.getByTestId('live-hand').click();
  await expect(attendeeRow(presenter.page, 'Bob')).toHaveAttribute('data-hand', 'true');

  await test.step('an attendee’s reload keeps row, mode and what is shown', async () => {
    await pressShowMe(presenter.page, openDashboards);
    await expectFramed(bob.page, openDashboards);
    await bob.page.reload();
    await expectFramed(bob.page, openDashboards);
    await expect(banner(bob)).toHaveAttribute('data-state', 'live');
    await expect(bob.page.getByTestId('live-mode-follow')).toBeChecked();
    await expect(rows).toHaveCount(2);
    await expect(attendeeRow(presenter.page, 'Bob')).toHaveAttribute('data-mode', 'follow');
    await expect(attendeeRow(presenter.page, 'Bob')).toHaveAttribute('data-state', 'present');
    await expect(attendeeRow(presenter.page, 'Bob')).toHaveAttribute('data-hand', 'true');
  });
  await test.step('the presenter’s reload goes on with the same code, and everyone is back by themselves', async () => {
    await presenter.page.reload();
    await expect(presenter.page.getByTestId('live-code')).toHaveText(code);
    for (const name of ['Ada', 'Bob']) {
      await expect(attendeeRow(presenter.page, name)).toHaveAttribute('data-state', 'present');
    }
    await Promise.all([ada, bob].map((person) => expect(banner(person)).toHaveAttribute('data-state', 'live')));
    await openGuideTab(presenter);
    await pressShowMe(presenter.page, openDashboards);
    await Promise.all([ada, bob].map(({ page }) => expectFramed(page, openDashboards)));
  });
  await test.step('a presenter who closes the tab is waited for, and attendees are told so', async () => {
    await presenter.page.close({ runBeforeUnload: false });
    await Promise.all([ada, bob].map((person) => expect(banner(person)).toHaveAttribute('data-state', 'waiting')));
    await expect(banner(ada)).toContainText(/Waiting for the presenter/);
  });
  await test.step('a new tab of the presenter’s asks first, then goes on with the same code', async () => {
    const page = await presenter.context.newPage();
    await page.goto(`${stage.host.url}/?user=editor`);
    await page.getByTestId('live-launcher').click();
    await expect(page.getByTestId('live-left')).toContainText(code);
    await expect(banner(ada)).toHaveAttribute('data-state', 'waiting');
    await page.getByTestId('live-go-on').click();
    await expect(page.getByTestId('live-code')).toHaveText(code);
    await expect(page.getByTestId('guide-title')).toBeVisible();
    await Promise.all([ada, bob].map((person) => expect(banner(person)).toHaveAttribute('data-state', 'live')));
    await expect(attendeeRow(page, 'Bob')).toHaveAttribute('data-hand', 'true');
  });
  expect([presenter, ada, bob].flatMap(({ errors }) => errors)).toEqual([]);
});

async function openGuideTab({ page }: Person): Promise<void> {
  const entry = page.locator('[data-testid="guide-open"][data-guide-id="demo-tour"]');
  await expect(page.getByTestId('guide-title').or(entry)).toBeVisible();
  if (await entry.isVisible()) {
    await entry.click();
  }
}
