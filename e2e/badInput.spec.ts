/** What people mistype, what breaks, and what an attacker sends: each is told clearly, and nobody else notices. */
import { startServer } from '../server/startServer';
import { LIMITS } from '../src/protocol/limits';
import { banner, expectUnnoticed, roomOn } from './honestRoom';
import {
  attendeeRow,
  endSession,
  expect,
  expectError,
  joinSession,
  openGuide,
  openJoin,
  startSession,
  submitJoin,
  test,
} from './stage';

/** Another code than the given one, well-formed. */
const unlike = (code: string) => (code.startsWith('Z') ? 'Y' : 'Z') + code.slice(1);

test('codes, links and names that cannot be: told beside what was typed, which stays', async ({ stage }) => {
  const presenter = await stage.person('editor');
  await openGuide(presenter.page, 'demo-tour');

  await test.step('session names and the presenter’s name', async () => {
    const { page } = presenter;
    const tooLong = 'n'.repeat(LIMITS.sessionNameLength + 1);
    await page.getByTestId('live-start').click();
    for (const [name, reason] of [
      ['   ', 'session-name-empty'],
      [tooLong, 'session-name-too-long'],
    ] as const) {
      await page.getByTestId('live-session-name').fill(name);
      await page.getByTestId('live-create').click();
      await expectError(page, reason);
      await expect(page.getByTestId('live-session-name')).toHaveValue(name);
    }
    await page.getByTestId('live-session-name').fill('n'.repeat(LIMITS.sessionNameLength));
    for (const [name, reason] of [
      ['', 'name-empty'],
      ['n'.repeat(LIMITS.nameLength + 1), 'name-too-long'],
    ] as const) {
      await page.getByTestId('live-presenter-name').fill(name);
      await page.getByTestId('live-create').click();
      await expectError(page, reason);
    }
    await page.getByTestId('live-presenter-name').fill('n'.repeat(LIMITS.nameLength));
    await page.getByTestId('live-create').click();
    await expect(page.getByTestId('live-code')).toBeVisible();
    await endSession(page);
  });

  const past = await startSession(presenter.page);
  await endSession(presenter.page);
  const { code, link } = await startSession(presenter.page);
  const honest = await stage.person('admin');
  await joinSession(honest.page, code, 'Honest');
  const room = { presenter, honest, code, link };
  const fingerprint = link.slice(-26);

  const clumsy = await stage.person('viewer');
  const { page } = clumsy;
  await openJoin(page);
  const cases = [
    [{ code: '' }, 'code-malformed'],
    [{ code: 'hello world' }, 'code-malformed'],
    [{ code: `${code}7` }, 'code-malformed'],
    [{ code: 'U'.repeat(LIMITS.codeInputLength + 1) }, 'code-malformed'],
    [{ code: unlike(code) }, 'code-unknown'],
    [{ code: past.code }, 'code-unknown'],
    [{ code: past.link }, 'code-unknown'],
    [{ code: link.slice(0, -4) }, 'fingerprint-malformed'],
    [{ code: `${link}A` }, 'fingerprint-malformed'],
    [{ code: link.replace(fingerprint, unlike(fingerprint)) }, 'fingerprint-mismatch'],
    [{ code: link.replace(fingerprint, past.link.slice(-26)) }, 'fingerprint-mismatch'],
    [{ code, name: '' }, 'name-empty'],
    [{ code, name: ' \u200b ' }, 'name-empty'],
    [{ code, name: 'n'.repeat(LIMITS.nameLength + 1) }, 'name-too-long'],
  ] as const;
  for (const [answers, reason] of cases) {
    await test.step(`${reason}: ${JSON.stringify(answers).slice(0, 60)}`, async () => {
      await submitJoin(page, answers);
      await expectError(page, reason);
      await expect(page.getByTestId('live-code-input')).toHaveValue(answers.code);
    });
  }
  await expectUnnoticed(room);
  await submitJoin(page, { code: link, name: 'n'.repeat(LIMITS.nameLength) });
  await expect(banner(clumsy)).toHaveAttribute('data-state', 'live');
  await expectUnnoticed(room, 2);

  await test.step('a damaged link that is opened', async () => {
    const opener = await stage.person('viewer');
    await opener.page.goto(`${stage.host.url}/a/livesessions-guide-app/join/ABC`);
    await expectError(opener.page, 'code-malformed');
    await opener.page.goto(link.slice(0, -3));
    await expectError(opener.page, 'fingerprint-malformed');
    await opener.page.getByRole('button', { name: 'Enter a code' }).click();
    await submitJoin(opener.page, { code, name: 'Opener' });
    await expect(banner(opener)).toHaveAttribute('data-state', 'live');
  });
});

test('the server goes down and comes back: who is in notices nothing, who wants in is told', async ({ ownStage }) => {
  const stage = await ownStage();
  const room = await roomOn(stage);
  const latecomer = await stage.person('viewer');
  await openJoin(latecomer.page);

  await stage.server.stop();
  await expect(room.presenter.page.getByText('The session server does not answer')).toBeVisible();
  await expectUnnoticed(room);
  await submitJoin(latecomer.page, { code: room.code, name: 'Latecomer' });
  await expectError(latecomer.page, 'server-down');
  await expect(latecomer.page.getByTestId('live-code-input')).toHaveValue(room.code);

  const again = await startServer({ config: stage.config });
  try {
    // The page tries again every 7.5 s at most, and Chromium puts off by up to 5 s a socket whose last tries have failed.
    await expect(room.presenter.page.getByText('The session server does not answer')).toHaveCount(0, {
      timeout: 20_000,
    });
    await expect(async () => {
      await submitJoin(latecomer.page, {});
      await expect(banner(latecomer)).toHaveAttribute('data-state', 'live', { timeout: 10_000 });
    }).toPass({ timeout: 60_000 });
    await expectUnnoticed(room, 2);
    await room.honest.page.reload();
    await expect(banner(room.honest)).toHaveAttribute('data-state', 'live');
  } finally {
    await again.stop();
  }
});

test('a server that is down from the start is told to presenter and attendee', async ({ ownStage }) => {
  const stage = await ownStage();
  await stage.server.stop();
  const { page } = await stage.person('editor');
  await openGuide(page, 'demo-tour');
  await page.getByTestId('live-start').click();
  await page.getByTestId('live-create').click();
  await expectError(page, 'server-down');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByTestId('live-join').click();
  await submitJoin(page, { code: '7K3M9Q', name: 'Ada' });
  await expectError(page, 'server-down');
});

test('a server with another PeerJS key refuses, and it is said that the keys differ', async ({ ownStage }) => {
  const stage = await ownStage({ peerjsKey: 'another' });
  const { page } = await stage.person('editor');
  await openGuide(page, 'demo-tour');
  await page.getByTestId('live-start').click();
  await page.getByTestId('live-create').click();
  await expectError(page, 'server-key');
});

test('a second tab of the same person is told, takes over on request, and the first is told that', async ({
  stage,
}) => {
  const room = await roomOn(stage);
  const first = await stage.person('viewer');
  await joinSession(first.page, room.code, 'Twice', 'follow');
  const second = await stage.anotherTab(first);
  await openJoin(second.page);
  await submitJoin(second.page, { code: room.code, name: 'Twice' });
  await expectError(second.page, 'other-tab');
  await expect(banner(first)).toHaveAttribute('data-state', 'live');
  await expectUnnoticed(room, 2);

  await second.page.getByRole('button', { name: 'Take over here' }).click();
  await expect(banner(second)).toHaveAttribute('data-state', 'live');
  await expectError(first.page, 'taken-over');
  await expect(attendeeRow(room.presenter.page, 'Twice')).toHaveCount(1);
  await expect(attendeeRow(room.presenter.page, 'Twice')).toHaveAttribute('data-mode', 'guided');
  await expectUnnoticed(room, 2);
});
