/** Who comes in, who waits and who stays out, with attendees that are played by hand and may do whatever they like. */
import { LIMITS, TIMES } from '../protocol/limits';
import type { AttendeeMessage } from '../protocol/messages';
import { presenterStage } from '../testing/presenterStage';

const [ADA, BOB, EVE] = ['a1', 'b2', 'e5'].map((byte) => byte.repeat(16));
const SECRET_OF_EVE = { resumeSecret: '66'.repeat(32), name: 'Eve' };
const STEP = { guideId: 'tour', stepId: 'one', stepHash: '0'.repeat(64) };

type Stage = Awaited<ReturnType<typeof presenterStage>>;
const names = ({ session }: Stage) => session.view().rows.map(({ name }) => name);
const waiting = ({ session }: Stage) => session.view().door.waiting.map(({ attendeeId }) => attendeeId);

/** A presenter who is asked about everybody new, with Ada and Bob before the door. */
async function asked() {
  const stage = await presenterStage();
  stage.session.doorway.set({ admit: true });
  const ada = await stage.attendee(ADA);
  const bob = await stage.attendee(BOB);
  return { stage, ada, bob };
}

describe('JOIN-9: a locked session', () => {
  test('refuses newcomers and lets those come back who were in', async () => {
    const stage = await presenterStage();
    const ada = await stage.attendee(ADA);
    stage.session.doorway.set({ locked: true });
    const eve = await stage.attendee(EVE);
    expect(await eve.heard()).toEqual([{ type: 'session_end', reason: 'locked' }]);
    expect(eve.peer.closed).toBe(true);
    ada.peer.link.close();
    await stage.clock.advance(100);
    const again = await stage.attendee(ADA);
    expect((await again.heard()).map(({ type }) => type)).toEqual(['session_start']);
    stage.session.doorway.set({ locked: false });
    expect((await (await stage.attendee(EVE)).heard())[0].type).toBe('session_start');
    stage.session.close();
  });

  test('keeps who waits already waiting, and lets nobody join them', async () => {
    const { stage, ada } = await asked();
    stage.session.doorway.set({ locked: true, admit: false });
    expect(waiting(stage)).toEqual([ADA, BOB]);
    expect((await (await stage.attendee(EVE)).heard())[0]).toEqual({ type: 'session_end', reason: 'locked' });
    stage.session.doorway.admit([ADA]);
    await stage.clock.advance(10);
    expect((await ada.heard()).at(-1)?.type).toBe('session_start');
    stage.session.close();
  });
});

describe('JOIN-10: somebody who waits to be let in', () => {
  test('is told so, again and again, and gets neither key nor guide nor event nor names', async () => {
    const { stage, ada } = await asked();
    stage.session.publish({ type: 'show_me', step: STEP });
    for (let n = 0; n < 5; n++) {
      await stage.clock.advance(TIMES.waiting);
      await ada.say({ type: 'pong', last: { epoch: 0, seq: 0 }, missing: false });
    }
    const heard = await ada.heard();
    expect(heard.length).toBeGreaterThanOrEqual(5);
    expect(new Set(heard.map((message) => JSON.stringify(message)))).toEqual(new Set(['{"type":"session_wait"}']));
    const classes = new Set(ada.peer.envelopes().map(({ header }) => header.class));
    expect([...classes]).toEqual(['to-attendee']);
    expect(stage.session.view().rows).toEqual([]);
    stage.session.close();
  });

  test('is let in by the presenter alone, and then stands where the room stands', async () => {
    const { stage, ada, bob } = await asked();
    stage.session.publish({ type: 'show_me', step: STEP });
    await stage.clock.advance(10);
    stage.session.doorway.admit([ADA]);
    await stage.clock.advance(10);
    expect((await ada.heard()).at(-1)).toMatchObject({ type: 'session_start', resumed: false, seq: 1 });
    expect((await bob.heard()).map(({ type }) => type)).toEqual(['session_wait']);
    expect(waiting(stage)).toEqual([BOB]);
    stage.session.publish({ type: 'clear_highlight' });
    await stage.clock.advance(10);
    expect([ada.events(), bob.events()]).toEqual([1, 0]);
    stage.session.close();
  });

  const FORBIDDEN: Array<[string, AttendeeMessage]> = [
    ['a receipt', { type: 'receipt', receipts: [{ of: { epoch: 1, seq: 1 }, outcome: 'failed', detail: 'boo' }] }],
    ['a raised hand', { type: 'hand_raise', up: true }],
    ['another mode', { type: 'mode_change', mode: 'follow' }],
  ];
  test.each(FORBIDDEN)('who sends %s changes nothing and is cut off', async (_what, message) => {
    const { stage, ada } = await asked();
    stage.session.publish({ type: 'show_me', step: STEP });
    await ada.say(message);
    expect(ada.peer.closed).toBe(true);
    const view = stage.session.view();
    expect(view.rows).toEqual([]);
    expect(view.receipts.get(STEP.guideId)?.get(STEP.stepId)).toMatchObject({ shown: 0, done: 0, failed: 0 });
    stage.session.close();
  });

  test('who asks for missing events gets none', async () => {
    const { stage, ada } = await asked();
    stage.session.publish({ type: 'show_me', step: STEP });
    const pong: AttendeeMessage = { type: 'pong', last: { epoch: 1, seq: 0 }, missing: true };
    await ada.say(...Array.from({ length: 50 }, () => pong));
    expect(ada.events()).toBe(0);
    expect(new Set((await ada.heard()).map(({ type }) => type))).toEqual(new Set(['session_wait']));
    stage.session.close();
  });

  test('who leaves is no longer in the list', async () => {
    const { stage, ada } = await asked();
    await ada.say({ type: 'attendee_leave' });
    expect(waiting(stage)).toEqual([BOB]);
    stage.session.close();
  });

  test('all come in when the presenter does not want to be asked any more', async () => {
    const { stage, ada, bob } = await asked();
    stage.session.doorway.set({ admit: false });
    await stage.clock.advance(10);
    for (const one of [ada, bob]) {
      expect((await one.heard()).at(-1)?.type).toBe('session_start');
    }
    expect(waiting(stage)).toEqual([]);
    expect(stage.session.view().rows).toHaveLength(2);
    stage.session.close();
  });

  test('keeps place and time when the wire is lost and comes back', async () => {
    const { stage, ada } = await asked();
    const [{ since }] = stage.session.view().door.waiting;
    ada.peer.link.close();
    await stage.clock.advance(2_000);
    expect(waiting(stage)).toEqual([ADA, BOB]);
    const again = await stage.attendee(ADA);
    expect(stage.session.view().door.waiting[0]).toMatchObject({ attendeeId: ADA, since });
    stage.session.doorway.admit([ADA]);
    await stage.clock.advance(10);
    expect((await again.heard()).at(-1)?.type).toBe('session_start');
    stage.session.close();
  });

  test('who is let in while the wire is gone comes in unasked when it is back', async () => {
    const { stage, ada } = await asked();
    ada.peer.link.close();
    await stage.clock.advance(100);
    stage.session.doorway.admit([ADA]);
    expect(stage.session.view().rows).toEqual([]);
    expect((await (await stage.attendee(ADA)).heard()).map(({ type }) => type)).toEqual(['session_start']);
    stage.session.close();
  });
});

describe('JOIN-11: who is declined', () => {
  test('is told so once and stays out, also when the session is open to all again', async () => {
    const { stage, ada } = await asked();
    stage.session.doorway.decline([ADA]);
    await stage.clock.advance(10);
    expect((await ada.heard()).at(-1)).toEqual({ type: 'session_end', reason: 'declined' });
    expect(ada.peer.closed).toBe(true);
    stage.session.doorway.set({ admit: false });
    const again = await stage.attendee(ADA);
    expect(await again.heard()).toEqual([{ type: 'session_end', reason: 'declined' }]);
    expect(names(stage)).toEqual(['Ada']);
    expect(stage.session.view().rows[0].attendeeId).toBe(BOB);
    stage.session.close();
  });
});

describe('JOIN-12: the waiting room', () => {
  test('has an end, and who does not speak makes room for who does', async () => {
    const stage = await presenterStage();
    stage.session.doorway.set({ admit: true });
    const flood = [];
    for (let n = 0; n < LIMITS.waitingRoom; n++) {
      flood.push(await stage.attendee(n.toString(16).padStart(32, 'f')));
    }
    expect(waiting(stage)).toHaveLength(LIMITS.waitingRoom);
    const late = await stage.attendee(ADA);
    expect(await late.heard()).toEqual([{ type: 'session_end', reason: 'full' }]);
    expect(names(stage)).toEqual([]);
    flood[7].peer.link.close();
    await stage.clock.advance(10);
    expect((await (await stage.attendee(ADA)).heard())[0].type).toBe('session_wait');
    await stage.clock.advance(TIMES.attendeeAway + 2_000);
    expect(waiting(stage)).toEqual([]);
    expect(flood.filter(({ peer }) => !peer.closed)).toEqual([]);
    stage.session.close();
  });

  test('one id with two secrets is one person: the second is refused, the first keeps its place', async () => {
    const { stage, ada } = await asked();
    const thief = await stage.attendee(ADA, { ...SECRET_OF_EVE, takeOver: true });
    expect(await thief.heard()).toEqual([{ type: 'session_end', reason: 'removed' }]);
    expect(ada.peer.closed).toBe(false);
    expect(stage.session.view().door.waiting[0].join.name).toBe('Ada');
    stage.session.close();
  });

  test('another tab of who waits is told so, and may take over', async () => {
    const { stage, ada } = await asked();
    const tab = { tabId: 'f'.repeat(16) };
    expect(await (await stage.attendee(ADA, tab)).heard()).toEqual([{ type: 'session_end', reason: 'other-tab' }]);
    const over = await stage.attendee(ADA, { ...tab, takeOver: true });
    expect((await over.heard()).map(({ type }) => type)).toEqual(['session_wait']);
    expect((await ada.heard()).at(-1)).toEqual({ type: 'session_end', reason: 'taken-over' });
    expect(waiting(stage)).toEqual([ADA, BOB]);
    stage.session.close();
  });

  test('an overlapping attempt of the same tab replaces the one before without a word', async () => {
    const { stage, ada } = await asked();
    await stage.attendee(ADA);
    expect(ada.peer.closed).toBe(true);
    expect((await ada.heard()).map(({ type }) => type)).toEqual(['session_wait']);
    expect(waiting(stage)).toEqual([ADA, BOB]);
    stage.session.close();
  });

  test('a spoofed name that turns the text around or hides in it is shown without what does so', async () => {
    const stage = await presenterStage();
    stage.session.doorway.set({ admit: true });
    await stage.attendee(EVE, { name: '\u202ereknaB\u0000 \u2066Ada\u2069\u200b\n (admin)' });
    expect(stage.session.view().door.waiting[0].join.name).toBe('reknaB Ada (admin)');
    stage.session.close();
  });
});
