/** Time as the page has it. */
export type Undo = () => void;

export interface Clock {
  /** Milliseconds from a fixed point; never runs backwards. */
  now(): number;
  after(ms: number, run: () => void): Undo;
}

export const pageClock: Clock = {
  now: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** Settles after `ms`, or at once when the signal aborts; the caller looks at the signal. Leaves no timer or listener behind. */
export function wait(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const finish = () => {
      undo();
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const undo = clock.after(ms, finish);
    signal.addEventListener('abort', finish);
  });
}
