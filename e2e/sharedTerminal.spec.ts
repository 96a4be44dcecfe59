/** The shared terminal inside a live session: real Chromium, a real session server, a real shell. */
import AxeBuilder from '@axe-core/playwright';
import { mkdirSync } from 'node:fs';
import { attendeeRow, endSession, expect, joinSession, openGuide, startSession, test, type Person } from './stage';

const SHOTS = 'test-results/shared-terminal';

const terminal = (page: Person['page']) => page.getByTestId('live-terminal');
const screen = (page: Person['page']) => page.getByTestId('live-terminal-screen');

/** Rows of the screen, wrapped lines joined: what is drawn, without the blanks that fill a row. */
async function seen(page: Person['page']): Promise<string> {
  return screen(page)
    .locator('.xterm-rows > div')
    .evaluateAll((rows) => rows.map((row) => row.textContent.replace(/\u00a0/g, ' ').trimEnd()).join('\n'));
}
const sees = (page: Person['page'], what: string) => expect.poll(() => seen(page)).toContain(what);

async function type(page: Person['page'], text: string): Promise<void> {
  await screen(page).locator('.xterm-helper-textarea').focus();
  await page.keyboard.type(text);
}

/** As from another program; a page may not read the clipboard itself. */
async function paste(page: Person['page'], text: string): Promise<void> {
  await screen(page)
    .locator('.xterm-helper-textarea')
    .evaluate((area, data) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', data);
      area.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, text);
}

test('TERM-14 to TERM-18: one terminal for the room, seen by all, typed into by whom the presenter lets', async ({
  stage,
}) => {
  mkdirSync(SHOTS, { recursive: true });
  const [ada, grace, alan] = await Promise.all([stage.person('editor'), stage.person(), stage.person()]);
  await openGuide(ada.page, 'demo-tour');
  const { code } = await startSession(ada.page);
  await joinSession(grace.page, code, 'Grace', 'follow');

  await ada.page.getByTestId('live-terminal-share').click();
  await ada.page.screenshot({ path: `${SHOTS}/warning.png` });
  await ada.page.getByTestId('live-terminal-confirm').click();
  await expect(terminal(ada.page)).toHaveAttribute('data-access', 'type');
  await expect(terminal(grace.page)).toHaveAttribute('data-access', 'read');
  // Who has just shared it types at once; nobody else's keys are taken.
  await expect(screen(ada.page).locator('.xterm-helper-textarea')).toBeFocused();
  await expect(screen(grace.page).locator('.xterm-helper-textarea')).not.toBeFocused();
  await ada.page.keyboard.type('echo one-$((40+2))\n');
  await sees(ada.page, 'one-42');
  await sees(grace.page, 'one-42');

  // A late joiner sees the screen as it is.
  await joinSession(alan.page, code, 'Alan');
  await alan.page.getByTestId('live-terminal-tab').click();
  await sees(alan.page, 'one-42');

  // Who only looks on types nothing.
  await type(grace.page, 'echo not-$((1+1))\n');
  await type(ada.page, 'echo two-$((1+1))\n');
  await sees(grace.page, 'two-2');
  expect(await seen(ada.page)).not.toContain('not-2');

  // Grace may, Alan may not.
  await attendeeRow(ada.page, 'Grace').getByTestId('live-let-type').click();
  await expect(terminal(grace.page)).toHaveAttribute('data-access', 'type');
  await expect(terminal(alan.page)).toHaveAttribute('data-access', 'read');
  await type(grace.page, 'echo grace-$((3*3))\n');
  await sees(alan.page, 'grace-9');
  await ada.page.screenshot({ path: `${SHOTS}/presenter-dark.png` });
  await grace.page.screenshot({ path: `${SHOTS}/types-dark.png` });
  await alan.page.screenshot({ path: `${SHOTS}/reads-dark.png` });

  // Lines that a shell would run at once are asked about.
  await type(grace.page, 'bind "set enable-bracketed-paste off"; echo plain-$((7+7))\n');
  await sees(grace.page, 'plain-14');
  await paste(grace.page, 'echo pasted-$((2+2))\necho by-$((3+3))\n');
  await expect(grace.page.getByTestId('live-terminal-paste')).toContainText('Paste 2 lines?');
  await grace.page.screenshot({ path: `${SHOTS}/paste-dark.png` });
  await grace.page.keyboard.press('Enter');
  await expect(grace.page.getByTestId('live-terminal-paste')).toHaveCount(0);
  await paste(grace.page, 'echo pasted-$((2+2))\u001b\n');
  await grace.page.getByTestId('live-terminal-paste-confirm').click();
  await sees(alan.page, 'pasted-4');
  expect(await seen(alan.page)).not.toContain('by-6');

  // Her keys, Escape among them, are the shell's: she still follows, and Ctrl+F6 leads out.
  await type(grace.page, 'read -rsn1 key; printf "got-%q\\n" "$key"\n');
  await sees(grace.page, '"$key"');
  await grace.page.keyboard.press('Escape');
  await sees(ada.page, "got-$'\\E'");
  await grace.page.keyboard.press('Control+F6');
  await expect(screen(grace.page).locator('.xterm-helper-textarea')).not.toBeFocused();
  await expect(grace.page.getByTestId('follow-paused')).toHaveCount(0);

  for (const { page } of [ada, grace]) {
    const { violations } = await new AxeBuilder({ page })
      .include('[data-testid="live-dock"]')
      // Colours that programs choose, in letters that the terminal draws by itself.
      .exclude('.xterm-screen')
      .analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`)).toEqual([]);
  }

  // It is hers over a reload, and over one of the presenter's page.
  const light = `${stage.host.url}/?theme=light`;
  await grace.page.goto(light);
  await grace.page.getByTestId('live-terminal-tab').click();
  await expect(terminal(grace.page)).toHaveAttribute('data-access', 'type');
  await sees(grace.page, 'grace-9');
  await ada.page.goto(light);
  await ada.page.getByTestId('live-terminal-tab').click();
  await sees(ada.page, 'grace-9');
  await expect(terminal(grace.page)).toHaveAttribute('data-state', 'live');
  await expect(terminal(grace.page)).toHaveAttribute('data-access', 'type');
  await expect(attendeeRow(ada.page, 'Grace')).toHaveAttribute('data-types', 'true');
  await ada.page.screenshot({ path: `${SHOTS}/presenter-light.png` });
  await grace.page.screenshot({ path: `${SHOTS}/types-light.png` });

  // Taken back at once, on the socket that is open.
  await attendeeRow(ada.page, 'Grace').getByTestId('live-let-type').click();
  await expect(terminal(grace.page)).toHaveAttribute('data-access', 'read');
  await type(grace.page, 'echo again-$((5+5))\n');
  await type(ada.page, 'echo last-$((6+6))\n');
  await sees(grace.page, 'last-12');
  expect(await seen(ada.page)).not.toContain('again-10');

  // Alan is removed: the room gets another key, and Grace is back with it by herself.
  await attendeeRow(ada.page, 'Alan').getByRole('button', { name: 'Remove Alan' }).click();
  await ada.page.getByTestId('live-remove-confirm').click();
  await expect(terminal(alan.page)).toHaveCount(0);
  await type(ada.page, 'echo without-$((8+8))\n');
  await sees(grace.page, 'without-16');
  await expect(terminal(grace.page)).toHaveAttribute('data-state', 'live');

  await endSession(ada.page);
  await expect(terminal(grace.page)).toHaveCount(0);
  expect([...ada.errors, ...grace.errors, ...alan.errors]).toEqual([]);
});
