import { TIMES } from '../protocol/limits';
import { ConnectionTrial, cutOff, suspect, told } from '../testing/ConnectionTrial';

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
