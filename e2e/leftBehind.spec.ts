/** An attendee who is not where the presenter is: they are told, and go there by a click of their own. */
import { expect, joinSession, openGuide, startSession, test, type Person } from './stage';

const framed = ({ page }: Person, stepId: string) =>
  page.locator(`[data-testid="live-highlight"][data-step-id="${stepId}"]`);
const card = ({ page }: Person, stepId: string) => page.locator(`[data-testid="guide-step"][data-step-id="${stepId}"]`);

test('a guided attendee on another page is told which step is where, goes there by their own click and sees it', async ({
  stage,
}) => {
  const [presenter, guided] = await Promise.all([stage.person('editor'), stage.person('admin')]);
  await openGuide(presenter.page, 'demo-explore-query');
  const { code } = await startSession(presenter.page);
  await joinSession(guided.page, code, 'Grace', 'guided');
  const note = guided.page.getByTestId('live-last-note');
  const receipts = presenter.page.locator('[data-testid="live-receipts"][data-step-id="choose-source"]');

  await card(presenter, 'go-to-explore').getByTestId('guide-do-it').click();
  await expect(presenter.page).toHaveURL(/\/explore/);
  await expect(note).toContainText('is on the page /explore', { timeout: 30_000 });

  await test.step('a step that is not on their page says so, and where it is', async () => {
    await expect(card(presenter, 'choose-source')).toHaveAttribute('data-state', 'ready', { timeout: 60_000 });
    await card(presenter, 'choose-source').getByTestId('guide-show-me').click();
    await expect(receipts).toHaveAttribute('data-failed', '1', { timeout: 30_000 });
    await expect(note).toContainText('could not be shown or done here: the element is not on this page');
    await expect(note).toContainText('is on the page /explore');
    // What comes before it was never done here, and it is not kept back for that.
    await expect(card(guided, 'choose-source')).not.toContainText('Complete the step above first');
  });

  await test.step('one click brings them there, and the step is shown', async () => {
    await guided.page.getByTestId('live-open-page').click();
    await expect(guided.page).toHaveURL(/\/explore/);
    await expect(framed(guided, 'choose-source')).toBeVisible({ timeout: 60_000 });
    await expect(note).toHaveCount(0);
    await expect(receipts).toHaveAttribute('data-shown', '1', { timeout: 30_000 });
    await expect(receipts).toHaveAttribute('data-failed', '0');
  });
});

test('who comes late lands in the guide that is open, not in one that was shown before', async ({ stage }) => {
  const [presenter, early] = await Promise.all([stage.person('editor'), stage.person('admin')]);
  await openGuide(presenter.page, 'first-steps');
  const { code } = await startSession(presenter.page);
  await joinSession(early.page, code, 'Grace', 'guided');
  await card(presenter, 'open-explore').getByTestId('guide-show-me').click();
  await expect(framed(early, 'open-explore')).toBeVisible({ timeout: 30_000 });

  await presenter.page.getByRole('tab', { name: 'Recommendations' }).click();
  await presenter.page.locator('[data-testid="guide-open"][data-guide-id="demo-tour"]').click();
  await expect(early.page.getByTestId('guide-title')).toHaveText('A tour of the demo Grafana', { timeout: 30_000 });
  for (const { page } of [presenter, early]) {
    await expect(page.getByTestId('live-highlight')).toHaveCount(0);
  }

  const late = await stage.person('admin');
  await joinSession(late.page, code, 'Laura', 'guided');
  await expect(late.page.getByTestId('guide-title')).toHaveText('A tour of the demo Grafana', { timeout: 30_000 });
  await expect(late.page.getByTestId('live-highlight')).toHaveCount(0);
  await expect(late.page.getByTestId('live-last-note')).toHaveCount(0);
  await expect(late.page.getByRole('tab', { name: 'First steps' })).toHaveCount(0);
});

test('a guide that only the presenter has is no error to attendees', async ({ stage }) => {
  const [presenter, guided] = await Promise.all([stage.person('editor'), stage.person('admin')]);
  await openGuide(presenter.page, 'first-steps');
  const { code } = await startSession(presenter.page, 'Own guides');
  await joinSession(guided.page, code, 'Grace', 'guided');
  await presenter.page.getByRole('tab', { name: 'Recommendations' }).click();
  await presenter.page.getByTestId('guide-open-other').click();
  const own = { id: 'my-own', title: 'My own', blocks: [{ type: 'markdown', content: 'Mine alone.' }] };
  await presenter.page.getByTestId('guide-open-text').fill(JSON.stringify(own));
  await presenter.page.getByTestId('guide-open-submit').click();
  await expect(presenter.page.getByTestId('guide-own')).toContainText('Attendees do not see this guide');
  await expect(guided.page.getByTestId('guide-not-here')).toContainText('shows a guide that only they have', {
    timeout: 30_000,
  });
  await expect(guided.page.getByTestId('live-dock').getByRole('alert')).toHaveCount(0);
  await expect(guided.page.getByRole('button', { name: 'Try again' })).toHaveCount(0);
});
