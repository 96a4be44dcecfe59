/** What is wrong with a field of a guide file and what to do, in words for its author. Pure. */
import type { z } from 'zod';

type Issue = z.core.$ZodRawIssue;

const KINDS = new Map([
  ['string', 'text'],
  ['boolean', 'true or false'],
  ['array', 'a list'],
  ['object', 'an object'],
  ['number', 'a number'],
  ['int', 'a whole number'],
]);

/** For zod's `error` option: undefined leaves zod's own words. */
export function problemWords(issue: Issue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? `is missing: give it ${kindName(issue.expected)}`
        : `must be ${kindName(issue.expected)}, but is ${nameOf(issue.input)}`;
    case 'invalid_value':
      return issue.input === undefined
        ? `is missing: give it one of ${listed(issue.values)}`
        : `must be one of ${listed(issue.values)}, but is ${nameOf(issue.input)}`;
    case 'invalid_union':
      return issue.note === 'No matching discriminator'
        ? 'is not a type that is known here'
        : `must be text, or true or false, but is ${nameOf(issue.input)}`;
    case 'too_big':
      return `is too ${sizeWord(issue.origin, 'large')}: at most ${issue.maximum}${unitOf(issue.origin)}`;
    case 'too_small':
      return issue.minimum === 1 && issue.origin !== 'number'
        ? 'must not be empty'
        : `is too ${sizeWord(issue.origin, 'small')}: at least ${issue.minimum}${unitOf(issue.origin)}`;
    default:
      return undefined;
  }
}

function kindName(expected: string): string {
  return KINDS.get(expected) ?? expected;
}

function listed(values: readonly unknown[]): string {
  return values.map((value) => JSON.stringify(value)).join(', ');
}

/** The value itself where it is short, else its kind. */
function nameOf(input: unknown): string {
  if (input === null || typeof input === 'boolean') {
    return String(input);
  }
  if (Array.isArray(input)) {
    return 'a list';
  }
  if (typeof input === 'string') {
    return JSON.stringify(input.length > 40 ? `${input.slice(0, 40)}…` : input);
  }
  return typeof input === 'object' ? 'an object' : `the ${typeof input} ${String(input)}`;
}

function sizeWord(origin: string, side: 'large' | 'small'): string {
  const isText = origin === 'string' || origin === 'array';
  return isText ? (side === 'large' ? 'long' : 'short') : side;
}

function unitOf(origin: string): string {
  return origin === 'string' ? ' characters' : origin === 'array' ? ' entries' : '';
}
