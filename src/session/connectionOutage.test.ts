import { TIMES } from '../protocol/limits';
import { cutOff, live, START, suspect, told, waiting } from '../testing/ConnectionTrial';

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

  test.each([
    [0, 300],
    [30, 300],
    [31, 310],
    [100, 1_000],
    [1_000, 1_000],
  ])('tries again the sooner at first, the fewer are in the room (%d people: after %d ms)', (people, pause) => {
    const trial = cutOff();
    trial.people = people;
    trial.fail('presenter-absent');
    const before = trial.newest();
    trial.pass(pause - 1);
    expect(trial.newest()).toBe(before);
    trial.pass(1);
    expect(trial.newest()).toBe(before + 1);
  });

  test('tries as in any outage once the absence is ten seconds old', () => {
    const trial = cutOff();
    trial.people = 1;
    trial.fail('presenter-absent');
    const failFor = (ms: number) => {
      const { length } = trial.dials;
      for (let passed = 0; passed < ms; passed += 100) {
        trial.pass(100);
        trial.fail('presenter-absent');
      }
      return trial.dials.length - length;
    };
    expect(failFor(TIMES.freshAbsence)).toBeGreaterThan(20);
    expect(failFor(5 * TIMES.attemptEvery)).toBeLessThanOrEqual(6);
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

  test.each([
    [0, 0],
    [5, 50],
    [199, 1_990],
    [200, TIMES.suspectJitter],
    [201, TIMES.suspectJitter],
    [1_000, TIMES.suspectJitter],
  ])(
    'is joined by a second attempt the sooner the fewer are in the room (%d people: up to %d ms)',
    (people, jitter) => {
      const trial = live(() => 1);
      trial.people = people;
      trial.pass(TIMES.suspect);
      const since = trial.now;
      trial.pass(TIMES.suspectJitter);
      expect(trial.dials[1].at - since).toBe(jitter);
    }
  );

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
