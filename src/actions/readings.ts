/** What a guide's target text may mean: one or more readings, of which the first that finds anything counts. Pure. */
import type { GuideStep } from '../guide/model';
import { quoteCss } from './cssText';
import {
  compileSelector,
  DIALECT_LIMITS,
  plainText,
  type CompileOptions,
  type Part,
  type SelectorProgram,
} from './dialect';
import { DialectError } from './dialectError';

/** `lazyRender`, `scrollContainer`: look for it by scrolling, too; see `lazyScroll.ts`. */
export type TargetSource = Pick<GuideStep, 'action' | 'reftarget'> &
  Partial<Pick<GuideStep, 'targetstate'>> & { readonly lazyRender?: boolean; readonly scrollContainer?: string | null };

export type Reading =
  /** `buttons`: only what is a button counts. `toggles`: also what has a state. */
  | { readonly kind: 'selector'; readonly program: SelectorProgram; readonly only: 'any' | 'buttons' | 'toggles' }
  /** A button's visible label, in lower case with single blanks. */
  | { readonly kind: 'label'; readonly text: string };

export interface TargetProblem {
  /** Position in the target's text, in UTF-16 units from 0. */
  readonly at: number;
  readonly message: string;
}

export type CompiledTarget =
  | { readonly ok: true; readonly readings: readonly Reading[] }
  | { readonly ok: false; readonly problem: TargetProblem };

/** Selectors start so, or have a combinator between their parts (GUIDE_FORMAT, section 7, rule 4). */
const LOOKS_LIKE_CSS = /^[#.[:]|^[a-z][a-z0-9-]*[[:]|\S\s*[>+~]\s*\S/i;
const HOLDS_NAME = /\{grafana:|^\s*grafana:/;
const PANEL = /^\s*panel:\s*([^]*?)(?:\s>\s([^]*))?$/;

/** What a target means for its action. A target for `button` may always be a label; others must be in the dialect. */
export function compileTarget(
  { action, reftarget, targetstate = null }: Pick<TargetSource, 'action' | 'reftarget' | 'targetstate'>,
  options: CompileOptions = {}
): CompiledTarget {
  const text = reftarget ?? '';
  const only = action !== 'button' ? 'any' : targetstate === null ? 'buttons' : 'toggles';
  try {
    const panel = PANEL.exec(text);
    if (panel) {
      return { ok: true, readings: panelReadings(panel[1], panel[2], options, only) };
    }
    const bySelector = (): Reading => ({ kind: 'selector', program: compileSelector(text, options), only });
    if (action !== 'button' || HOLDS_NAME.test(text)) {
      return { ok: true, readings: [bySelector()] };
    }
    return { ok: true, readings: buttonReadings(text, bySelector) };
  } catch (error) {
    if (error instanceof DialectError) {
      return { ok: false, problem: { at: error.at, message: error.message } };
    }
    throw error;
  }
}

function buttonReadings(text: string, bySelector: () => Reading): Reading[] {
  if (text.length > DIALECT_LIMITS.length || plainText(text) === '') {
    throw new DialectError('is empty or too long for a label', 0);
  }
  const label: Reading = { kind: 'label', text: plainText(text) };
  try {
    return LOOKS_LIKE_CSS.test(text) ? [bySelector(), label] : [label, bySelector()];
  } catch {
    return [label];
  }
}

/** The panel of exactly this title, else one whose title contains it; then what the child selector finds in it. */
function panelReadings(
  title: string,
  child: string | undefined,
  options: CompileOptions,
  only: 'any' | 'buttons' | 'toggles'
): Reading[] {
  if (title === '') {
    throw new DialectError('panel: needs a title', 0);
  }
  const inner = child === undefined ? null : compileSelector(child, options);
  const header = `Panel header ${title}`;
  const named = [
    [`[data-testid=${quoteCss(`data-testid ${header}`)}]`, `[data-testid=${quoteCss(header)}]`],
    [`[data-testid*=${quoteCss(header)}]`],
  ];
  return named.map((alternatives) => {
    const panel: Part = {
      combinator: ' ',
      css: '[data-viz-panel-key]',
      names: [],
      filters: [{ kind: 'has', query: alternatives.map((css) => [partOf(css)]) }],
    };
    const query = inner === null ? [[panel]] : inner.query.map((chain) => [panel, ...chain]);
    return { kind: 'selector', program: { query, names: inner?.names ?? [] }, only };
  });
}

function partOf(css: string): Part {
  return { combinator: ' ', css, names: [], filters: [] };
}
