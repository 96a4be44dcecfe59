/** What an attendee who is in, with its own keys, may try against the presenter and the rest of the room. */
import { LIMITS, RATES, TIMES } from '../protocol/limits';
import type { AttendeeMessage } from '../protocol/messages';
import { presenterStage } from '../testing/presenterStage';

const lacking: AttendeeMessage = { type: 'pong', last: { epoch: 1, seq: 0 }, missing: true };

describe('ORD-6: an attendee that says again and again that it lacks everything', () => {
  test('gets the log no more often than twice a second', async () => {
    const { clock, session, attendee } = await presenterStage();
    const greedy = await attendee('a1'.repeat(16));
    for (let n = 0; n < 20; n++) {
      session.publish({ type: 'clear_highlight' });
    }
    await clock.advance(10);
    const before = greedy.events();
    await greedy.say(...Array.from({ length: 200 }, () => lacking));
    expect(greedy.events() - before).toBe(20);
    await clock.advance(TIMES.catchUp);
    await greedy.say(lacking, lacking);
    expect(greedy.events() - before).toBe(40);
    session.close();
  });

  test('gets no welcome more often than that either, for an epoch that never was', async () => {
    const { session, attendee } = await presenterStage();
    const greedy = await attendee('a1'.repeat(16));
    const welcomes = () => greedy.peer.envelopes().filter(({ header }) => header.class === 'to-attendee').length;
    const before = welcomes();
    const elsewhere = { epoch: 0xffffffff, seq: 0xffffffff };
    await greedy.say(...Array.from({ length: 100 }, () => ({ ...lacking, last: elsewhere }) as const));
    expect(welcomes() - before).toBe(1);
    session.close();
  });

  test('does not hold up an event for the others', async () => {
    const { session, attendee, clock } = await presenterStage();
    const greedy = await attendee('a1'.repeat(16));
    const honest = await attendee('a2'.repeat(16));
    for (let n = 0; n < 100; n++) {
      session.publish({ type: 'clear_highlight' });
    }
    await clock.advance(10);
    const before = honest.events();
    await greedy.say(...Array.from({ length: 500 }, () => lacking));
    session.publish({ type: 'clear_highlight' });
    await clock.advance(10);
    expect(honest.events() - before).toBe(1);
    session.close();
  });
});

describe('MSG-8: an attendee that sends without end', () => {
  const flap = (count: number): AttendeeMessage[] =>
    Array.from({ length: count }, (_, n) => ({ type: 'mode_change', mode: n % 2 === 0 ? 'follow' : 'guided' }));

  test('is cut off after a burst, and shows as away', async () => {
    const { session, attendee, clock } = await presenterStage();
    const flooding = await attendee('a1'.repeat(16));
    for (let n = 0; n <= RATES.attendeeMessages.burst; n += 128) {
      await flooding.say(...flap(128));
    }
    expect(flooding.peer.closed).toBe(true);
    await clock.advance(10);
    expect(session.view().rows.map(({ links }) => links.length)).toEqual([0]);
    session.close();
  });

  test('one that answers every event of a full log after an outage is not', async () => {
    const { session, attendee } = await presenterStage();
    const back = await attendee('a1'.repeat(16));
    const receipts = Array.from({ length: LIMITS.logEvents }, (_, n): AttendeeMessage => ({
      type: 'receipt',
      receipts: [{ of: { epoch: 1, seq: n + 1 }, outcome: 'skipped' }],
    }));
    await back.say(...receipts.slice(0, 256));
    await back.say(...receipts.slice(256), ...receipts.slice(-64));
    expect(back.peer.closed).toBe(false);
    session.close();
  });

  test('a mode that flaps a hundred times at once draws the console at once and once more', async () => {
    const { session, attendee, clock, redraws } = await presenterStage();
    const flapping = await attendee('a1'.repeat(16));
    await clock.advance(100);
    const before = redraws();
    await flapping.say(...flap(100));
    await clock.advance(100);
    expect(redraws() - before).toBe(2);
    expect(session.view().rows[0].mode).toBe('guided');
    session.close();
  });
});

test('HS-7: as many links as may wait, all silent, do not keep an attendee out for their ten seconds', async () => {
  const { clock, session, attendee, silent } = await presenterStage();
  const squatters = Array.from({ length: LIMITS.directSlots }, silent);
  await clock.advance(3_000);
  expect(squatters.filter(({ closed }) => closed)).toEqual([]);
  const honest = await attendee('a1'.repeat(16));
  expect(honest.peer.closed).toBe(false);
  expect(session.view().rows).toHaveLength(1);
  expect(squatters.filter(({ closed }) => closed)).toHaveLength(1);
  session.close();
});

test('RCPT-3: ten thousand receipts for events that never were leave no trace', async () => {
  const { session, attendee } = await presenterStage();
  const liar = await attendee('a1'.repeat(16));
  session.publish({ type: 'show_me', step: { guideId: 'tour', stepId: 'one', stepHash: '0'.repeat(64) } });
  for (let n = 2; n < 10_000; n += 500) {
    await liar.say(
      ...Array.from({ length: 500 }, (_, i): AttendeeMessage => ({
        type: 'receipt',
        receipts: [{ of: { epoch: 0xffffffff, seq: n + i }, outcome: 'done' }],
      }))
    );
  }
  expect([...(session.view().receipts.get('tour') ?? [])]).toEqual([
    ['one', { shown: 0, done: 0, asked: 0, declined: 0, failed: 0 }],
  ]);
  session.close();
});

describe('JOIN-2: somebody else’s attendee id', () => {
  test('without the secret gets nothing, not even its owner’s link closed', async () => {
    const { session, attendee } = await presenterStage();
    const owner = await attendee('a1'.repeat(16));
    const thief = await attendee('a1'.repeat(16), { resumeSecret: '66'.repeat(32), takeOver: true, name: 'Eve' });
    expect(thief.peer.closed).toBe(true);
    expect(owner.peer.closed).toBe(false);
    session.publish({ type: 'clear_highlight' });
    await owner.peer.send();
    expect(thief.events()).toBe(0);
    expect(owner.events()).toBe(1);
    expect(session.view().rows.map(({ name }) => name)).toEqual(['Ada']);
    session.close();
  });

  test('and its sealed join, word for word, opens nothing on another link', async () => {
    const { session, attendee } = await presenterStage();
    const owner = await attendee('a1'.repeat(16));
    const stranger = await attendee('a2'.repeat(16));
    await stranger.peer.send(owner.joining);
    expect(stranger.peer.closed).toBe(true);
    expect(owner.peer.closed).toBe(false);
    session.close();
  });
});

test('SEAL-6: one that was removed gets nothing of what is published while the directory is still asked', async () => {
  const { session, attendee } = await presenterStage();
  const removed = await attendee('a1'.repeat(16));
  const other = await attendee('a2'.repeat(16));
  session.remove('a1'.repeat(16));
  session.publish({ type: 'clear_highlight' });
  await other.peer.send();
  expect(removed.events()).toBe(0);
  expect(removed.peer.closed).toBe(true);
  expect(other.events()).toBe(1);
  session.close();
});

test('SEAL-6: an epoch that comes late, after a higher one, is not gone back to', async () => {
  const { session, clock } = await presenterStage();
  await Promise.all([session.rekey(3), session.rekey(2)]);
  await clock.advance(1);
  expect(session.view().epoch).toBe(3);
  session.close();
});
