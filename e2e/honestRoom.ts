/** A presenter and one honest attendee, by whom it is seen whether others notice what one does. */
import { expectFramed } from './framed';
import { stepsOf } from './guideSteps';
import { expect, joinSession, openGuide, pressShowMe, startSession, type Person, type Stage } from './stage';

const [openDashboards] = stepsOf('demo-tour');

export const banner = ({ page }: Person) => page.getByTestId('live-connected');

export interface Room {
  presenter: Person;
  honest: Person;
  code: string;
  link: string;
}

/** On the guide demo-tour. */
export async function roomOn(stage: Stage): Promise<Room> {
  const [presenter, honest] = await Promise.all([stage.person('editor'), stage.person('admin')]);
  await openGuide(presenter.page, 'demo-tour');
  const { code, link } = await startSession(presenter.page);
  await joinSession(honest.page, code, 'Honest');
  return { presenter, honest, code, link };
}

/**
 * The honest attendee gets the next Show Me, and nothing has gone wrong on either page.
 * @param attendees who can see the step now, the honest one included
 */
export async function expectUnnoticed({ presenter, honest }: Room, attendees = 1): Promise<void> {
  const shown = () => honest.console.filter((line) => line.endsWith('Received event: show_me')).length;
  const before = shown();
  await pressShowMe(presenter.page, openDashboards);
  await expect.poll(shown).toBe(before + 1);
  await expectFramed(honest.page, openDashboards);
  const receipts = presenter.page.locator('[data-testid="live-receipts"][data-step-id="open-dashboards"]');
  await expect(receipts).toHaveAttribute('data-shown', String(attendees));
  await expect(banner(honest)).toHaveAttribute('data-state', 'live');
  expect([...presenter.errors, ...honest.errors]).toEqual([]);
}
