/** The shared browser inside a live session: real Chromium in front of and behind a real session server. */
import AxeBuilder from '@axe-core/playwright';
import { mkdirSync } from 'node:fs';
import { localProvider } from '../server/browser/testing/localProvider';
import { startSite } from '../server/browser/testing/site';
import {
  attendeeRow,
  endSession,
  expect,
  joinSession,
  openGuide,
  openServers,
  startSession,
  test,
  type Person,
} from './stage';

const SHOTS = 'test-results/shared-browser-live';

const frame = ({ page }: Person) => page.frameLocator('[data-testid="live-browser-frame"]');
const title = (person: Person) => frame(person).locator('.tab.shown .tab-text');
const drives = (person: Person) => frame(person).getByTestId('browser-drive');

/** Clicks at a share of the picture's width and height. */
async function clickAt(person: Person, x: number, y: number): Promise<void> {
  const picture = frame(person).getByTestId('browser-picture');
  await expect(picture).toBeVisible();
  const box = await picture.boundingBox();
  if (!box) {
    throw new Error('there is no picture');
  }
  await person.page.mouse.click(box.x + x * box.width, box.y + y * box.height);
}

test('BROW-1, BROW-2, BROW-3: one browser for the room, seen by all, driven by whom the presenter lets', async ({
  stageOn,
}) => {
  mkdirSync(SHOTS, { recursive: true });
  const site = await startSite();
  site.page(
    '/',
    `<title>Home</title><body style="margin:0;background:#f4f7fb"><h1>Service overview</h1>
     <script>let presses = 0; onclick = () => (document.title = 'Pressed ' + ++presses)</script>`
  );
  const provider = localProvider({ privateHosts: [site.host] });
  const stage = stageOn(await openServers({ browser: true }, {}, provider));
  const [ada, grace, alan] = await Promise.all([stage.person('editor'), stage.person(), stage.person()]);
  await openGuide(ada.page, 'demo-tour');
  const { code } = await startSession(ada.page);
  await joinSession(grace.page, code, 'Grace', 'follow');

  await ada.page.getByTestId('live-browser-share').click();
  await ada.page.screenshot({ path: `${SHOTS}/question.png` });
  await ada.page.getByTestId('live-browser-confirm').click();
  await expect(drives(ada)).toContainText('You drive');
  await expect(frame(grace).getByTestId('browser-picture')).toBeVisible();
  await frame(ada).getByTestId('browser-address').fill(site.url());
  await frame(ada).getByTestId('browser-address').press('Enter');
  await expect(title(ada)).toHaveText('Home');
  await expect(title(grace)).toHaveText('Home');

  // A late joiner sees it as it is; who only looks on presses nothing.
  await joinSession(alan.page, code, 'Alan');
  await alan.page.getByTestId('live-browser-tab').click();
  await expect(title(alan)).toHaveText('Home');
  await clickAt(grace, 0.5, 0.6);
  await clickAt(ada, 0.5, 0.6);
  await expect(title(grace)).toHaveText('Pressed 1');

  // Grace drives, Alan does not.
  await attendeeRow(ada.page, 'Grace').getByTestId('live-let-drive').click();
  await expect(drives(grace)).toContainText('You drive');
  await expect(drives(alan)).toContainText('Grace drives');
  await expect(attendeeRow(ada.page, 'Grace')).toHaveAttribute('data-drives', 'true');
  await clickAt(grace, 0.5, 0.6);
  await expect(title(alan)).toHaveText('Pressed 2');
  await ada.page.screenshot({ path: `${SHOTS}/presenter-dark.png` });
  await grace.page.screenshot({ path: `${SHOTS}/drives-dark.png` });
  await alan.page.screenshot({ path: `${SHOTS}/watches-dark.png` });
  const { violations } = await new AxeBuilder({ page: ada.page }).include('[data-testid="live-dock"]').analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`)).toEqual([]);

  // It is hers over a reload, and over one of the presenter's page.
  const light = `${stage.host.url}/?theme=light`;
  await grace.page.goto(light);
  await grace.page.getByTestId('live-browser-tab').click();
  await expect(drives(grace)).toContainText('You drive');
  await ada.page.goto(light);
  await ada.page.getByTestId('live-browser-tab').click();
  await expect(drives(ada)).toContainText('Grace drives');
  await expect(title(grace)).toHaveText('Pressed 2');
  await expect(drives(grace)).toContainText('You drive');
  await ada.page.screenshot({ path: `${SHOTS}/presenter-light.png` });

  // Alan is removed: the room gets another key, and Grace is back with it by herself.
  await attendeeRow(ada.page, 'Alan').getByRole('button', { name: 'Remove Alan' }).click();
  await ada.page.getByTestId('live-remove-confirm').click();
  await expect(alan.page.getByTestId('live-browser')).toHaveCount(0);
  await expect(drives(grace)).toContainText('You drive');
  await clickAt(grace, 0.5, 0.6);
  await expect(title(ada)).toHaveText('Pressed 3');

  await attendeeRow(ada.page, 'Grace').getByTestId('live-let-drive').click();
  await expect(drives(ada)).toContainText('You drive');
  await ada.page.getByTestId('live-everyone-drives').click();
  await expect(drives(grace)).toContainText('Everyone drives');

  await endSession(ada.page);
  await expect(grace.page.getByTestId('live-browser')).toHaveCount(0);
  await site.close();
  expect([...ada.errors, ...grace.errors, ...alan.errors]).toEqual([]);
});
