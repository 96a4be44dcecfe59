/** Whoever looks at the dock's terminal sees the line that is typed into, whatever the sizes of the windows. */
import { mkdirSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { attendeeRow, expect, joinSession, openGuide, startSession, test } from './stage';

const SHOTS = 'test-results/shared-terminal';
test.beforeAll(() => mkdirSync(SHOTS, { recursive: true }));

const screen = (page: Page) => page.getByTestId('live-terminal-screen');

async function share(page: Page): Promise<void> {
  await page.getByTestId('live-terminal-share').click();
  await page.getByTestId('live-terminal-confirm').click();
  await expect(page.getByTestId('live-terminal')).toHaveAttribute('data-access', 'type');
}

/** Where the row that holds the text stands within its box, in CSS pixels: what is cut off at the top, and at the foot. */
const cutOff = (page: Page, text: string) =>
  screen(page).evaluate((place, wanted) => {
    const row = [...place.querySelectorAll('.xterm-rows > div')].filter(({ textContent }) =>
      textContent.replace(/\u00a0/g, ' ').includes(wanted)
    );
    if (row.length === 0) {
      return null;
    }
    const box = place.getBoundingClientRect();
    const at = row[row.length - 1].getBoundingClientRect();
    return { above: Math.max(0, box.top - at.top), below: Math.max(0, at.bottom - box.bottom) };
  }, text);
const isInSight = (page: Page, text: string) => expect.poll(() => cutOff(page, text)).toEqual({ above: 0, below: 0 });

test('TERM-17: the first terminal of a page fits its place, and its prompt is in sight', async ({ stage }) => {
  const { page } = await stage.person('editor');
  await page.setViewportSize({ width: 1280, height: 800 });
  await openGuide(page, 'demo-tour');
  await startSession(page);
  await share(page);
  await page.keyboard.type('PS1="pro""mpt: "; clear; seq 1 100\n');
  await isInSight(page, 'prompt:');
  await page.screenshot({ path: `${SHOTS}/first-share.png` });

  // What is asked before it ends lies over it, and resizes it for nobody.
  const size = () => page.getByTestId('live-terminal').getAttribute('data-size');
  const before = await size();
  const box = await screen(page).boundingBox();
  for (const what of ['live-terminal-stop', 'live-end']) {
    await page.getByTestId(what).click();
    await expect(page.getByTestId(`${what}-confirm`)).toBeVisible();
    await page.screenshot({ path: `${SHOTS}/${what}.png` });
    expect(await screen(page).boundingBox()).toEqual(box);
    await page.getByTestId(`${what}-question`).getByRole('button', { name: 'Cancel' }).click();
  }
  expect(await size()).toBe(before);
});

test('what can be shared is named in words where the dock is wide enough, else by a tooltip', async ({ stage }) => {
  const { page } = await stage.person('editor');
  await openGuide(page, 'demo-tour');
  await startSession(page);
  const button = page.getByTestId('live-terminal-share');
  const words = () => button.innerText();
  await button.hover();
  await expect(page.getByRole('tooltip')).toHaveText('Share terminal');
  expect(await words()).toBe('');
  await page.screenshot({ path: `${SHOTS}/heading-narrow.png` });
  const edge = page.getByRole('separator');
  await edge.focus();
  for (let step = 0; step < 12; step += 1) {
    await page.keyboard.press('ArrowLeft');
  }
  await expect.poll(words).toBe('Share terminal');
  await page.screenshot({ path: `${SHOTS}/heading-wide.png` });
});

test('what is typed right after “Share terminal” comes to the shell', async ({ stage }) => {
  const { page } = await stage.person('editor');
  await openGuide(page, 'demo-tour');
  await startSession(page);
  // The ticket for its socket takes its time.
  await page.route('**/terminal', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await route.continue();
  });
  await page.getByTestId('live-terminal-share').click();
  await page.getByTestId('live-terminal-confirm').click();
  await expect(page.getByTestId('live-terminal')).toHaveAttribute('data-state', 'connecting');
  await page.keyboard.type('echo ea""rly\n');
  await expect(page.getByTestId('live-terminal')).toHaveAttribute('data-state', 'live');
  await expect(screen(page).locator('.xterm-rows')).toContainText('early');
});

test('on a phone who may type has the keys that it lacks; all are told when the terminal is shared no longer', async ({
  stage,
}) => {
  const [ada, grace] = [await stage.person('editor'), await stage.person()];
  await openGuide(ada.page, 'demo-tour');
  const { code } = await startSession(ada.page);
  await joinSession(grace.page, code, 'Grace');
  await share(ada.page);
  const keys = grace.page.getByTestId('live-terminal-keys');
  await expect(grace.page.getByTestId('live-terminal')).toHaveAttribute('data-access', 'read');
  await attendeeRow(ada.page, 'Grace').getByTestId('live-let-type').click();
  await expect(grace.page.getByTestId('live-terminal')).toHaveAttribute('data-access', 'type');
  await expect(keys).toBeHidden();
  await grace.page.setViewportSize({ width: 390, height: 760 });
  await expect(keys).toBeVisible();
  await expect(grace.page.getByTestId('live-terminal-foot')).not.toContainText('Ctrl+F6', { useInnerText: true });
  await screen(grace.page).locator('.xterm-helper-textarea').focus();
  await grace.page.keyboard.type('sleep 500\n');
  await keys.getByRole('button', { name: 'Ctrl' }).click();
  await expect(keys.getByRole('button', { name: 'Ctrl' })).toHaveAttribute('aria-pressed', 'true');
  await grace.page.keyboard.type('c');
  await grace.page.keyboard.type('echo fr""ee\n');
  await isInSight(grace.page, 'free');
  await keys.getByRole('button', { name: '↑' }).click();
  await expect(screen(grace.page).locator('.xterm-rows > div').filter({ hasText: 'echo fr""ee' })).toHaveCount(2);
  await grace.page.screenshot({ path: `${SHOTS}/phone.png` });

  await ada.page.getByTestId('live-terminal-stop').click();
  await ada.page.getByTestId('live-terminal-stop-confirm').click();
  const gone = grace.page.getByTestId('live-shared-gone');
  await expect(gone).toContainText('no longer shares the terminal.');
  await grace.page.setViewportSize({ width: 1280, height: 800 });
  await grace.page.screenshot({ path: `${SHOTS}/gone.png` });
  await expect(ada.page.getByTestId('live-shared-gone')).toBeEmpty();
  // Until she turns to something.
  await grace.page.getByRole('tab', { name: 'Recommendations' }).click();
  await expect(gone).toBeEmpty();
});

test('TERM-17: who has a smaller window than the presenter sees the line that is typed into', async ({ stage }) => {
  const [ada, grace] = [await stage.person('editor'), await stage.person()];
  await ada.page.setViewportSize({ width: 1280, height: 800 });
  await grace.page.setViewportSize({ width: 1024, height: 600 });
  await openGuide(ada.page, 'demo-tour');
  const { code } = await startSession(ada.page);
  await joinSession(grace.page, code, 'Grace');
  await share(ada.page);
  await expect(grace.page.getByTestId('live-terminal')).toHaveAttribute('data-state', 'live');
  await ada.page.keyboard.type('PS1="pro""mpt: "; clear; seq 1 30\n');
  await isInSight(grace.page, 'prompt:');
  await grace.page.screenshot({ path: `${SHOTS}/smaller-window.png` });
});
