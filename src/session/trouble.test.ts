/** RCPT-5: who is shown as needing help. */
import { TIMES } from '../protocol/limits';
import type { AttendeeMessage, ReceiptOutcome } from '../protocol/messages';
import { presenterStage } from '../testing/presenterStage';
import { drawAnswers } from './drawView';

const [ADA, BOB] = ['a1', 'b2'].map((byte) => byte.repeat(16));
const step = { guideId: 'tour', stepId: 'one', stepHash: '0'.repeat(64) };
const receipt = (seq: number, outcome: ReceiptOutcome, detail?: string): AttendeeMessage => ({
  type: 'receipt',
  receipts: [{ of: { epoch: 1, seq }, outcome, detail }],
});

const NOBODY = { failed: [], asked: [], declined: [], skipped: [], unanswered: [] };

async function room() {
  const stage = await presenterStage();
  const ada = await stage.attendee(ADA);
  const bob = await stage.attendee(BOB, { name: 'Bob' });
  const troubles = () => Object.fromEntries(stage.session.view().standings);
  return { ...stage, ada, bob, troubles };
}

test('RCPT-5: an attendee who has said nothing for five seconds, and the room is drawn anew for it', async () => {
  const { clock, session, ada, troubles, redraws } = await room();
  session.publish({ type: 'show_me', step });
  await ada.say(receipt(1, 'shown'));
  await clock.advance(TIMES.answer - 100);
  expect(troubles()).toEqual({});
  const before = redraws();
  await clock.advance(TIMES.ping + 100);
  expect(redraws()).toBeGreaterThan(before);
  expect(troubles()).toEqual({ [BOB]: { kind: 'silent', stepId: 'one' } });
  session.close();
});

test('RCPT-5: one for whom it failed, with what their page says, until the next step went well', async () => {
  const { clock, session, ada, troubles } = await room();
  session.publish({ type: 'do_it', step });
  await ada.say(receipt(1, 'failed', 'No such menu entry here'));
  expect(troubles()).toEqual({
    [ADA]: { kind: 'failed', stepId: 'one', outcome: 'failed', detail: 'No such menu entry here' },
  });
  session.publish({ type: 'show_me', step });
  await clock.advance(10);
  expect(troubles()).toEqual({});
  await ada.say(receipt(1, 'failed', 'late'), receipt(2, 'shown'));
  expect(troubles()).toEqual({});
  session.close();
});

test.each([
  ['needs-input', true],
  ['interrupted', true],
  ['unsupported', true],
  ['skipped', false],
  ['done', false],
] as const)('RCPT-5: one who reports %s: %s', async (outcome, troubled) => {
  const { session, ada, troubles } = await room();
  session.publish({ type: 'do_it', step });
  await ada.say(receipt(1, outcome));
  expect(ADA in troubles()).toBe(troubled);
  session.close();
});

test('RCPT-1, RCPT-5: one who is being asked is neither silent nor in trouble, nor is one who declines', async () => {
  const { clock, session, ada, bob, troubles } = await room();
  const names = (group: 'asked' | 'declined' | 'skipped' | 'unanswered') =>
    drawAnswers(session.view().rows, session.answers(step))[group].map(({ name }) => name);
  session.publish({ type: 'do_it', step });
  await ada.say(receipt(1, 'asked'));
  await bob.say(receipt(1, 'asked'));
  await clock.advance(TIMES.answer + TIMES.ping);
  expect(troubles()).toEqual({ [ADA]: { kind: 'asked', stepId: 'one' }, [BOB]: { kind: 'asked', stepId: 'one' } });
  expect([names('asked'), names('unanswered')]).toEqual([['Ada', 'Bob'], []]);
  await ada.say(receipt(1, 'declined'));
  await bob.say(receipt(1, 'skipped', 'taken back by its person, who paused following'));
  expect(troubles()).toEqual({ [ADA]: { kind: 'declined', stepId: 'one' } });
  expect([names('asked'), names('declined'), names('skipped')]).toEqual([[], ['Ada'], ['Bob']]);
  expect(session.view().receipts.get('tour')?.get('one')).toEqual({
    ...{ shown: 0, done: 0, asked: 0, declined: 1, failed: 0 },
  });
  session.publish({ type: 'do_it', step });
  expect([names('declined'), names('skipped'), names('unanswered')]).toEqual([[], [], ['Ada', 'Bob']]);
  session.close();
});

test('JOIN-4: an attendee says how follow mode stands there, and one that says nothing has it on', async () => {
  const { session, ada } = await room();
  const following = () => session.view().rows.map((row) => row.following);
  expect(following()).toEqual(['on', 'on']);
  await ada.say({ type: 'mode_change', mode: 'follow', following: 'paused' });
  expect(following()).toEqual(['paused', 'on']);
  await ada.say({ type: 'mode_change', mode: 'follow', following: 'off' });
  expect(following()).toEqual(['off', 'on']);
  await ada.say({ type: 'mode_change', mode: 'follow' });
  expect(following()).toEqual(['on', 'on']);
  session.close();
});

test('RCPT-5: who came later is given its time too, and owes nothing for what was done before it came', async () => {
  const { clock, session, attendee, bob, ada, troubles } = await room();
  session.publish({ type: 'show_me', step });
  await ada.say(receipt(1, 'shown'));
  await bob.say(receipt(1, 'shown'));
  await clock.advance(10 * TIMES.answer);
  const late = 'c3'.repeat(16);
  await attendee(late, { name: 'Late' });
  expect(troubles()).toEqual({});
  await clock.advance(TIMES.answer + TIMES.ping);
  expect(troubles()).toEqual({ [late]: { kind: 'silent', stepId: 'one' } });
  session.close();

  const other = await room();
  other.session.publish({ type: 'do_it', step });
  await other.ada.say(receipt(1, 'done'));
  await other.bob.say(receipt(1, 'done'));
  await other.attendee(late, { name: 'Late' });
  await other.clock.advance(TIMES.answer + TIMES.ping);
  expect(other.troubles()).toEqual({});
  other.session.close();
});

test('RCPT-5: nobody is silent who is away', async () => {
  const { clock, session, ada, bob, troubles } = await room();
  session.publish({ type: 'show_me', step });
  bob.peer.link.close();
  await ada.say(receipt(1, 'shown'));
  await clock.advance(TIMES.answer + TIMES.ping);
  expect(troubles()).toEqual({});
  session.close();
});

test('RCPT-5: a step’s receipts name those for whom it failed and those who say nothing', async () => {
  const { session, ada } = await room();
  session.publish({ type: 'show_me', step });
  await ada.say(receipt(1, 'needs-input', 'Which data source?'));
  expect(drawAnswers(session.view().rows, session.answers(step))).toEqual({
    ...NOBODY,
    failed: [{ attendeeId: ADA, name: 'Ada', outcome: 'needs-input', detail: 'Which data source?' }],
    unanswered: [{ attendeeId: BOB, name: 'Bob' }],
  });
  session.close();
});

test('JOIN-4: a lowered hand is lowered at its attendee’s too, and hands keep their order', async () => {
  const { clock, session, ada, bob } = await room();
  const hands = () => session.view().rows.map(({ name, handSince }) => [name, handSince !== null]);
  await bob.say({ type: 'hand_raise', up: true });
  await clock.advance(100);
  await ada.say({ type: 'hand_raise', up: true });
  const [first, second] = session.view().rows.map(({ handSince }) => handSince ?? 0);
  expect(second).toBeLessThan(first);
  await bob.say({ type: 'hand_raise', up: true });
  expect(session.view().rows[1].handSince).toBe(second);
  session.lowerHand(BOB);
  await clock.advance(10);
  expect(hands()).toEqual([
    ['Ada', true],
    ['Bob', false],
  ]);
  expect((await bob.heard()).at(-1)).toEqual({ type: 'hand_lower' });
  expect((await ada.heard()).map(({ type }) => type)).toEqual(['session_start']);
  session.close();
});
