/** What attendees write down, and what that says of an outage. Pure. */

/** Times are milliseconds since 1970 by the machine's clock, which all processes share. */
export interface Log {
  /** In the order in which they reached the page. */
  applied: Array<{ stepId: string; at: number }>;
  stretches: Array<{ live: boolean; since: number }>;
}

export interface Outage {
  /** From the cut until the page knew; null where it was over before that. */
  noticed: number | null;
  /** From the return until the connection was live; null where it never was anything else. */
  back: number | null;
  /** From the return until what was said before it was applied; null where nothing was missed. */
  caughtUp: number | null;
}

/**
 * @param lost when the way was cut
 * @param back when it was whole again
 * @param missed steps that were shown in between
 */
export function outageOf({ applied, stretches }: Log, lost: number, back: number, missed: ReadonlySet<string>): Outage {
  const fell = stretches.find(({ live, since }) => !live && since >= lost);
  const rose = fell && stretches.findLast(({ live, since }) => live && since > fell.since);
  const late = applied.filter(({ stepId, at }) => missed.has(stepId) && at >= back);
  return {
    noticed: fell && fell.since < back ? fell.since - lost : null,
    back: fell ? (rose ? Math.max(0, rose.since - back) : Number.POSITIVE_INFINITY) : null,
    caughtUp: late.length > 0 ? Math.max(...late.map(({ at }) => at)) - back : null,
  };
}

/** How many attendees did not apply exactly these steps, in this order. */
export const unequal = (logs: readonly Log[], said: readonly string[]): number =>
  logs.filter(
    ({ applied }) => applied.length !== said.length || applied.some(({ stepId }, index) => stepId !== said[index])
  ).length;
