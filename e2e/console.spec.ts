/** The console lines that other programs read: in order with debug on, none with it off, never what people typed. */
import { expectFramed } from './framed';
import { DOING, stepsOf } from './guideSteps';
import {
  answerQuestion,
  expect,
  joinSession,
  openGuide,
  pressShowMe,
  startSession,
  test,
  type Person,
  type Stage,
} from './stage';

const [openDashboards] = stepsOf('demo-tour');
const [goToExplore, , writeQuery] = stepsOf('demo-explore-query');
const OURS = /^\[(SessionManager|DocsPanel|ActionCapture|ActionReplay)\] /;
const ours = ({ console }: Person) => console.filter((line) => OURS.test(line));

/** Names nobody else uses, so that they are known again wherever they come out. */
const SECRETS = { session: 'Quarterly numbers', presenter: 'Prudence', attendee: 'Augustin' };

async function meet(stage: Stage, guide: 'demo-tour' | 'demo-explore-query', mode: 'guided' | 'follow') {
  const [presenter, attendee] = await Promise.all([stage.person('editor'), stage.person('admin')]);
  await openGuide(presenter.page, guide);
  const { code } = await startSession(presenter.page, SECRETS.session);
  await joinSession(attendee.page, code, SECRETS.attendee, mode);
  return { presenter, attendee, code };
}

const step = (page: Person['page'], id: string) => page.locator(`[data-testid="guide-step"][data-step-id="${id}"]`);

/** Each line found after the one before it. */
function expectInOrder(lines: string[], wanted: RegExp[]): void {
  let from = 0;
  for (const line of wanted) {
    const at = lines.findIndex((candidate, index) => index >= from && line.test(candidate));
    expect(at, `${line} after line ${from} of:\n${lines.join('\n')}`).toBeGreaterThanOrEqual(from);
    from = at + 1;
  }
}

test('with debug on the promised lines come in order', async ({ stage }) => {
  const { presenter, attendee, code } = await meet(stage, 'demo-tour', 'guided');
  await pressShowMe(presenter.page, openDashboards);
  await expectFramed(attendee.page, openDashboards);
  expectInOrder(ours(presenter), [
    /^\[SessionManager\] Creating session\.\.\.$/,
    /^\[SessionManager\] Peer ready: [a-z0-9-]{8,}$/,
    new RegExp(`^\\[SessionManager\\] Session created: ${code}$`),
    /^\[DocsPanel\] Initializing ActionCaptureSystem for presenter$/,
    /^\[ActionCapture\] Capture handlers set up$/,
    /^\[ActionCapture\] Started capturing presenter actions$/,
    /^\[ActionCapture\] Broadcasted show_me event for step: open-dashboards$/,
  ]);
  expectInOrder(ours(attendee), [
    new RegExp(`^\\[SessionManager\\] Joining session: ${code}$`),
    new RegExp(`^\\[SessionManager\\] Connected to presenter: ${code}$`),
    /^\[DocsPanel\] Auto-opening guide: bundled:demo-tour$/,
    /^\[SessionManager\] Received event from presenter: show_me$/,
    /^\[DocsPanel\] Received event: show_me$/,
    /^\[ActionReplay\] Handling show_me in guided mode$/,
    /^\[ActionReplay\] Highlighted element: a\[data-testid="data-testid Nav menu item"\]/,
  ]);
  expect(ours(attendee)).toContain('[ActionReplay] Mode changed: undefined → guided');
});

test('no line holds a name, a value that is filled in, a link or a key', async ({ stage }) => {
  const { presenter, attendee } = await meet(stage, 'demo-explore-query', 'follow');
  await step(presenter.page, goToExplore.id).getByTestId('guide-do-it').click();
  await expect(attendee.page).toHaveURL(/\/explore/);
  const { storage } = await attendee.page.evaluate(() => ({
    storage: [...Object.values(localStorage), ...Object.values(sessionStorage)].map(String),
  }));
  const keys = storage.flatMap((text) => text.match(/[0-9a-f]{32,}/g) ?? []);
  expect(keys.length).toBeGreaterThan(0);
  await pressShowMe(presenter.page, { id: 'choose-source' });
  // The editor is brought in when Explore is opened; a busy machine needs a while for it.
  await expect(attendee.page.locator('.monaco-editor').first()).toBeVisible();
  await step(presenter.page, writeQuery.id).getByTestId('guide-do-it').click();
  await answerQuestion(attendee.page, 'consent', 'confirm');
  await DOING[writeQuery.id].done(attendee.page);
  const all = [...presenter.console, ...attendee.console].join('\n');
  expect(all).toContain('Handling do_it in follow mode');
  for (const secret of [...Object.values(SECRETS), 'http_requests_total', '/join/', ...keys]) {
    expect(all).not.toContain(secret);
  }
});

test('with debug off nothing is written', async ({ ownStage }) => {
  const stage = await ownStage();
  const settings = `${stage.host.url}/api/plugins/livesessions-guide-app/settings`;
  const jsonData = { serverUrl: stage.server.url, peerjsKey: 'pathfinder', followCeiling: 'on', debug: false };
  const saved = await fetch(settings, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-demo-login': 'admin' },
    body: JSON.stringify({ jsonData }),
  });
  expect(saved.status).toBe(200);
  const { presenter, attendee } = await meet(stage, 'demo-tour', 'guided');
  await pressShowMe(presenter.page, openDashboards);
  await expectFramed(attendee.page, openDashboards);
  expect([...presenter.console, ...attendee.console]).toEqual([]);
});
