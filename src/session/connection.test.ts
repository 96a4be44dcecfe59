import { TIMES } from '../protocol/limits';
import { ConnectionTrial, cutOff, live, START, suspect, told, waiting } from '../testing/ConnectionTrial';
import { SESSION_ERRORS, type SessionErrorReason } from './SessionError';

const REASONS = Object.keys(SESSION_ERRORS) as SessionErrorReason[];

describe('CON-2: attempts', () => {
  test('a first one is given 6 s to open, one in an outage 2 s', () => {
    const first = new ConnectionTrial();
    expect(told(first.pass(5_999))).not.toContain('abandon 1');
    expect(told(first.pass(1))).toContain('abandon 1');

    const again = cutOff();
    const attempt = again.newest();
    expect(told(again.pass(TIMES.attempt - 1))).not.toContain(`abandon ${attempt}`);
    expect(told(again.pass(1))).toContain(`abandon ${attempt}`);
  });

  test('one that has opened is given 10 s for each part of its handshake', () => {
    const trial = cutOff();
    const attempt = trial.newest();
    trial.pass(1_500);
    trial.put({ type: 'opened', attempt });
    expect(told(trial.pass(TIMES.handshake - 1))).not.toContain(`abandon ${attempt},`);
    trial.put({ type: 'verified', attempt });
    trial.pass(TIMES.handshake - 1);
    expect(trial.state.ctx.attempts.has(attempt)).toBe(true);
    trial.pass(1);
    expect(trial.state.ctx.attempts.has(attempt)).toBe(false);
  });

  test('the state is named after the furthest of them', () => {
    const trial = cutOff();
    const attempt = trial.newest();
    trial.put({ type: 'opened', attempt });
    trial.pass(TIMES.attemptEvery);
    expect(trial.newest()).toBe(attempt + 1);
    expect(trial.state.kind).toBe('verifying');
    trial.put({ type: 'closed', attempt });
    expect(trial.state.kind).toBe('dialing');
  });

  test('every one has an id of its own', () => {
    const trial = cutOff();
    trial.pass(30_000);
    expect(new Set(trial.dials.map(({ attempt }) => attempt)).size).toBe(trial.dials.length);
  });
});

describe('CON-3: how often', () => {
  const gaps = (trial: ConnectionTrial) => trial.dials.slice(1).map(({ at }, index) => at - trial.dials[index].at);

  test('a first joining starts an attempt every 3 s', () => {
    const trial = new ConnectionTrial();
    trial.pass(14_000);
    expect(gaps(trial)).toEqual([3_000, 3_000, 3_000, 3_000]);
  });

  test('an outage starts one at once, then one every second for two minutes', () => {
    const trial = cutOff();
    const since = trial.now;
    trial.pass(TIMES.freshOutage);
    const dialed = trial.dials.filter(({ at }) => at >= since).slice(1);
    expect(dialed.map(({ at }) => at - since)).toEqual(
      Array.from({ length: TIMES.freshOutage / TIMES.attemptEvery }, (_, second) => second * TIMES.attemptEvery).concat(
        TIMES.freshOutage
      )
    );
  });

  test.each([
    [0, 2_500],
    [0.5, 5_000],
    [0.999, 7_495],
  ])('and after that every 5 s, give or take half (chance %d: %d ms)', (chance, gap) => {
    const trial = cutOff(() => chance);
    trial.pass(TIMES.freshOutage);
    const from = trial.dials.length;
    trial.pass(60_000);
    const later = trial.dials.slice(from - 1);
    expect(later.length).toBeGreaterThan(5);
    later.slice(1).forEach(({ at }, index) => expect(at - later[index].at).toBeCloseTo(gap, 6));
  });

  test('an outage is never given up', () => {
    const trial = cutOff();
    trial.pass(24 * 3_600_000);
    expect(trial.state.kind).toBe('dialing');
  });
});

describe('CON-4: a first joining', () => {
  test.each(['code-unknown', 'server-down', 'server-answer', 'too-many', 'full'] as const)(
    'fails at once on %s',
    (reason) => {
      const trial = new ConnectionTrial();
      trial.fail(reason);
      expect(trial.state).toMatchObject({ kind: 'ended', reason });
    }
  );

  test.each(['server-down', 'server-answer', 'too-many', 'full'] as const)('but an outage outlives %s', (reason) => {
    const trial = cutOff();
    trial.fail(reason);
    expect(trial.state.kind).toBe('dialing');
  });

  test('is none after a reload: nobody waits for an answer, so it is tried as in an outage', () => {
    const trial = new ConnectionTrial(() => 0.5, true);
    for (const reason of ['server-down', 'server-answer', 'too-many'] as const) {
      trial.fail(reason);
      expect(trial.state.kind).toBe('dialing');
      trial.pass(TIMES.attemptEvery);
    }
    trial.pass(60_000);
    expect(trial.state.kind).toBe('dialing');
    trial.fail('code-unknown');
    expect(trial.state.kind).toBe('waiting');
  });

  test('is over after 15 s, with the newest failure as its reason', () => {
    const trial = new ConnectionTrial();
    trial.pass(3_500);
    trial.fail('handshake-failed');
    trial.pass(1_000);
    expect(trial.state.kind).toBe('dialing');
    trial.pass(15_000 - 4_500 - 1);
    expect(trial.state.kind).toBe('dialing');
    trial.pass(1);
    expect(trial.state).toMatchObject({ kind: 'ended', reason: 'connect-failed' });
  });

  test('keeps a failure that came after the last time-out', () => {
    const trial = new ConnectionTrial();
    trial.pass(14_999);
    trial.fail('handshake-failed');
    trial.pass(1);
    expect(trial.state).toMatchObject({ kind: 'ended', reason: 'handshake-failed' });
  });
});

describe('CON-5: waiting for a presenter', () => {
  test.each(['presenter-absent', 'code-unknown'] as const)('an outage waits on %s', (reason) => {
    const trial = cutOff();
    trial.fail(reason);
    expect(trial.state.kind).toBe('waiting');
  });

  test('ends after ten minutes', () => {
    const trial = waiting();
    trial.pass(TIMES.presenterAway - 1);
    expect(trial.state.kind).toBe('waiting');
    trial.pass(1);
    expect(trial.state).toMatchObject({ kind: 'ended', reason: 'presenter-gone' });
  });

  test('goes on trying, and no failure of these tries ends it', () => {
    const trial = waiting();
    for (const reason of ['connect-failed', 'server-down', 'presenter-absent', 'code-unknown'] as const) {
      const before = trial.newest();
      trial.pass(10_000);
      expect(trial.newest()).toBeGreaterThan(before);
      trial.put({ type: 'nudge' });
      trial.fail(reason);
      expect(trial.state.kind).toBe('waiting');
    }
  });

  test('a presenter who comes after minutes finds the guest who was never in before', () => {
    const trial = waiting();
    trial.pass(300_000);
    trial.put({ type: 'nudge' });
    const attempt = trial.newest();
    trial.put({ type: 'opened', attempt });
    expect(trial.state.kind).toBe('verifying');
    trial.pass(1_000);
    trial.put({ type: 'verified', attempt });
    trial.pass(1_000);
    trial.put({ type: 'joined', attempt });
    expect(trial.state).toMatchObject({ kind: 'live', link: attempt });
  });

  test('a presenter who was reached and lost again is waited for anew', () => {
    const trial = waiting();
    trial.pass(TIMES.presenterAway - 1_000);
    trial.put({ type: 'nudge' });
    trial.put({ type: 'opened', attempt: trial.newest() });
    trial.fail('connect-failed');
    trial.put({ type: 'nudge' });
    trial.fail('presenter-absent');
    trial.pass(TIMES.presenterAway - 5_000);
    expect(trial.state.kind).toBe('waiting');
    trial.pass(5_000);
    expect(trial.state).toMatchObject({ kind: 'ended', reason: 'presenter-gone' });
  });

  test('one attempt that finds nobody does not hide another that has opened', () => {
    const trial = cutOff();
    trial.put({ type: 'opened', attempt: trial.newest() });
    trial.pass(TIMES.attemptEvery);
    trial.fail('presenter-absent');
    expect(trial.state.kind).toBe('verifying');
  });
});

describe('CON-6: a silent link', () => {
  test('is suspected after 2.5 s, not before', () => {
    const trial = live();
    trial.pass(TIMES.suspect - 1);
    expect(trial.state.kind).toBe('live');
    trial.pass(1);
    expect(trial.state).toMatchObject({ kind: 'suspect', link: 1 });
  });

  test('is not, while it is heard', () => {
    const trial = live();
    for (let second = 0; second < 60; second++) {
      trial.pass(TIMES.ping);
      trial.put({ type: 'heard', attempt: 1 });
    }
    expect(trial.state).toMatchObject({ kind: 'live', link: 1 });
    expect(trial.dials).toHaveLength(1);
  });

  test.each([
    [0, 0],
    [0.25, 500],
    [0.999, 1_998],
  ])('is joined by a second attempt after up to 2 s (chance %d: %d ms)', (chance, jitter) => {
    const trial = suspect(() => chance);
    const since = trial.now;
    trial.pass(TIMES.suspectJitter);
    expect(trial.dials[1].at - since).toBe(jitter);
  });

  test('that is heard again first wins, and the attempt is abandoned', () => {
    const trial = suspect(() => 0);
    trial.put({ type: 'opened', attempt: 2 });
    trial.put({ type: 'verified', attempt: 2 });
    expect(told(trial.put({ type: 'heard', attempt: 1 }))).toBe('abandon 2');
    expect(trial.state).toMatchObject({ kind: 'live', link: 1 });
    expect(told(trial.put({ type: 'joined', attempt: 2 }))).toBe('abandon 2');
    expect(trial.state).toMatchObject({ kind: 'live', link: 1 });
  });

  test('CON-13: loses to a second one that joins first: adopted before the old one is let go', () => {
    const trial = suspect(() => 0);
    expect(told(trial.put({ type: 'joined', attempt: 2 }))).toBe('adopt 2, abandon 1');
    expect(trial.state).toMatchObject({ kind: 'live', link: 2 });
    expect(told(trial.put({ type: 'heard', attempt: 1 }))).toBe('nothing');
  });

  test('counts as an outage from when it was last heard', () => {
    const trial = suspect();
    expect(trial.state.ctx.outageSince).toBe(START);
    trial.put({ type: 'heard', attempt: 1 });
    expect(trial.state.ctx.outageSince).toBeNull();
  });

  test('CON-7: is given up after 12 s, when the presenter has given it up as well', () => {
    const trial = suspect();
    trial.pass(TIMES.attendeeAway - TIMES.suspect - 1);
    expect(trial.state.kind).toBe('suspect');
    expect(told(trial.pass(1))).toContain('abandon 1');
    expect(trial.state.kind).toBe('dialing');
  });

  test('CON-9: what a second attempt is refused for counts only when the first link is gone', () => {
    const trial = suspect(() => 0);
    trial.fail('unauthorized');
    expect(trial.state).toMatchObject({ kind: 'suspect', link: 1 });
    trial.pass(TIMES.attendeeAway);
    trial.fail('unauthorized');
    expect(trial.state).toMatchObject({ kind: 'ended', reason: 'unauthorized' });
  });
});

describe('CON-8: the network or the page comes back', () => {
  test('in a long outage the next attempt starts at once', () => {
    const trial = cutOff(() => 0.999);
    trial.pass(TIMES.freshOutage + 60_000);
    const before = trial.newest();
    trial.put({ type: 'nudge' });
    expect(trial.dials.at(-1)).toEqual({ attempt: before + 1, at: trial.now, route: 'p2p' });
  });
});

describe('CON-9: what ends it', () => {
  const FATAL: readonly SessionErrorReason[] = [
    'fingerprint-mismatch',
    'identity-changed',
    'server-key',
    'unauthorized',
    'other-tab',
    'taken-over',
    'removed',
    'declined',
    'version',
    'ended',
    'local-network',
    'policy',
    'mixed-content',
  ];
  test.each(REASONS)('%s in an outage', (reason) => {
    const trial = cutOff();
    trial.fail(reason);
    expect(trial.state.kind === 'ended').toBe(FATAL.includes(reason));
  });
});

describe('CON-10: a live link’s own later welcomes', () => {
  test('a new epoch on the same link keeps it', () => {
    const trial = live();
    trial.pass(1_000);
    expect(told(trial.put({ type: 'joined', attempt: 1 }))).toBe('nothing');
    expect(trial.state).toMatchObject({ kind: 'live', link: 1 });
    trial.pass(TIMES.suspect - 1);
    expect(trial.state.kind).toBe('live');
  });
});

describe('CON-14: the presenter is asked whether this attendee may come in', () => {
  const asked = () => {
    const trial = new ConnectionTrial();
    trial.put({ type: 'opened', attempt: 1 });
    trial.put({ type: 'verified', attempt: 1 });
    trial.put({ type: 'asked', attempt: 1 });
    return trial;
  };

  test('it waits for as long as it is told to, with one link', () => {
    const trial = asked();
    for (let minute = 0; minute < 60 * 20; minute++) {
      trial.pass(3_000);
      trial.put({ type: 'asked', attempt: 1 });
    }
    expect(trial.state.kind).toBe('admitting');
    expect(trial.dials).toHaveLength(1);
    trial.put({ type: 'joined', attempt: 1 });
    expect(trial.state).toMatchObject({ kind: 'live', link: 1, ctx: { askedSince: null } });
  });

  test('a second attempt that was on its way is given up', () => {
    const trial = new ConnectionTrial();
    trial.put({ type: 'opened', attempt: 1 });
    trial.pass(3_000);
    expect(trial.newest()).toBe(2);
    trial.put({ type: 'verified', attempt: 1 });
    expect(told(trial.put({ type: 'asked', attempt: 1 }))).toBe('abandon 2');
  });

  test('when nothing is heard any more it asks again, and says since when it waits', () => {
    const trial = asked();
    const since = trial.now;
    trial.pass(60_000);
    trial.put({ type: 'asked', attempt: 1 });
    trial.pass(TIMES.attendeeAway - 1);
    expect(trial.state.kind).toBe('dialing');
    expect(trial.dials.length).toBeGreaterThan(2);
    expect(trial.state.ctx.askedSince).toBe(since);
    trial.pass(TIMES.freshOutage);
    expect(trial.state.kind).toBe('dialing');
    const attempt = trial.newest();
    trial.put({ type: 'opened', attempt });
    trial.put({ type: 'asked', attempt });
    expect(trial.state).toMatchObject({ kind: 'admitting', ctx: { askedSince: since } });
  });

  test.each(['declined', 'locked', 'removed'] as const)('%s ends it', (reason) => {
    const trial = asked();
    trial.put({ type: 'end', reason });
    expect(trial.state).toMatchObject({ kind: 'ended', reason });
  });

  test('while a suspected link may be heard again, being asked about changes nothing', () => {
    const trial = suspect(() => 0);
    trial.put({ type: 'asked', attempt: 2 });
    expect(trial.state.kind).toBe('suspect');
    trial.put({ type: 'heard', attempt: 1 });
    expect(trial.state).toMatchObject({ kind: 'live', ctx: { askedSince: null } });
  });

  test('CON-4: the directory’s lock ends a first joining and not an outage', () => {
    const first = new ConnectionTrial();
    first.fail('locked');
    expect(first.state).toMatchObject({ kind: 'ended', reason: 'locked' });
    const later = cutOff();
    later.fail('locked');
    expect(later.state.kind).toBe('dialing');
  });
});
