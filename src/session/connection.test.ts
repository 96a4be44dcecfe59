import { TIMES } from '../protocol/limits';
import { ConnectionTrial, cutOff, live, told } from '../testing/ConnectionTrial';
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

describe('CON-9: what ends it', () => {
  const FATAL: readonly SessionErrorReason[] = [
    'fingerprint-mismatch',
    'identity-changed',
    'server-key',
    'unauthorized',
    'api-key',
    'other-tab',
    'taken-over',
    'removed',
    'declined',
    'version',
    'ended',
    'ended-by-administrator',
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
