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
