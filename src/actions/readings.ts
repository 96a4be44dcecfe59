/** How a guide's target text is read: tokens first, then one or more readings, of which the first that matches anything counts. */
import type { GuideStep } from '../guide/model';
import type { TokenResolver } from './tokens';

export type TargetSource = Pick<GuideStep, 'action' | 'reftarget'>;

/** All matches in document order. Throws where the text is not what this reading takes. */
type Reading = (text: string, root: ParentNode) => Element[];

const LOOKS_LIKE_CSS = /^[#.[:]|^[a-z][a-z0-9-]*[[:]|\S\s*[>+~]\s*\S/i;
const TOKEN = /\{grafana:([\w.]+)(?::([^}]*))?\}/g;
const WHOLE_TOKEN = /^grafana:([\w.]+)(?::(.*))?$/s;
const BUTTONS = 'button, [role="button"]';

export class UnreadableTargetError extends Error {}

/** @throws UnreadableTargetError when a `grafana:` name is not in the table */
export async function expandTokens(target: string, resolve: TokenResolver): Promise<string> {
  const lookUp = async (path: string, argument: string | undefined) => {
    const selector = await resolve(path, argument ?? null);
    if (selector === null) {
      throw new UnreadableTargetError(`this Grafana has no element named ${path}`);
    }
    return selector;
  };
  const whole = WHOLE_TOKEN.exec(target);
  if (whole) {
    return lookUp(whole[1], whole[2]);
  }
  const selectors = await Promise.all(
    Array.from(target.matchAll(TOKEN), ([, path, argument]) => lookUp(path, argument))
  );
  return target.replace(TOKEN, () => selectors.shift() ?? '');
}

/**
 * @param text a target whose tokens are expanded
 * @throws UnreadableTargetError when no reading takes the text
 */
export function matchTarget({ action }: Pick<TargetSource, 'action'>, text: string, root: ParentNode): Element[] {
  let readable = false;
  for (const reading of readingsFor(action, text)) {
    try {
      const matches = reading(text, root);
      if (matches.length > 0) {
        return matches;
      }
      readable = true;
    } catch {
      // Not in this reading's language; another one may take it.
    }
  }
  if (!readable) {
    throw new UnreadableTargetError('the step’s target cannot be read');
  }
  return [];
}

function readingsFor(action: TargetSource['action'], text: string): readonly Reading[] {
  if (action !== 'button') {
    return [css];
  }
  return LOOKS_LIKE_CSS.test(text) ? [cssButtons, label] : [label, cssButtons];
}

const css: Reading = (text, root) => Array.from(root.querySelectorAll(text));

const cssButtons: Reading = (text, root) => css(text, root).filter((element) => element.matches(BUTTONS));

/** Exact matches win over partial ones; case does not count. */
const label: Reading = (text, root) => {
  const wanted = text.trim().toLowerCase();
  const named = Array.from(root.querySelectorAll('button'), (element) => ({
    element,
    name: (element.textContent ?? '').trim().toLowerCase(),
  }));
  const exact = named.filter(({ name }) => name === wanted);
  return (exact.length > 0 ? exact : named.filter(({ name }) => name.includes(wanted))).map(({ element }) => element);
};
