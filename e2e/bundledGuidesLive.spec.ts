/** Every bundled guide in a session: a presenter, an attendee in guided mode, and one whose Grafana follows. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { GuideStep } from '../src/guide/model';
import { OUTCOMES } from './guideOutcomes';
import { bundledGuide, cardOf, expectDone, expectFrameOn, idOf, partsOf, play, type Part } from './playing';
import { expect, joinSession, openGuide, startSession, test, type Person, type Stage } from './stage';

interface Room {
  presenter: Person;
  guided: Person;
  follower: Person;
}

/** One after the other in one room; the other bundled guides are played in mainJob.spec.ts. */
const ROOMS: ReadonlyArray<{ guides: string[]; tag: string[] }> = [
  { guides: ['demo-variables', 'promql-basics', 'ask-by-command'], tag: [] },
  { guides: ['demo-alert-rule', 'check-your-data', 'admin-first-look'], tag: ['@long'] },
  { guides: ['demo-controls'], tag: ['@long'] },
];

/** Steps that lead to pages which no session opens for anyone: they are shown, and everyone goes there themselves. */
const NEVER_FOLLOWED: ReadonlySet<string> = new Set(['open-users']);

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

/** Consents by trusted clicks to whatever following asks, until `settled` is. */
async function consentUntil({ page }: Person, settled: Promise<void>): Promise<void> {
  let over = false;
  const confirm = page.getByTestId('follow-confirm');
  const answering = async () => {
    while (!over) {
      // Looked for, not waited for: nobody is asked most of the time, and a click without a question takes its whole limit.
      if (await confirm.isVisible()) {
        // A question may be withdrawn while it is answered: then there is nothing to click.
        await confirm.click({ timeout: 1000 }).catch(() => undefined);
      }
      await sleep(50);
    }
  };
  const answered = answering();
  await settled.finally(() => (over = true));
  await answered;
}

const receiptsOf = ({ presenter }: Room, stepId: string) =>
  presenter.page.locator(`[data-testid="live-receipts"][data-step-id="${stepId}"]`);

async function expectFollowed(room: Room, stepId: string): Promise<void> {
  await expect(receiptsOf(room, stepId), `${stepId} is done at the follower`).toHaveAttribute('data-done', '1');
}

/** A part that everyone does for themselves; using one's own page pauses following. */
async function onOwn({ page }: Person, part: Part): Promise<void> {
  await play(page, part, { shows: false });
  const resume = page.getByTestId('follow-resume');
  if (await resume.isVisible()) {
    await resume.click();
    await expect(resume).toHaveCount(0);
  }
}

/** A step that goes somewhere and opens another guide there: everyone has that guide, the follower is there, too. */
async function openAlong(room: Room, step: GuideStep): Promise<void> {
  const { presenter, guided, follower } = room;
  const { title } = bundledGuide((step.openGuide ?? '').replace(/^bundled:/, ''));
  const there = new RegExp(`${step.reftarget}$`);
  await cardOf(presenter.page, step.id).getByTestId('guide-do-it').click();
  await consentUntil(follower, expect(follower.page).toHaveURL(there));
  for (const { page } of Object.values(room)) {
    await expect(page.getByTestId('guide-title')).toHaveText(title);
  }
  await guided.page.locator(`a[data-testid="data-testid Nav menu item"][href$="${step.reftarget}"]`).click();
}

async function playTogether(room: Room, part: Part): Promise<void> {
  const { presenter, guided, follower } = room;
  const card = cardOf(presenter.page, idOf(part));
  switch (part.kind) {
    case 'step':
    case 'code-block': {
      if (part.step.action === 'noop') {
        // It is done wherever it is reached.
        await Promise.all([presenter, guided].map(({ page }) => expectDone(page, idOf(part))));
        return;
      }
      if ((await card.getByTestId('guide-show-me').count()) > 0) {
        await card.getByTestId('guide-show-me').click();
        await expectSameFrame(room, part.step.id);
      }
      if (part.step.openGuide !== null) {
        return openAlong(room, part.step);
      }
      if (NEVER_FOLLOWED.has(part.step.id)) {
        await card.getByTestId('guide-do-it').click();
        await expectDone(presenter.page, idOf(part));
        await expect(receiptsOf(room, part.step.id)).toHaveAttribute('data-shown', '2');
        expect(follower.page.url(), 'no session leads there').not.toBe(presenter.page.url());
        await Promise.all([onOwn(guided, part), onOwn(follower, part)]);
        return;
      }
      if (part.step.doIt) {
        await card.getByTestId('guide-do-it').click();
        await consentUntil(follower, expectFollowed(room, part.step.id));
      }
      await expectDone(presenter.page, idOf(part));
      if (part.step.doIt) {
        await play(guided.page, part, { shows: false });
      }
      return;
    }
    case 'multistep': {
      await card.getByTestId('guide-do-it').click();
      const followed = async () => {
        for (const step of part.group.steps) {
          await expectFollowed(room, step.id);
        }
      };
      await consentUntil(follower, followed());
      await expectDone(presenter.page, idOf(part), 30_000);
      await play(guided.page, part, { shows: false });
      return;
    }
    default:
      await play(presenter.page, part, { shows: false });
      await Promise.all([onOwn(guided, part), onOwn(follower, part)]);
  }
}

for (const { guides, tag } of ROOMS) {
  const title = `presenter, guided attendee and follower go through ${guides.join(', ')} in one session`;
  test(title, { tag }, async ({ stage }) => {
    test.setTimeout(120_000 + 120_000 * guides.length);
    const room = await gather(stage, guides[0]);
    const people: Person[] = Object.values(room);
    for (const { page } of people) {
      await page.route(/^https:/, (route) => route.fulfill({ status: 200, contentType: 'text/html', body: '' }));
    }
    for (const id of guides) {
      if (id !== guides[0]) {
        await openNext(room, id);
      }
      const guide = bundledGuide(id);
      await Promise.all(people.map(({ page }) => expect(page.getByTestId('guide-title')).toHaveText(guide.title)));
      for (const part of partsOf(guide.blocks)) {
        await test.step(`${id}: ${idOf(part)}`, () => playTogether(room, part));
      }
      await Promise.all(people.map(({ page }) => OUTCOMES[id](page)));
    }
    expect(people.flatMap(({ errors }) => errors)).toEqual([]);
  });
}
