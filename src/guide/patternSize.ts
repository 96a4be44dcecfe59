/** How large a regular expression becomes for an engine that writes counted repetitions out. Pure. */

/** An escape, a class, a group's start or end, a count, or any one character. */
const TOKENS = /\\[^]|\[\^?\]?(?:\\[^]|[^\]\\])*\]|\((?:\?(?:P?<\w+>|[a-z-]*:))?|\)|\{(\d+)(?:(,)(\d*))?\}|[^]/gi;

/**
 * At least the number of characters that are left when each `x{n,m}` is written out; one character, class or escape is
 * one. What is no regular expression has some size, too.
 */
export function patternSize(source: string): number {
  /** Sizes of the groups that are open, the innermost last, and of what stands last in each. */
  const open = [{ size: 0, last: 0 }];
  for (const [token, least, , most] of source.matchAll(TOKENS)) {
    const inner = open[open.length - 1];
    if (token.startsWith('(')) {
      open.push({ size: 1, last: 0 });
    } else if (token === ')' && open.length > 1) {
      open.pop();
      add(open[open.length - 1], inner.size);
    } else if (least !== undefined) {
      const times = Math.max(Number(least) + 1, Number(most ?? 0));
      inner.size += inner.last * (times - 1);
      inner.last *= times;
    } else {
      add(inner, 1);
    }
  }
  return open.reduce((sum, { size }) => sum + size, 0);
}

function add(group: { size: number; last: number }, size: number): void {
  group.size += size;
  group.last = size;
}
