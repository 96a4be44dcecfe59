/** Time as player and actions wait by it, handed in. */
export interface Clock {
  after(ms: number, run: () => void): () => void;
}

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
