import { expect, joinSession, openGuide, startSession, test } from './stage';

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
