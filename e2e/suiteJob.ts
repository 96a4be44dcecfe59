/** The main job, as short as it can be, for every way in which a Grafana is served: show, do, draw, copy, write. */
import {
  answerQuestion,
  attendeeRow,
  expect,
  joinSession,
  openGuide,
  pressShowMe,
  startSession,
  submitJoin,
  type Person,
  type Stage,
} from './stage';
import { DOING, stepsOf } from './guideSteps';
import { expectFramed } from './framed';

const [openDashboards, searchField] = stepsOf('demo-tour');
const [goToExplore, chooseSource, writeQuery] = stepsOf('demo-explore-query');

const guideStep = ({ page }: Person, id: string) => page.locator(`[data-testid="guide-step"][data-step-id="${id}"]`);
const pressDoIt = (person: Person, { id }: { id: string }) => guideStep(person, id).getByTestId('guide-do-it').click();

async function openAlso({ page }: Person, guideId: string): Promise<void> {
  await page.getByRole('tab', { name: 'Recommendations' }).click();
  await page.locator(`[data-testid="guide-open"][data-guide-id="${guideId}"]`).click();
}

export interface Room {
  presenter: Person;
  guided: Person;
  follower: Person;
  link: string;
  code: string;
}

/** A presenter, a guided attendee who came by the code, and a follower who came by the link. */
export async function openRoom(stage: Stage): Promise<Room> {
  const [presenter, guided, follower] = await Promise.all([
    stage.person('editor'),
    stage.person('admin'),
    stage.person('admin'),
  ]);
  await openGuide(presenter.page, 'demo-tour');
  const { code, link } = await startSession(presenter.page);
  expect(link.startsWith(`${stage.host.url}/a/livesessions-guide-app/join/`), link).toBe(true);
  await follower.page.goto(link);
  await expect(follower.page.getByTestId('live-code-input')).toHaveValue(link);
  await Promise.all([
    joinSession(guided.page, code, 'Grace', 'guided'),
    submitJoin(follower.page, { name: 'Frank', mode: 'follow' }),
  ]);
  await expect(follower.page.getByTestId('live-connected')).toHaveAttribute('data-state', 'live');
  for (const name of ['Grace', 'Frank']) {
    await expect(attendeeRow(presenter.page, name)).toHaveAttribute('data-state', 'present');
  }
  return { presenter, guided, follower, link, code };
}

/** Highlights, a step that is done, and a reload in the midst. */
export async function doMainJob({ presenter, guided, follower }: Room): Promise<void> {
  await pressShowMe(presenter.page, openDashboards);
  await Promise.all([presenter, guided, follower].map(({ page }) => expectFramed(page, openDashboards)));

  const guidedAt = guided.page.url();
  await pressDoIt(presenter, openDashboards);
  await Promise.all([presenter, follower].map(({ page }) => DOING[openDashboards.id].done(page)));
  expect(guided.page.url()).toBe(guidedAt);

  await follower.page.reload();
  await expect(follower.page.getByTestId('live-connected')).toHaveAttribute('data-state', 'live');
  await pressShowMe(presenter.page, searchField);
  await expectFramed(follower.page, searchField);
}

/** Grafana's code editor, whose language runs in workers, and a guide's picture. */
export async function writeAndDraw({ presenter, follower }: Room): Promise<void> {
  await openAlso(presenter, 'demo-explore-query');
  await expect(guideStep(follower, goToExplore.id)).toBeVisible();
  await pressDoIt(presenter, goToExplore);
  await Promise.all([presenter, follower].map(({ page }) => DOING[goToExplore.id].done(page)));
  await expect(follower.page.locator('.monaco-editor .view-line').first()).toBeVisible();
  await pressShowMe(presenter.page, chooseSource);
  await expectFramed(follower.page, chooseSource);
  await pressDoIt(presenter, writeQuery);
  await answerQuestion(follower.page, 'consent', 'confirm');
  await DOING[writeQuery.id].done(follower.page);

  await openAlso(presenter, 'promql-basics');
  const picture = follower.page.getByTestId('live-dock').locator('img[src*="img/guides/series.svg"]');
  await expect(picture).toBeVisible();
  expect(await picture.evaluate((img: HTMLImageElement) => img.decode().then(() => img.naturalWidth))).toBeGreaterThan(
    0
  );
}

/** What the page's content security policy has refused so far, as browsers write it into the console. */
export const refusals = ({ console: lines }: Person) =>
  lines.filter((line) => /content security policy/i.test(line)).map((line) => line.slice(0, 300));
