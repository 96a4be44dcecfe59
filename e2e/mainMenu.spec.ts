/** Targets in Grafana's main menu, which is closed in a window of 1024 pixels: it opens for whoever is to see or do something in it. */
import { expect, joinSession, openGuide, startSession, test, type Person, type Stage } from './stage';

const STEP = 'open-explore';
const MENU = 'data-testid navigation mega-menu';

async function inSmallWindow(stage: Stage, role: 'viewer' | 'editor' | 'admin'): Promise<Person> {
  const person = await stage.person(role);
  await person.page.setViewportSize({ width: 1024, height: 768 });
  await person.page.reload();
  await expect(person.page.getByTestId('live-launcher')).toBeVisible();
  await expect(person.page.getByTestId(MENU)).toHaveCount(0);
  return person;
}

const card = ({ page }: Person) => page.locator(`[data-testid="guide-step"][data-step-id="${STEP}"]`);

async function expectFramedInMenu({ page }: Person): Promise<void> {
  const frame = page.locator(`[data-testid="live-highlight"][data-step-id="${STEP}"]`);
  await expect(frame).toBeVisible({ timeout: 30_000 });
  await expect(page.getByTestId(MENU)).toBeVisible();
  await expect(frame).toBeInViewport();
}

test('a closed menu opens for presenter, guided attendee and follower, to be shown and to be done', async ({
  stage,
}) => {
  const [presenter, guided, follower] = await Promise.all([
    inSmallWindow(stage, 'editor'),
    inSmallWindow(stage, 'admin'),
    inSmallWindow(stage, 'admin'),
  ]);
  await openGuide(presenter.page, 'first-steps');
  const { code } = await startSession(presenter.page);
  await Promise.all([
    joinSession(guided.page, code, 'Grace', 'guided'),
    joinSession(follower.page, code, 'Frank', 'follow'),
  ]);
  const receipts = presenter.page.locator(`[data-testid="live-receipts"][data-step-id="${STEP}"]`);

  await test.step('Show Me', async () => {
    await card(presenter).getByTestId('guide-show-me').click();
    await Promise.all([presenter, guided, follower].map(expectFramedInMenu));
    await expect(receipts).toHaveAttribute('data-shown', '2');
  });

  await test.step('Do It, the menu closed again', async () => {
    for (const { page } of [presenter, guided, follower]) {
      await page.getByRole('button', { name: 'Close menu' }).click();
      await expect(page.getByTestId(MENU)).toHaveCount(0);
    }
    await follower.page.getByTestId('follow-resume').click();
    await expect(follower.page.getByTestId('follow-paused')).toHaveCount(0);
    await card(presenter).getByTestId('guide-do-it').click();
    await expect(presenter.page).toHaveURL(/\/explore/, { timeout: 30_000 });
    await expect(follower.page).toHaveURL(/\/explore/, { timeout: 30_000 });
    await expectFramedInMenu(guided);
    expect(guided.page.url()).not.toContain('/explore');
    await expect(receipts).toHaveAttribute('data-done', '1');
    await expect(receipts).toHaveAttribute('data-failed', '0');
  });
});

test('a viewer, whose menu does not have it, is told that their role may be why, at once and after a fix', async ({
  stage,
}) => {
  const viewer = await inSmallWindow(stage, 'viewer');
  await openGuide(viewer.page, 'first-steps');
  await card(viewer).getByTestId('guide-show-me').click();
  await expect(card(viewer)).toContainText('perhaps for lack of rights', { timeout: 30_000 });
  await expect(viewer.page.getByTestId(MENU)).toBeVisible();
  await card(viewer).getByRole('button', { name: 'Fix this' }).click();
  await expect(card(viewer)).toContainText('Your role here, Viewer, may not have it', { timeout: 30_000 });
  await expect(card(viewer).getByRole('button', { name: 'Fix this' })).toHaveCount(0);
  await expect(card(viewer).getByRole('button', { name: 'Try again' })).toBeVisible();
});
