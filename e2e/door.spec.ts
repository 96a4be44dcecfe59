/** Who comes in: the lock, admitting one by one, and what each side sees of it. */
import {
  attendeeRow,
  endSession,
  expect,
  expectError,
  joinSession,
  openGuide,
  openJoin,
  pressShowMe,
  startSession,
  submitJoin,
  test,
} from './stage';
import { expectFramed } from './framed';
import { stepsOf } from './guideSteps';
import type { Page } from '@playwright/test';

const [openDashboards] = stepsOf('demo-tour');

const chooseDoor = async (page: Page, label: 'Come in' | 'Admit each' | 'Locked', door: string) => {
  const settings = page.getByTestId('live-settings');
  if ((await settings.getAttribute('aria-expanded')) === 'false') {
    await settings.click();
  }
  await page.getByTestId('live-door').getByRole('radio', { name: label }).click();
  await expect(page.getByTestId('live-door')).toHaveAttribute('data-door', door);
};
const connected = (page: Page) => expect(page.getByTestId('live-connected')).toHaveAttribute('data-state', 'live');
const waitingRow = (page: Page, name: string) => page.locator(`[data-testid="live-waiting"][data-name="${name}"]`);

test('JOIN-9, DIR-12: a locked session keeps newcomers out, and lets back who reloads', async ({ stage }) => {
  const presenter = await stage.person('editor');
  const ada = await stage.person('admin');
  const eve = await stage.person('viewer');
  await openGuide(presenter.page, 'demo-tour');
  const { code } = await startSession(presenter.page);
  await joinSession(ada.page, code, 'Ada');
  await chooseDoor(presenter.page, 'Locked', 'locked');

  await openJoin(eve.page);
  await submitJoin(eve.page, { code, name: 'Eve' });
  await expectError(eve.page, 'locked');
  await ada.page.reload();
  await connected(ada.page);
  await presenter.page.reload();
  await expect(presenter.page.getByTestId('live-door')).toHaveAttribute('data-door', 'locked');
  await expect(attendeeRow(presenter.page, 'Ada')).toHaveAttribute('data-state', 'present');
  await submitJoin(eve.page, {});
  await expectError(eve.page, 'locked');

  await chooseDoor(presenter.page, 'Come in', 'open');
  await submitJoin(eve.page, {});
  await connected(eve.page);
  await expect(attendeeRow(presenter.page, 'Eve')).toBeVisible();
  await endSession(presenter.page);
});

test('JOIN-8, JOIN-10, JOIN-11: newcomers wait, are admitted once for all or declined for good', async ({ stage }) => {
  const presenter = await stage.person('editor');
  const ada = await stage.person('admin');
  const eve = await stage.person('viewer');
  await openGuide(presenter.page, 'demo-tour');
  await presenter.page.getByTestId('live-start').click();
  await presenter.page.getByTestId('live-session-name').fill('By invitation');
  await presenter.page.getByText('Admit attendees one by one').click();
  await presenter.page.getByTestId('live-create').click();
  const code = (await presenter.page.getByTestId('live-code').textContent()) ?? '';
  await expect(presenter.page.getByTestId('live-door')).toHaveAttribute('data-door', 'ask');

  await openJoin(ada.page);
  await submitJoin(ada.page, { code, name: 'Ada' });
  await expect(ada.page.getByTestId('live-admitting')).toHaveAttribute('data-state', 'asking');
  await expect(ada.page.getByTestId('live-admitting')).toContainText('By invitation');
  await openJoin(eve.page);
  await submitJoin(eve.page, { code, name: 'Eve' });
  await expect(eve.page.getByTestId('live-admitting')).toBeVisible();

  await pressShowMe(presenter.page, openDashboards);
  await expectFramed(presenter.page, openDashboards);
  await ada.page.reload();
  await expect(ada.page.getByTestId('live-admitting')).toHaveAttribute('data-state', 'asking');
  await presenter.page.reload();
  await expect(waitingRow(presenter.page, 'Ada')).toBeVisible();
  await expect(waitingRow(presenter.page, 'Eve')).toBeVisible();
  await expect(presenter.page.getByTestId('live-attendee')).toHaveCount(0);
  await expect(ada.page.getByTestId('live-highlight')).toHaveCount(0);
  await expect(ada.page.getByTestId('guide-title')).toHaveCount(0);

  await waitingRow(presenter.page, 'Eve').getByTestId('live-decline').click();
  await expectError(eve.page, 'declined');
  await waitingRow(presenter.page, 'Ada').getByTestId('live-admit').click();
  await connected(ada.page);
  await expectFramed(ada.page, openDashboards);
  await expect(presenter.page.getByTestId('live-waiting')).toHaveCount(0);

  await ada.page.reload();
  await connected(ada.page);
  await eve.page.getByTestId('live-dismiss').click();
  await eve.page.getByTestId('live-join').click();
  await submitJoin(eve.page, { code, name: 'Mallory' });
  await expectError(eve.page, 'declined');
  await expect(presenter.page.getByTestId('live-waiting')).toHaveCount(0);
  await endSession(presenter.page);
});

test('a raised hand is told, lowered by the presenter, and lowered at its attendee’s too', async ({ stage }) => {
  const presenter = await stage.person('editor');
  const ada = await stage.person('admin');
  await openGuide(presenter.page, 'demo-tour');
  const { code } = await startSession(presenter.page);
  await joinSession(ada.page, code, 'Ada');
  await ada.page.getByTestId('live-hand').click();
  await expect(presenter.page.getByTestId('live-counts')).toHaveText('1 in · 1 hand');
  await attendeeRow(presenter.page, 'Ada').getByTestId('live-lower-hand').click();
  await expect(ada.page.getByTestId('live-hand')).toHaveAttribute('aria-pressed', 'false');
  await expect(attendeeRow(presenter.page, 'Ada')).toHaveAttribute('data-hand', 'false');

  await presenter.page.getByRole('button', { name: 'Remove Ada' }).click();
  await presenter.page.getByTestId('live-remove-confirm').click();
  await expectError(ada.page, 'removed');
  await presenter.page.reload();
  await expect(presenter.page.getByTestId('live-code')).toBeVisible();
  await ada.page.getByTestId('live-dismiss').click();
  await ada.page.getByTestId('live-join').click();
  await submitJoin(ada.page, { code });
  await expectError(ada.page, 'removed');
  await endSession(presenter.page);
});
