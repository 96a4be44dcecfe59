/** Whoever looks at the dock's terminal sees the line that is typed into, whatever the sizes of the windows. */
import { mkdirSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, joinSession, openGuide, startSession, test } from './stage';

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
