/** Every bundled guide in a session: a presenter, an attendee in guided mode, and one whose Grafana follows. */
import { expectFrameOn, bundledGuide, cardOf, expectDone, idOf, partsOf, play, type Part } from './playing';
import { sight } from './framed';
import { OUTCOMES } from './guideOutcomes';
import { expect, joinSession, openGuide, startSession, test, type Person, type Stage } from './stage';

interface Room {
  presenter: Person;
  guided: Person;
  follower: Person;
}

/** One after the other in one room; the other bundled guides are played in mainJob.spec.ts. */
const ROOMS: readonly string[][] = [
  ['demo-variables', 'promql-basics', 'ask-by-command'],
  ['demo-alert-rule', 'check-your-data', 'admin-first-look'],
  ['demo-controls'],
];

async function gather(stage: Stage, guideId: string): Promise<Room> {
  const [presenter, guided, follower] = await Promise.all([
    stage.person('admin'),
    stage.person('admin'),
    stage.person('admin'),
  ]);
  await openGuide(presenter.page, guideId);
  const { code } = await startSession(presenter.page);
  await Promise.all([
    joinSession(guided.page, code, 'Grace', 'guided'),
    joinSession(follower.page, code, 'Frank', 'follow'),
  ]);
  return { presenter, guided, follower };
}

/** The presenter goes to another guide, and the room comes along. */
async function openNext({ presenter }: Room, guideId: string): Promise<void> {
  const { page } = presenter;
  await page.getByRole('tab', { name: 'Recommendations' }).click();
  await page.locator(`[data-testid="guide-open"][data-guide-id="${guideId}"]`).click();
  await expect(page.getByTestId('guide-title')).toHaveText(bundledGuide(guideId).title);
}

const framedTestId = ({ page }: Person) =>
  page.evaluate(() => {
    const frame = document.querySelector('[data-testid="live-highlight"]')?.getBoundingClientRect();
    if (!frame) {
      return null;
    }
    const at = document.elementFromPoint(
      (Math.max(frame.left, 0) + Math.min(frame.right, innerWidth)) / 2,
      (Math.max(frame.top, 0) + Math.min(frame.bottom, innerHeight)) / 2
    );
    return at?.closest('[data-testid]')?.getAttribute('data-testid') ?? null;
  });

/** All three see the frame of this step on an element with one and the same test id. */
async function expectSameFrame(room: Room, stepId: string): Promise<void> {
  const people = Object.values(room);
  await Promise.all(people.map(({ page }: Person) => expectFrameOn(page, stepId)));
  await expect
    .poll(async () => new Set(await Promise.all(people.map(framedTestId))).size, {
      message: `${stepId} is framed on the same element for everyone`,
    })
    .toBe(1);
}

/** Consents to whatever following asks, by trusted clicks, until `settled` does. */
async function consent({ page }: Person, settled: Promise<void>): Promise<void> {
  let over = false;
  const ended = settled.finally(() => (over = true));
  const confirm = page.getByTestId('follow-confirm');
  const answer = async () => {
    while (!over) {
      await confirm.waitFor({ state: 'visible', timeout: 500 }).catch(() => undefined);
      if (await confirm.isEnabled({ timeout: 100 }).catch(() => false)) {
        await confirm.click({ timeout: 2000 }).catch(() => undefined);
      }
    }
  };
  await Promise.all([ended, answer()]);
}

const receiptsOf = ({ presenter }: Room, stepId: string) =>
  presenter.page.locator(`[data-testid="live-receipts"][data-step-id="${stepId}"]`);
