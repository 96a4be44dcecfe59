/** Time as the sessions see it. */
export interface Clock {
  /** Milliseconds; only differences mean anything. */
  now(): number;
  /** Calls back once after `ms`; the undo cancels. */
  after(ms: number, callback: () => void): () => void;
}
