/**
 * Regular expressions that a guide's author wrote, matched in linear time: the browser's own engine can be made to work
 * for years by a few characters. The engine (RE2) is fetched when the first pattern is met.
 */
import { GUIDE_LIMITS } from './guideLimits';
import { patternSize } from './patternSize';

/** Characters of an answer that a pattern is tried on; longer ones do not match. Bounds the time to some 100 ms. */
export const ANSWER_LENGTH = 2_000;

/** States of one pattern, counted repetitions written out: the engine visits each of them at each character. */
const MOST_STATES = 1_500;

export interface AuthoredPattern {
  readonly source: string;
  /** As in JavaScript; `i`, `m` and `s` count. */
  readonly flags: string;
}

export interface AnswerPattern {
  /** Somewhere in the answer, as JavaScript's `test` does. */
  matches(answer: string): boolean;
}

/**
 * Null where the pattern cannot be used: too long, malformed, counting too much, or with what no linear engine can do (look-around, back
 * references). Then nothing is asked of an answer: its reader is not to blame.
 */
export async function compilePattern({ source, flags }: AuthoredPattern): Promise<AnswerPattern | null> {
  if (source.length > GUIDE_LIMITS.patternLength || patternSize(source) > MOST_STATES) {
    return null;
  }
  const { RE2JS } = await import('re2js');
  const bits: ReadonlyArray<readonly [string, number]> = [
    ['i', RE2JS.CASE_INSENSITIVE],
    ['m', RE2JS.MULTILINE],
    ['s', RE2JS.DOTALL],
  ];
  try {
    const wanted = bits.reduce((sum, [flag, bit]) => (flags.includes(flag) ? sum | bit : sum), 0);
    const compiled = RE2JS.compile(RE2JS.translateRegExp(source), wanted);
    return { matches: (answer) => answer.length <= ANSWER_LENGTH && compiled.matcher(answer).find() };
  } catch {
    return null;
  }
}

/** The pattern that a step's `targetvalue` is for checking (GUIDE_FORMAT, section 6), or null where it is plain text. */
export function patternIn(targetvalue: string): AuthoredPattern | null {
  const [, source, flags] = /^\/(.+)\/([dgimsuvy]*)$/s.exec(targetvalue) ?? [];
  if (source !== undefined) {
    return { source, flags };
  }
  const isPattern = targetvalue.length > 1 && (targetvalue.startsWith('^') || targetvalue.endsWith('$'));
  return isPattern ? { source: targetvalue, flags: '' } : null;
}
