import { DOING, stepsOf, type BundledGuide, type Step } from './guideSteps';
import { expectFramed, linePainted } from './framed';
import { answerQuestion, expect, joinSession, openGuide, startSession, test, type Person } from './stage';

test('a presenter presses Show Me and an attendee in another browser sees the same element framed', async ({
  stage,
}) => {
  const presenter = await stage.person('editor');
  await openGuide(presenter.page, 'first-steps');
  const { code } = await startSession(presenter.page);
  expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{6}$/);

  const attendee = await stage.person('admin');
  await joinSession(attendee.page, code, 'Ada');
  await expect(attendee.page.getByTestId('guide-title')).toHaveText('First steps');

  await presenter.page.getByTestId('guide-show-me').click();
  await expect(attendee.page.getByTestId('live-highlight')).toBeVisible();
  await expect(attendee.page.getByTestId('live-highlight')).toHaveAttribute('data-step-id', 'open-explore');
  await expect(presenter.page.getByTestId('live-receipts')).toHaveAttribute('data-shown', '1');
});

interface Room {
  presenter: Person;
  guided: Person;
  follower: Person;
}

const press = (room: Room, step: Step, button: 'guide-show-me' | 'guide-do-it') =>
  room.presenter.page.locator(`[data-testid="guide-step"][data-step-id="${step.id}"]`).getByTestId(button).click();

async function expectReceipts(room: Room, step: Step, counts: { shown: number; done: number }): Promise<void> {
  const receipts = room.presenter.page.locator(`[data-testid="live-receipts"][data-step-id="${step.id}"]`);
  await expect(receipts, step.id).toHaveAttribute('data-shown', String(counts.shown));
  await expect(receipts, step.id).toHaveAttribute('data-done', String(counts.done));
  await expect(receipts, step.id).toHaveAttribute('data-failed', '0');
}

/** All three see one and the same element framed, by its own test id, right around it. */
async function showMe(room: Room, step: Step): Promise<void> {
  await press(room, step, 'guide-show-me');
  const sightings = await Promise.all(Object.values(room).map(({ page }) => expectFramed(page, step)));
  const [atPresenter] = sightings;
  expect(atPresenter.testId).not.toBe('');
  for (const { testId, frame, element } of sightings) {
    expect(testId, step.id).toBe(atPresenter.testId);
    for (const side of ['left', 'top', 'right', 'bottom'] as const) {
      expect(Math.abs(frame[side] - element[side]), `${step.id}, ${side}`).toBeLessThanOrEqual(2);
    }
  }
  expect(await linePainted(room.guided.page), `the frame of ${step.id} is among the pixels`).toBe(true);
  await expectReceipts(room, step, { shown: 2, done: 0 });
}

/** What a page shows, as far as a step could change it. */
async function stateOf({ page }: Person, step: Step) {
  const value = await page.evaluate((selector) => {
    const target = selector.startsWith('/') ? null : document.querySelector(selector);
    return target instanceof HTMLInputElement ? target.value : (target?.textContent ?? null);
  }, step.reftarget);
  return { address: page.url(), value };
}

/** The follower's Grafana does it, after a question where one is due; the guided attendee's does nothing but show it. */
async function doIt(room: Room, step: Step): Promise<void> {
  const doing = DOING[step.id];
  const before = await stateOf(room.guided, step);
  const followersBefore = await stateOf(room.follower, step);
  await press(room, step, 'guide-do-it');
  if (doing.asks !== 'nothing') {
    expect(await stateOf(room.follower, step), `${step.id} waits for an answer`).toEqual(followersBefore);
    await answerQuestion(room.follower.page, doing.asks, 'confirm');
  }
  await expectReceipts(room, step, { shown: step.action === 'navigate' ? 0 : 1, done: 1 });
  await doing.done(room.follower.page);
  expect(await stateOf(room.guided, step), `${step.id} changes nothing in guided mode`).toEqual(before);
  await expect(room.guided.page.getByTestId('follow-confirm')).toHaveCount(0);
  if (step.action !== 'navigate') {
    await expectFramed(room.guided.page, step);
  }
  await doing.done(room.presenter.page);
  await doing.byHand(room.guided.page);
  await doing.done(room.guided.page);
}

const GUIDES: BundledGuide[] = ['demo-tour', 'demo-explore-query', 'demo-form'];

for (const guide of GUIDES) {
  test(`presenter, guided attendee and follower go through ${guide} together`, async ({ stage }) => {
    const [presenter, guided, follower] = await Promise.all([
      stage.person('editor'),
      stage.person('admin'),
      stage.person('admin'),
    ]);
    const room = { presenter, guided, follower };
    await openGuide(presenter.page, guide);
    const { code } = await startSession(presenter.page);
    await Promise.all([
      joinSession(guided.page, code, 'Grace', 'guided'),
      joinSession(follower.page, code, 'Frank', 'follow'),
    ]);
    for (const step of stepsOf(guide)) {
      await test.step(step.id, async () => {
        if (step.showMe && step.action !== 'navigate') {
          await showMe(room, step);
        }
        if (step.doIt) {
          await doIt(room, step);
        }
      });
    }
    expect([presenter, guided, follower].flatMap(({ errors }) => errors)).toEqual([]);
  });
}

test('where the presenter goes by themselves followers are taken, guided attendees are not', async ({ stage }) => {
  const [presenter, guided, follower] = await Promise.all([
    stage.person('editor'),
    stage.person('admin'),
    stage.person('admin'),
  ]);
  await openGuide(presenter.page, 'demo-tour');
  const { code } = await startSession(presenter.page);
  await Promise.all([
    joinSession(guided.page, code, 'Grace', 'guided'),
    joinSession(follower.page, code, 'Frank', 'follow'),
  ]);
  const guidedAt = guided.page.url();
  await presenter.page.locator('a[data-testid="data-testid Nav menu item"][href$="/dashboards"]').click();
  await expect(follower.page).toHaveURL(/\/dashboards$/);

  await test.step('not while the follower has taken over', async () => {
    await follower.page.locator('a[data-testid="data-testid Nav menu item"][href$="/explore"]').click();
    await expect(follower.page.getByTestId('follow-paused')).toBeVisible();
    await presenter.page.getByRole('link', { name: 'Web shop overview' }).click();
    await expect(presenter.page).toHaveURL(/\/d\/web-shop/);
    const heard = () => follower.console.filter((line) => line.endsWith('Received event: navigation')).length;
    await expect.poll(heard).toBe(2);
    await expect(follower.page).toHaveURL(/\/explore/);
  });
  await test.step('again once they go on following', async () => {
    await follower.page.getByTestId('follow-resume').click();
    await expect(follower.page.getByTestId('follow-paused')).toHaveCount(0);
    await presenter.page.locator('a[data-testid="data-testid Nav menu item"][href$="/dashboards"]').click();
    await expect(follower.page).toHaveURL(/\/dashboards$/);
  });
  await test.step('another guide opens at everyone, in a tab of its own', async () => {
    await presenter.page.getByRole('tab', { name: 'Recommendations' }).click();
    await presenter.page.locator('[data-testid="guide-open"][data-guide-id="demo-form"]').click();
    for (const { page } of [guided, follower]) {
      await expect(page.getByTestId('guide-title')).toHaveText('Connect a data source');
      await expect(page.getByRole('tab', { name: 'A tour of the demo Grafana' })).toBeVisible();
    }
  });
  expect(guided.page.url()).toBe(guidedAt);
});

test('a follower who declines keeps their Grafana as it is, and the presenter sees that it was not done', async ({
  stage,
}) => {
  const [presenter, follower] = await Promise.all([stage.person('editor'), stage.person('admin')]);
  await openGuide(presenter.page, 'demo-form');
  const { code } = await startSession(presenter.page);
  await joinSession(follower.page, code, 'Frank', 'follow');
  const before = follower.page.url();
  const [openAddPage] = stepsOf('demo-form');
  await presenter.page
    .locator(`[data-testid="guide-step"][data-step-id="${openAddPage.id}"]`)
    .getByTestId('guide-do-it')
    .click();
  await answerQuestion(follower.page, 'danger', 'decline');
  const receipts = presenter.page.locator(`[data-testid="live-receipts"][data-step-id="${openAddPage.id}"]`);
  await expect(receipts).toHaveAttribute('data-declined', '1');
  await expect(receipts).toHaveAttribute('data-done', '0');
  expect(follower.page.url()).toBe(before);
});
