/** What the presenter's next page knows of the door: whom to let back in, and who is to stay out. */
import { presenterStage } from '../testing/presenterStage';
import type { DoorState } from './Door';

const [ADA, BOB, EVE] = ['a1', 'b2', 'e5'].map((byte) => byte.repeat(16));
const SECRET_OF_EVE = { resumeSecret: '66'.repeat(32), name: 'Eve' };

type Stage = Awaited<ReturnType<typeof presenterStage>>;

/** A presenter who is asked about everybody new, with Ada and Bob before the door. */
async function asked() {
  const stage = await presenterStage();
  stage.session.doorway.set({ admit: true });
  const ada = await stage.attendee(ADA);
  await stage.attendee(BOB);
  return { stage, ada };
}

describe('JOIN-8: who was let in once', () => {
  async function nextPage(door: DoorState | undefined) {
    expect(door).toBeDefined();
    return presenterStage({ door });
  }

  test('is not asked about again by a page that takes the session up, a stranger is', async () => {
    const { stage, ada } = await asked();
    stage.session.doorway.admit([ADA]);
    await stage.clock.advance(10);
    expect((await ada.heard()).at(-1)?.type).toBe('session_start');
    stage.session.close();
    const next = await nextPage(stage.doors.at(-1));
    expect(next.session.view().door).toMatchObject({ admit: true, locked: false });
    expect((await (await next.attendee(ADA)).heard())[0].type).toBe('session_start');
    expect((await (await next.attendee(BOB)).heard())[0].type).toBe('session_wait');
    next.session.close();
  });

  test('cannot be played by another who knows the id: the next page knows the secret still', async () => {
    const stage = await presenterStage();
    await stage.attendee(ADA);
    stage.session.doorway.set({ locked: true });
    stage.session.close();
    const next = await nextPage(stage.doors.at(-1));
    const thief = await next.attendee(ADA, SECRET_OF_EVE);
    expect(await thief.heard()).toEqual([{ type: 'session_end', reason: 'removed' }]);
    expect((await (await next.attendee(ADA)).heard())[0].type).toBe('session_start');
    next.session.close();
  });

  test('JOIN-6: who was removed or declined stays out of the next page too', async () => {
    const { stage } = await asked();
    stage.session.doorway.admit([BOB]);
    await stage.clock.advance(10);
    stage.session.remove(BOB);
    stage.session.doorway.decline([ADA]);
    stage.session.close();
    const next = await nextPage(stage.doors.at(-1));
    next.session.doorway.set({ admit: false });
    const reasons = [];
    for (const id of [ADA, BOB]) {
      reasons.push(...(await (await next.attendee(id)).heard()));
    }
    expect(reasons).toEqual([
      { type: 'session_end', reason: 'declined' },
      { type: 'session_end', reason: 'removed' },
    ]);
    next.session.close();
  });

  test('JOIN-6, JOIN-11: who was removed or declined is known by name, and comes in unasked once let back', async () => {
    const { stage } = await asked();
    stage.session.doorway.admit([BOB]);
    await stage.clock.advance(10);
    stage.session.remove(BOB);
    stage.session.doorway.decline([ADA]);
    const out = ({ session }: Stage) => session.view().door.out.map(({ attendeeId, why }) => [attendeeId, why]);
    expect(out(stage)).toEqual([
      [ADA, 'declined'],
      [BOB, 'removed'],
    ]);
    stage.session.close();
    const next = await nextPage(stage.doors.at(-1));
    next.session.doorway.set({ locked: true });
    next.session.doorway.letBack(BOB);
    next.session.doorway.letBack(EVE);
    expect(out(next)).toEqual([[ADA, 'declined']]);
    expect((await (await next.attendee(BOB)).heard())[0].type).toBe('session_start');
    const thief = await next.attendee(ADA, SECRET_OF_EVE);
    expect(await thief.heard()).toEqual([{ type: 'session_end', reason: 'declined' }]);
    next.session.doorway.letBack(ADA);
    expect(await (await next.attendee(ADA, SECRET_OF_EVE)).heard()).toEqual([
      { type: 'session_end', reason: 'removed' },
    ]);
    expect((await (await next.attendee(ADA)).heard())[0].type).toBe('session_start');
    expect(await (await next.attendee(EVE)).heard()).toEqual([{ type: 'session_end', reason: 'locked' }]);
    next.session.close();
  });

  test('is expected by the next page until somebody has come to it', async () => {
    const stage = await presenterStage();
    expect(stage.session.view().expected).toBe(false);
    await stage.attendee(ADA);
    stage.session.close();
    const next = await nextPage(stage.doors.at(-1));
    expect(next.session.view().expected).toBe(true);
    await next.attendee(ADA);
    expect(next.session.view().expected).toBe(false);
    next.session.close();
  });

  test('is written down although the page goes right after', async () => {
    const stage = await presenterStage();
    await stage.attendee(ADA);
    await stage.attendee(BOB);
    stage.session.close();
    expect(stage.doors.at(-1)?.letIn.map(([id]) => id)).toEqual([ADA, BOB]);
  });
});
