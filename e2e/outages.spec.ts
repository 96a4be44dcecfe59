/** Networks that are cut, servers that are killed, tabs that crash: the session goes on, and nothing that was said is lost. */
import { chromium, type Page } from '@playwright/test';
import { BROWSER_ARGS, findBrowser } from '../scripts/browser.mjs';
import { startServer } from '../server/startServer';
import { expectFramed } from './framed';
import { stepsOf } from './guideSteps';
import {
  attendeeRow,
  expect,
  heard,
  joinSession,
  openGuide,
  pressShowMe,
  startSession,
  test,
  type Stage,
} from './stage';
import { walledBrowser, whyNoWall, WIRED_ARGS } from './walled';

const STEPS = stepsOf('demo-tour');
const banner = (page: Page) => page.getByTestId('live-connected');

interface Attendee {
  page: Page;
  /** What was heard of the presenter, in order. */
  heard: string[];
}

/** A page of somebody's, signed in; what it hears of a presenter is written down. */
async function pageOf(stage: Stage, context: { newPage(): Promise<Page> }, role: string): Promise<Attendee> {
  const page = await context.newPage();
  const heard: string[] = [];
  page.on('console', (message) => {
    const [, type] = /Received event from presenter: (\w+)/.exec(message.text()) ?? [];
    if (type) {
      heard.push(type);
    }
  });
  await page.goto(`${stage.host.url}/?user=${role}`);
  return { page, heard };
}

/** Times at which the banner's state changed, in milliseconds since the epoch. */
const watchStates = (page: Page) =>
  page.evaluateHandle(() => {
    const seen: Array<{ at: number; state: string }> = [];
    const look = () => {
      const state = document.querySelector<HTMLElement>('[data-testid="live-connected"]')?.dataset.state ?? 'none';
      if (seen.at(-1)?.state !== state) {
        seen.push({ at: Date.now(), state });
      }
    };
    new MutationObserver(look).observe(document.body, { subtree: true, attributes: true, childList: true });
    look();
    return seen;
  });

/** Presses that everybody hears of, of two kinds, so that their order shows. */
async function present(page: Page, presses: number): Promise<string[]> {
  const said: string[] = [];
  for (let press = 0; press < presses; press++) {
    await pressShowMe(page, STEPS[0]);
    said.push('show_me');
    if (press % 3 !== 1) {
      await page.keyboard.press('Escape');
      said.push('clear_highlight');
    }
  }
  return said;
}

for (const { cuts, tag } of [
  { cuts: [1, 4, 20], tag: [] },
  { cuts: [60], tag: ['@long'] },
]) {
  const title = `networks cut for ${cuts.join(', ')} s: it is said, everyone is back by themselves, and nothing is lost`;
  test(title, { tag }, async ({ ownStage }) => {
    test.skip(whyNoWall() !== null, whyNoWall() ?? '');
    test.setTimeout(300_000);
    const stage = await ownStage();
    const ports = [stage.host.url, stage.server.url].map((url) => Number(new URL(url).port));
    const walls = await Promise.all(cuts.map(() => walledBrowser(ports, { wired: true })));
    const near = await chromium.launch({ executablePath: findBrowser() ?? undefined, args: WIRED_ARGS });
    try {
      const presenter = await pageOf(
        stage,
        await near.newContext({ viewport: { width: 1440, height: 900 } }),
        'editor'
      );
      await openGuide(presenter.page, 'demo-tour');
      const { code } = await startSession(presenter.page);
      const attendees = await Promise.all(
        walls.map(async ({ browser }, index) => {
          const attendee = await pageOf(stage, browser, 'admin');
          await joinSession(attendee.page, code, `Cut ${cuts[index]} s`);
          await expect(banner(attendee.page)).toHaveAttribute('data-route', 'p2p');
          return { ...attendee, states: await watchStates(attendee.page) };
        })
      );
      const said = await present(presenter.page, 2);
      await Promise.all(attendees.map(({ heard }) => expect.poll(() => heard).toEqual(said)));

      const began = Date.now();
      walls.forEach(({ cut }) => cut());
      const mended = walls.map(
        ({ mend }, index) =>
          new Promise<number>((resolve) =>
            setTimeout(() => {
              mend();
              resolve(Date.now());
            }, cuts[index] * 1000)
          )
      );
      said.push(...(await present(presenter.page, 6)));
      const ends = await Promise.all(mended);
      said.push(...(await present(presenter.page, 2)));
      for (const [index, { page, heard, states }] of attendees.entries()) {
        await expect(banner(page)).toHaveAttribute('data-state', 'live');
        await expect.poll(() => heard).toEqual(said);
        await expect(attendeeRow(presenter.page, `Cut ${cuts[index]} s`)).toHaveAttribute('data-state', 'present');
        const seen = await states.jsonValue();
        const noticed = seen.find(({ state, at }) => at >= began && state !== 'live');
        const back = seen.find(({ state, at }) => noticed && at > noticed.at && state === 'live');
        test.info().annotations.push({
          type: `cut for ${cuts[index]} s`,
          description:
            noticed && back
              ? `noticed after ${noticed.at - began} ms, back ${back.at - ends[index]} ms after the network`
              : 'not noticed',
        });
        if (cuts[index] > 4) {
          expect(seen.map(({ state }) => state)).toEqual(['live', 'reconnecting', 'live']);
        }
      }
    } finally {
      await near.close();
      await Promise.all(walls.map((wall) => wall.close()));
    }
  });
}

test('the presenter’s network is cut: attendees are told that they wait, and have everything when it is back', async ({
  ownStage,
}, info) => {
  test.skip(whyNoWall() !== null, whyNoWall() ?? '');
  const stage = await ownStage();
  const ports = [stage.host.url, stage.server.url].map((url) => Number(new URL(url).port));
  const wall = await walledBrowser(ports, { wired: true });
  try {
    const presenter = await pageOf(stage, wall.browser, 'editor');
    await openGuide(presenter.page, 'demo-tour');
    const { code } = await startSession(presenter.page);
    const [ada, bob] = await Promise.all([stage.person('admin'), stage.person('viewer')]);
    await joinSession(ada.page, code, 'Ada');
    await joinSession(bob.page, code, 'Bob');
    wall.cut();
    await Promise.all(
      [ada, bob].map(({ page }) => expect(banner(page)).toHaveAttribute('data-state', /reconnecting|waiting/))
    );
    const said = await present(presenter.page, 3);
    await expect(presenter.page.getByTestId('live-unheard')).toBeVisible();
    await presenter.page.screenshot({ path: info.outputPath('unheard.png') });
    wall.mend();
    await expect(presenter.page.getByTestId('live-unheard')).toBeHidden();
    for (const [index, person] of [ada, bob].entries()) {
      const { page } = person;
      await expect(banner(page)).toHaveAttribute('data-state', 'live');
      await expect.poll(() => heard(person)).toEqual(said);
      await expect(attendeeRow(presenter.page, ['Ada', 'Bob'][index])).toHaveAttribute('data-state', 'present');
    }
  } finally {
    await wall.close();
  }
});

test('the presenter’s tab crashes: a new one goes on, and attendees have everything, once', async ({ stage }) => {
  const [presenter, ada] = await Promise.all([stage.person('editor'), stage.person('admin')]);
  await openGuide(presenter.page, 'demo-tour');
  const { code } = await startSession(presenter.page);
  await joinSession(ada.page, code, 'Ada');
  const said = await present(presenter.page, 2);
  const crashed = presenter.page.waitForEvent('crash');
  const devtools = await presenter.context.newCDPSession(presenter.page);
  // Never answered: the page is gone.
  devtools.send('Page.crash').catch(() => {});
  await crashed;
  await expect(banner(ada.page)).toHaveAttribute('data-state', /reconnecting|waiting/);
  const page = await presenter.context.newPage();
  await page.goto(`${stage.host.url}/?user=editor`);
  await page.getByTestId('live-launcher').click();
  await expect(page.getByTestId('live-left')).toContainText(code);
  await page.getByTestId('live-go-on').click();
  await expect(page.getByTestId('live-code')).toHaveText(code);
  await expect(banner(ada.page)).toHaveAttribute('data-state', 'live');
  await expect(page.getByTestId('guide-title')).toBeVisible();
  said.push(...(await present(page, 2)));
  await expect.poll(() => heard(ada)).toEqual(said);
  await expect(attendeeRow(page, 'Ada')).toHaveAttribute('data-state', 'present');
});

test('the session server is killed and comes back: links stay, pages that are loaded anew meanwhile wait for it, joining works again', async ({
  ownStage,
}, info) => {
  const stage = await ownStage();
  const [presenter, early, late] = await Promise.all([
    stage.person('editor'),
    stage.person('admin'),
    stage.person('viewer'),
  ]);
  await openGuide(presenter.page, 'demo-tour');
  const { code } = await startSession(presenter.page);
  await joinSession(early.page, code, 'Early');
  await expect(banner(early.page)).toHaveAttribute('data-route', 'p2p');
  const states = await watchStates(early.page);
  await stage.server.stop();
  await pressShowMe(presenter.page, STEPS[0]);
  await expectFramed(early.page, STEPS[0]);
  // CON-17: a page that is loaded anew meanwhile has nothing to go on with yet, says so, and goes on by itself.
  expect((await states.jsonValue()).map(({ state }) => state)).toEqual(['live']);
  await Promise.all([presenter.page.reload(), early.page.reload()]);
  await Promise.all(
    [presenter, early].map(({ page }) => expect(page.getByTestId('live-returning')).toContainText('does not answer'))
  );
  await early.page.screenshot({ path: info.outputPath('returning.png') });
  const again = await startServer({ config: stage.config });
  try {
    await expect(banner(early.page)).toHaveAttribute('data-state', 'live', { timeout: 60_000 });
    await expect(attendeeRow(presenter.page, 'Early')).toHaveAttribute('data-state', 'present');
    await expect(async () => {
      await late.page.goto(`${stage.host.url}/a/livesessions-guide-app/join/${code}`);
      await late.page.getByTestId('live-name-input').fill('Late');
      await late.page.getByTestId('live-join-submit').click();
      await expect(banner(late.page)).toHaveAttribute('data-state', 'live', { timeout: 10_000 });
    }).toPass({ timeout: 60_000 });
    await pressShowMe(presenter.page, STEPS[0]);
    await expectFramed(early.page, STEPS[0]);
  } finally {
    await again.stop();
  }
});

test('the relay is killed and comes back: those behind it are back by themselves, and have everything', async ({
  ownStage,
}) => {
  const stage = await ownStage({ relay: 'only' });
  const [presenter, ada] = await Promise.all([stage.person('editor'), stage.person('admin')]);
  await openGuide(presenter.page, 'demo-tour');
  const { code } = await startSession(presenter.page);
  await joinSession(ada.page, code, 'Ada');
  await stage.server.stop();
  await expect(banner(ada.page)).toHaveAttribute('data-state', 'reconnecting');
  const said = await present(presenter.page, 3);
  const again = await startServer({ config: stage.config });
  try {
    await expect(banner(ada.page)).toHaveAttribute('data-state', 'live', { timeout: 60_000 });
    await expect.poll(() => heard(ada)).toEqual(said);
    await expect(attendeeRow(presenter.page, 'Ada')).toHaveAttribute('data-state', 'present');
  } finally {
    await again.stop();
  }
});

test('a computer that slept is back by itself, and has what was shown meanwhile', async ({ stage }) => {
  const laptop = await chromium.launchServer({ executablePath: findBrowser() ?? undefined, args: BROWSER_ARGS });
  const all = -(laptop.process().pid ?? 0);
  try {
    const browser = await chromium.connect(laptop.wsEndpoint());
    const presenter = await stage.person('editor');
    await openGuide(presenter.page, 'demo-tour');
    const { code } = await startSession(presenter.page);
    const sleeper = await pageOf(stage, browser, 'admin');
    await joinSession(sleeper.page, code, 'Sleeper');
    process.kill(all, 'SIGSTOP');
    await expect(attendeeRow(presenter.page, 'Sleeper')).toHaveAttribute('data-state', 'away', { timeout: 60_000 });
    await pressShowMe(presenter.page, STEPS[0]);
    process.kill(all, 'SIGCONT');
    await expectFramed(sleeper.page, STEPS[0]);
    await expect(banner(sleeper.page)).toHaveAttribute('data-state', 'live');
    await expect(attendeeRow(presenter.page, 'Sleeper')).toHaveAttribute('data-state', 'present');
    expect(sleeper.heard).toEqual(['show_me']);
  } finally {
    process.kill(all, 'SIGCONT');
    await laptop.close();
  }
});
