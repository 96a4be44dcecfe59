import { TIMES } from '../src/protocol/limits';
import { expect, joinSession, openGuide, startSession, test } from './stage';

test('timers tick in a worker, so that a hidden page keeps its links', async ({ stage }) => {
  const presenter = await stage.person('editor');
  await openGuide(presenter.page, 'first-steps');
  const { code } = await startSession(presenter.page);
  await expect
    .poll(() => presenter.page.workers().map((worker) => new URL(worker.url()).pathname))
    .toEqual([expect.stringMatching(/^\/public\/plugins\/livesessions-guide-app\/\d+\.js$/)]);

  const attendee = await stage.person('admin');
  await joinSession(attendee.page, code, 'Ada');
  // The page's own timers stop: what still pings the attendee can only be the worker.
  await presenter.page.evaluate(() => {
    window.setTimeout = (() => 0) as unknown as typeof window.setTimeout;
  });
  await presenter.page.getByTestId('guide-show-me').click();
  await expect(attendee.page.getByTestId('live-highlight')).toBeVisible();
  // Longer than a link may be silent before it is suspected.
  await attendee.page.evaluate((ms) => new Promise((resolve) => setTimeout(resolve, ms)), 1.5 * TIMES.suspect);
  await expect(attendee.page.getByTestId('live-connected')).toHaveAttribute('data-state', 'live');
  expect([presenter, attendee].flatMap(({ errors }) => errors)).toEqual([]);
});
