/**
 * The guide format's selectors, compiled: CSS, with `:contains`, `:text`, `:nth-match` and Grafana's test selectors in any
 * place where CSS takes a pseudo-class. Pure; without a DOM.
 */
import type { AttributeSelector, PseudoSelector, Selector } from 'css-what';
import { quoteCss } from './cssText';
import { DialectError } from './dialectError';
import { parseText } from './dialectParse';
import { PLACEHOLDER, prepareText, type PreparedText, type TokenName } from './dialectText';
import { stablePrefix } from './testIdTail';

/** Bounds of one target. The largest known one has 340 characters, 80 parts and one level. */
export const DIALECT_LIMITS = {
  /** Characters. */
  length: 2000,
  /** Elements named, over the whole of it. */
  parts: 200,
  /** `:has`, `:is`, `:not` within each other. */
  depth: 6,
  /** The largest n of `:nth-match(n)`. */
  nth: 1000,
} as const;

export type Combinator = ' ' | '>' | '+' | '~';

export type Filter =
  /** Text content contains this; case and runs of blanks do not count. */
  | { readonly kind: 'contains'; readonly text: string }
  /** Text content is this. */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'is' | 'not' | 'has'; readonly query: Query }
  /** Of everything that is left, in document order, only this one, counted from 1. */
  | { readonly kind: 'nth'; readonly n: number }
  /** Plain CSS and names that stand behind an `:nth-match`. */
  | { readonly kind: 'plain'; readonly css: string; readonly names: readonly number[] };

export interface Part {
  /** How it is related to the part before it; of the first part, to the scope: the page, or `:has`'s element. */
  readonly combinator: Combinator;
  /** CSS for one element without combinators, that a browser evaluates in linear time; `*` for any. */
  readonly css: string;
  /** Indexes of `SelectorProgram.names`, all of which the element must bear, too. */
  readonly names: readonly number[];
  /** In the order in which they are applied. */
  readonly filters: readonly Filter[];
}

/** Parts from the left; the last one is what is selected. */
export type Chain = readonly Part[];
/** Alternatives. */
export type Query = readonly Chain[];

export interface SelectorProgram {
  readonly query: Query;
  /** Names of Grafana's test selectors that must be looked up before the query can be evaluated. */
  readonly names: readonly TokenName[];
}

export interface CompileOptions {
  /** `>` means any depth. */
  readonly childAsDescendant?: boolean;
  /** A whole `data-testid` with a variable tail is matched by what stands before the tail. */
  readonly stableTestIds?: boolean;
}

/** Pseudo-classes without an argument that are left to the browser. */
const PLAIN_PSEUDOS = new Set(
  (
    'first-child last-child only-child first-of-type last-of-type only-of-type empty root link any-link checked disabled ' +
    'enabled required optional read-only read-write focus focus-within focus-visible hover active target open valid ' +
    'invalid in-range out-of-range placeholder-shown indeterminate default defined'
  ).split(' ')
);
const COUNTING_PSEUDOS = new Set(['nth-child', 'nth-last-child', 'nth-of-type', 'nth-last-of-type']);
const COUNT = /^\s*(?:even|odd|[+-]?\d{1,6}|[+-]?\d{0,6}n(?:\s*[+-]\s*\d{1,6})?)\s*$/i;
const NAME = /^-?[\w\u00a0-\uffff][\w\u00a0-\uffff-]*$/;
const COMBINATORS: Readonly<Partial<Record<Selector['type'], Combinator>>> = {
  descendant: ' ',
  child: '>',
  adjacent: '+',
  sibling: '~',
};
const OPERATORS: Readonly<Partial<Record<AttributeSelector['action'], string>>> = {
  equals: '=',
  element: '~=',
  start: '^=',
  end: '$=',
  any: '*=',
  hyphen: '|=',
};

/**
 * @throws DialectError saying what is wrong and where; of what is read but not allowed, where the target begins (0)
 */
export function compileSelector(authored: string, options: CompileOptions = {}): SelectorProgram {
  if (authored.length > DIALECT_LIMITS.length) {
    throw new DialectError(`is longer than ${DIALECT_LIMITS.length} characters`, DIALECT_LIMITS.length);
  }
  if (authored.includes(PLACEHOLDER)) {
    throw new DialectError('holds a character without a meaning', authored.indexOf(PLACEHOLDER));
  }
  const prepared = prepareText(authored);
  const compiling: Compiling = { prepared, options, names: [], parts: 0 };
  const query = compileQuery(parseText(prepared), compiling, 0, false);
  return { query, names: compiling.names };
}

interface Compiling {
  readonly prepared: PreparedText;
  readonly options: CompileOptions;
  readonly names: TokenName[];
  parts: number;
}

function compileQuery(parsed: Selector[][], compiling: Compiling, depth: number, relative: boolean): Query {
  if (depth > DIALECT_LIMITS.depth) {
    throw new DialectError(`nests more than ${DIALECT_LIMITS.depth} deep`, 0);
  }
  return parsed.map((selectors) => compileChain(selectors, compiling, depth, relative));
}

function compileChain(selectors: readonly Selector[], compiling: Compiling, depth: number, relative: boolean): Chain {
  const links: Array<{ combinator: Combinator; simple: Selector[] }> = [];
  let open: { combinator: Combinator; simple: Selector[] } | null = null;
  for (const selector of selectors) {
    const combinator = COMBINATORS[selector.type];
    if (combinator !== undefined) {
      if (!open && (!relative || links.length > 0)) {
        throw new DialectError(`begins with ${JSON.stringify(combinator)}`, 0);
      }
      open = null;
      links.push({ combinator, simple: [] });
      continue;
    }
    const last = links.at(-1);
    open = last && last.simple.length === 0 ? last : open;
    if (!open) {
      open = { combinator: ' ', simple: [] };
      links.push(open);
    }
    open.simple.push(selector);
  }
  const hollow = links.find(({ simple }) => simple.length === 0);
  if (hollow) {
    throw new DialectError(`ends with ${JSON.stringify(hollow.combinator)}`, compiling.prepared.authoredAt(Infinity));
  }
  compiling.parts += links.length;
  if (compiling.parts > DIALECT_LIMITS.parts) {
    throw new DialectError(`names more than ${DIALECT_LIMITS.parts} elements`, 0);
  }
  return links.map(({ combinator, simple }) => compilePart(combinator, simple, compiling, depth));
}

interface PartDraft {
  tag: string;
  css: string;
  names: number[];
  filters: Filter[];
}

function compilePart(authored: Combinator, simple: readonly Selector[], compiling: Compiling, depth: number): Part {
  const combinator = authored === '>' && compiling.options.childAsDescendant ? ' ' : authored;
  const draft: PartDraft = { tag: '*', css: '', names: [], filters: [] };
  for (const selector of simple) {
    addSimple(selector, draft, compiling, depth);
  }
  const css = draft.tag === '*' && draft.css !== '' ? draft.css : draft.tag + draft.css;
  return { combinator, css, names: draft.names, filters: draft.filters };
}

function addSimple(selector: Selector, draft: PartDraft, compiling: Compiling, depth: number): void {
  switch (selector.type) {
    case 'universal':
    case 'tag':
      if (selector.namespace !== null) {
        throw new DialectError('namespaces are not taken', 0);
      }
      if (selector.type === 'tag') {
        draft.tag = checkedName(selector.name);
      }
      return;
    case 'attribute':
      addPlain(attributeCss(selector, compiling.options), [], draft);
      return;
    case 'pseudo':
      addPseudo(selector, draft, compiling, depth);
      return;
    case 'pseudo-element':
      throw new DialectError(`::${selector.name} is no element`, 0);
    default:
      throw new DialectError('this combinator is not taken', 0);
  }
}

/** Behind an `:nth-match`, what is left to the browser counts later, too. */
function addPlain(css: string, names: readonly number[], draft: PartDraft): void {
  if (draft.filters.some(({ kind }) => kind === 'nth')) {
    draft.filters.push({ kind: 'plain', css: css === '' ? '*' : css, names });
  } else {
    draft.css += css;
    draft.names.push(...names);
  }
}

function addPseudo({ name, data }: PseudoSelector, draft: PartDraft, compiling: Compiling, depth: number): void {
  if (name === PLACEHOLDER) {
    addExtraction(Number(data), draft, compiling);
  } else if (name === 'nth-match') {
    const n = typeof data === 'string' && /^\s*\+?\d{1,6}\s*$/.test(data) ? Number(data) : 0;
    if (n < 1 || n > DIALECT_LIMITS.nth) {
      throw new DialectError(`:nth-match takes a number from 1 to ${DIALECT_LIMITS.nth}`, 0);
    }
    draft.filters.push({ kind: 'nth', n });
  } else if (name === 'has' || name === 'not' || name === 'is' || name === 'where' || name === 'matches') {
    if (!Array.isArray(data) || data.length === 0) {
      throw new DialectError(`:${name} takes a selector`, 0);
    }
    const kind = name === 'has' || name === 'not' ? name : 'is';
    draft.filters.push({ kind, query: compileQuery(data, compiling, depth + 1, kind === 'has') });
  } else if (PLAIN_PSEUDOS.has(name) && data === null) {
    addPlain(`:${name}`, [], draft);
  } else if (COUNTING_PSEUDOS.has(name) && typeof data === 'string' && COUNT.test(data)) {
    addPlain(`:${name}(${data.trim()})`, [], draft);
  } else {
    throw new DialectError(`:${name}${data === null ? '' : '(...)'} is not in the dialect`, 0);
  }
}

function addExtraction(index: number, draft: PartDraft, compiling: Compiling): void {
  const extraction = compiling.prepared.extractions[index];
  if (extraction.kind === 'token') {
    addPlain('', [compiling.names.push(extraction.name) - 1], draft);
  } else {
    draft.filters.push({ kind: extraction.kind, text: plainText(extraction.text) });
  }
}

/** How texts are compared: in lower case, runs of blanks as one. */
export function plainText(text: string): string {
  return text.replace(/\s+/g, ' ').trim().toLowerCase();
}

function attributeCss(selector: AttributeSelector, { stableTestIds }: CompileOptions): string {
  const operator = OPERATORS[selector.action];
  if (selector.namespace !== null || (operator === undefined && selector.action !== 'exists')) {
    throw new DialectError('this attribute comparison is not taken', 0);
  }
  const name = checkedName(selector.name);
  if (operator === undefined) {
    return `[${name}]`;
  }
  const stable = stableTestIds && name === 'data-testid' && operator === '=' ? stablePrefix(selector.value) : null;
  const flag = selector.ignoreCase === true ? ' i' : selector.ignoreCase === false ? ' s' : '';
  return stable === null ? `[${name}${operator}${quoteCss(selector.value)}${flag}]` : `[${name}^=${quoteCss(stable)}]`;
}

function checkedName(name: string): string {
  if (!NAME.test(name)) {
    throw new DialectError(`${JSON.stringify(name)} is no name of an element or attribute`, 0);
  }
  return name;
}
