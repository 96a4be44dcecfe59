import { ActionQueue, PACE, QUEUE_LENGTH } from './ActionQueue';
import { pageClock } from './clock';
import { DONE, SHOWN, type ActionOutcome } from './outcome';

/** A job that ends when the test says so, or when it is aborted. */
function held() {
  let finish: (outcome: ActionOutcome) => void = () => undefined;
  const state = { started: false, aborted: false };
  const job = (signal: AbortSignal) =>
    new Promise<ActionOutcome>((resolve) => {
      state.started = true;
      finish = resolve;
      signal.addEventListener('abort', () => {
        state.aborted = true;
        resolve(DONE);
      });
    });
  return { job, state, finish: (outcome: ActionOutcome = DONE) => finish(outcome) };
}

const settled = async () => jest.advanceTimersByTimeAsync(0);

describe('SAFE-13: ActionQueue', () => {
  let queue: ActionQueue;
  beforeEach(() => {
    jest.useFakeTimers();
    queue = new ActionQueue(pageClock);
  });
  afterEach(() => jest.useRealTimers());

  it('runs one job at a time, in order', async () => {
    const [first, second] = [held(), held()];
    const outcomes = [queue.push('act', first.job), queue.push('act', second.job)];
    await settled();
    expect([first.state.started, second.state.started]).toEqual([true, false]);
    first.finish(SHOWN);
    await settled();
    expect(second.state.started).toBe(true);
    second.finish(DONE);
    expect(await Promise.all(outcomes)).toEqual([SHOWN, DONE]);
  });

  it('replaces a show by a newer one, waiting or under way, and never an act', async () => {
    const [act, old, older] = [held(), held(), held()];
    const acting = queue.push('act', act.job);
    const waiting = queue.push('show', old.job);
    const newest = queue.push('show', async () => SHOWN);
    expect(await waiting).toMatchObject({ outcome: 'skipped' });
    expect(act.state.aborted).toBe(false);
    act.finish();
    expect(await acting).toEqual(DONE);
    expect(await newest).toEqual(SHOWN);

    const underWay = queue.push('show', older.job);
    await settled();
    const next = queue.push('show', async () => SHOWN);
    expect(await underWay).toMatchObject({ outcome: 'skipped' });
    expect(older.state.aborted).toBe(true);
    expect(await next).toEqual(SHOWN);
    expect(old.state.started).toBe(false);
  });

  it('holds 32 and refuses the next', async () => {
    const first = held();
    void queue.push('act', first.job);
    const waiting = Array.from({ length: QUEUE_LENGTH }, () => queue.push('act', async () => DONE));
    expect(await queue.push('act', async () => DONE)).toMatchObject({ outcome: 'failed' });
    first.finish();
    await jest.advanceTimersByTimeAsync(20_000);
    expect(await Promise.all(waiting)).toEqual(waiting.map(() => DONE));
  });

  it('is emptied by stop, and works on afterwards', async () => {
    const [first, second] = [held(), held()];
    const outcomes = [queue.push('act', first.job), queue.push('act', second.job)];
    await settled();
    queue.stop();
    expect(await Promise.all(outcomes)).toEqual([
      expect.objectContaining({ outcome: 'skipped' }),
      expect.objectContaining({ outcome: 'skipped' }),
    ]);
    expect([first.state.aborted, second.state.started]).toEqual([true, false]);
    expect(await queue.push('act', async () => DONE)).toEqual(DONE);
  });

  it('starts at most 4 in any second', async () => {
    const at: number[] = [];
    const start = performance.now();
    const all = Array.from({ length: 12 }, () =>
      queue.push('act', async () => {
        at.push(performance.now() - start);
        return DONE;
      })
    );
    await jest.advanceTimersByTimeAsync(10_000);
    await Promise.all(all);
    expect(at).toHaveLength(12);
    at.slice(PACE.starts).forEach((time, index) => expect(time - at[index]).toBeGreaterThanOrEqual(PACE.window));
    expect(at[3]).toBeLessThan(100);
  });

  it('goes on after a job that threw', async () => {
    const thrown = queue.push('act', () => Promise.reject(new Error('x')));
    expect(await thrown).toMatchObject({ outcome: 'failed' });
    expect(await queue.push('act', async () => DONE)).toEqual(DONE);
  });

  it('leaves no timer behind when stopped while it keeps pace', async () => {
    Array.from({ length: 6 }, () => void queue.push('act', async () => DONE));
    await settled();
    expect(jest.getTimerCount()).toBe(1);
    queue.stop();
    await settled();
    expect(jest.getTimerCount()).toBe(0);
  });
});
