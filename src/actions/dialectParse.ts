/** The CSS parser, with the place and the reason of what it cannot read. Pure. */
import { parse, type Selector } from 'css-what';
import { DialectError } from './dialectError';
import type { PreparedText } from './dialectText';

/** @throws DialectError */
export function parseText(prepared: PreparedText): Selector[][] {
  const { css } = prepared;
  try {
    const parsed = parse(css);
    if (parsed.length === 0) {
      throw new Error('Empty sub-selector');
    }
    return parsed;
  } catch (error) {
    const message = messageOf(error);
    throw new DialectError(wordsFor(message), prepared.authoredAt(placeOf(css, message)));
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The parser names the rest that it did not read, or nothing: then the place is where the text goes wrong for good. */
function placeOf(css: string, message: string): number {
  const rest = /^(?:Unmatched selector: |Expected name, found )([^]*)$/.exec(message)?.[1];
  if (rest !== undefined) {
    return css.length - rest.length;
  }
  if (/^Attribute|arenthesis/.test(message)) {
    return css.length;
  }
  for (let length = css.length - 1; length > 0; length--) {
    try {
      parse(css.slice(0, length));
      return length;
    } catch (error) {
      if (messageOf(error) !== message) {
        return length;
      }
    }
  }
  return 0;
}

function wordsFor(message: string): string {
  if (/^(Unmatched|Expected)/.test(message)) {
    return 'cannot be read as a selector here';
  }
  if (/Parenthesis not matched|closing parenthesis/.test(message)) {
    return 'a parenthesis is not closed';
  }
  if (/^Attribute/.test(message)) {
    return 'a bracket or a quote is not closed';
  }
  return /^Empty/.test(message) ? 'a selector is empty here' : 'cannot be read as a selector';
}
