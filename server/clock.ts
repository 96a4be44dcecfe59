/** Time, passed in wherever it matters. */
export interface Clock {
  /** Milliseconds from any fixed moment; never goes back. For leases and limits. */
  monotonic(): number;
  /** Milliseconds since 1970. For what carries a date: tickets and TURN credentials. */
  wall(): number;
}

export const systemClock: Clock = {
  monotonic: () => performance.now(),
  wall: () => Date.now(),
};
