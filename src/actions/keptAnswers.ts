/** Questions to Grafana's API, each answer kept for a moment, and never more than so many at a time. Pure. */

/** Milliseconds for which an answer counts: conditions are asked again at every change of the page. */
const KEPT = 10_000;
/** Questions in that time; far more than a guide has use for. Its readers' browsers must not flood Grafana. */
export const MOST_QUESTIONS = 50;

/**
 * @param now milliseconds of a clock that only goes forward
 * @returns asks, or gives the answer that is kept; rejects with words for the reader when there are too many questions
 */
export function keptAnswers(now: () => number): (key: string, ask: () => Promise<unknown>) => Promise<unknown> {
  const kept = new Map<string, { readonly at: number; readonly answer: Promise<unknown> }>();
  let asked: number[] = [];
  return (key, ask) => {
    const before = kept.get(key);
    if (before && now() - before.at < KEPT) {
      return before.answer;
    }
    asked = asked.filter((at) => now() - at < KEPT);
    if (asked.length >= MOST_QUESTIONS) {
      return Promise.reject(new Error('this guide asks Grafana too much at once'));
    }
    for (const [old, { at }] of kept) {
      if (now() - at >= KEPT) {
        kept.delete(old);
      }
    }
    asked.push(now());
    const answer = ask().catch((error: unknown) => {
      kept.delete(key);
      throw error;
    });
    kept.set(key, { at: now(), answer });
    return answer;
  };
}
