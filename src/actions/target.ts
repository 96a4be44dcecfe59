/** A step's target on this page: finding it, and describing what was found, so that both always speak of the same element. */
import type { GuideStep } from '../guide/model';
import { wait, type Clock } from './clock';
import { isOwn } from './own';
import { expandTokens, matchTarget, UnreadableTargetError, type TargetSource } from './readings';
import type { TokenResolver } from './tokens';

/** Waits before each further try, in milliseconds; a page that is still loading needs them. */
export const RETRY_WAITS = [200, 600, 1800] as const;

export type Found =
  | {
      readonly kind: 'found';
      readonly element: Element;
      /** All matches; the first visible one is taken. */
      readonly found: number;
      /** The same look-up once more, at once. */
      again(): Element | null;
    }
  | { readonly kind: 'missing'; readonly found: number; readonly detail: string }
  | { readonly kind: 'stopped' };

export interface TargetDeps {
  readonly root: ParentNode;
  readonly clock: Clock;
  readonly resolveToken: TokenResolver;
  readonly isRendered: (element: Element) => boolean;
}

/** Looks once. A step without a target is never found. */
export async function findNow(source: TargetSource, deps: TargetDeps): Promise<Found> {
  try {
    const text = await expandTokens(source.reftarget ?? '', deps.resolveToken);
    const match = () => matchTarget(source, text, deps.root).filter((element) => !isOwn(element));
    const again = () => match().find(deps.isRendered) ?? null;
    const matches = match();
    const element = matches.find(deps.isRendered);
    if (element) {
      return { kind: 'found', element, found: matches.length, again };
    }
    const detail = matches.length > 0 ? 'the element is there but hidden' : 'the element is not on this page';
    return { kind: 'missing', found: matches.length, detail };
  } catch (error) {
    const detail = error instanceof UnreadableTargetError ? error.message : 'the step’s target cannot be read';
    return { kind: 'missing', found: 0, detail };
  }
}

/** Looks, and looks again after each of `RETRY_WAITS` while there is nothing. */
export async function findTarget(source: TargetSource, deps: TargetDeps, signal: AbortSignal): Promise<Found> {
  let last = await findNow(source, deps);
  for (const ms of RETRY_WAITS) {
    if (signal.aborted || last.kind !== 'missing') {
      break;
    }
    await wait(deps.clock, ms, signal);
    last = signal.aborted ? last : await findNow(source, deps);
  }
  return signal.aborted ? { kind: 'stopped' } : last;
}

/** What an action would touch, in the words that policy judges by and that must not change before it is touched. */
export interface TargetDescription {
  readonly tag: string;
  /** An input's or a button's type; empty for others. */
  readonly type: string;
  readonly role: string;
  /** Visible text, blanks collapsed, at most 200 characters. */
  readonly text: string;
  readonly label: string;
  readonly testId: string;
  /** Of the closest link around it, as an absolute URL; null outside of links. */
  readonly href: string | null;
  /** Where that link leads inside this Grafana, without the sub-path; null when it leads elsewhere. */
  readonly appRoute: string | null;
  readonly opensTab: boolean;
  readonly downloads: boolean;
  /** Names the form that it belongs to; null outside of forms. */
  readonly form: string | null;
  readonly submits: boolean;
  readonly inDialog: boolean;
  /** Opens or closes something: a menu, a collapsed part. */
  readonly opens: boolean;
  readonly toggles: boolean;
  readonly field: 'none' | 'text' | 'choice' | 'secret' | 'file';
  readonly embedsPage: boolean;
  /** Path and query of the page that it is on, without the sub-path. */
  readonly route: string;
}

const CONTROLS =
  'a[href], button, input, select, textarea, summary, [role="button"], [role="tab"], [role="menuitem"], [role="option"], ' +
  '[role="switch"], [role="checkbox"], [role="radio"], [role="link"], [role="treeitem"], [role="menuitemradio"], ' +
  '[role="menuitemcheckbox"], [contenteditable]:not([contenteditable="false"])';
const DIALOGS = '[role="dialog"], [role="alertdialog"], [aria-modal="true"], dialog';
const EDITABLE = '[contenteditable]:not([contenteditable="false"])';
/** Monaco's root element. */
export const CODE_EDITOR = '.monaco-editor';
const FIELDS = `input:not([type="hidden"]), textarea, select, ${EDITABLE}, ${CODE_EDITOR}`;
const SECRET = /passw|passphrase|secret|api.?key|token|one-time-code|cc-(number|csc|exp)/i;

/** The element that an action on `element` really acts on: the field in a wrapper, the control around an icon or behind a label. */
export function actedOn(action: GuideStep['action'], element: Element): Element {
  if (action === 'formfill') {
    return fieldIn(element);
  }
  const label = element.closest('label');
  const control = element.closest(CONTROLS);
  return control ?? label?.control ?? element;
}

/** The first field in a wrapper, or the one behind a label; of a code editor, the editor itself. */
export function fieldIn(element: Element): Element {
  const labelled = element instanceof HTMLLabelElement ? element.control : null;
  const field = labelled ?? (element.matches(FIELDS) ? element : (element.querySelector(FIELDS) ?? element));
  return field.closest(CODE_EDITOR) ?? field;
}

/**
 * @param route of the page, without the sub-path
 * @param appBase origin and sub-path of this Grafana, such as `https://host/grafana`
 */
export function describeTarget(element: Element, route: string, appBase: string): TargetDescription {
  const link = element.closest<HTMLAnchorElement>('a[href]');
  const button = element.closest<HTMLButtonElement | HTMLInputElement>('button, input');
  const form = button?.form ?? element.closest('form');
  const role = element.getAttribute('role') ?? '';
  return {
    tag: element.tagName.toLowerCase(),
    type: element instanceof HTMLInputElement || element instanceof HTMLButtonElement ? element.type : '',
    role,
    text: collapse(element.textContent ?? ''),
    label: collapse(labelOf(element)),
    testId: element.closest('[data-testid]')?.getAttribute('data-testid') ?? '',
    href: link ? link.href : null,
    appRoute: link ? appRouteOf(link.href, appBase) : null,
    opensTab: link !== null && link.target !== '' && link.target !== '_self',
    downloads: link?.hasAttribute('download') ?? false,
    form: form ? form.id || form.getAttribute('name') || form.getAttribute('data-testid') || 'unnamed' : null,
    submits: form !== null && button !== null && (button.type === 'submit' || button.type === 'image'),
    inDialog: element.closest(DIALOGS) !== null,
    opens: element.hasAttribute('aria-haspopup') || element.hasAttribute('aria-expanded') || element.matches('summary'),
    toggles:
      ['switch', 'checkbox', 'radio', 'menuitemcheckbox', 'menuitemradio'].includes(role) ||
      element.hasAttribute('aria-pressed') ||
      element.matches('input[type="checkbox"], input[type="radio"]'),
    field: fieldKind(element),
    embedsPage: element.matches('iframe, object, embed, frame'),
    route,
  };
}

function labelOf(element: Element): string {
  const labels = 'labels' in element && element.labels instanceof NodeList ? Array.from(element.labels) : [];
  const named = ['aria-label', 'title', 'placeholder'].map((name) => element.getAttribute(name));
  return [named[0], labels[0]?.textContent, ...named.slice(1)].find((name) => name) ?? '';
}

function appRouteOf(href: string, appBase: string): string | null {
  const rest = href.startsWith(appBase) ? href.slice(appBase.length) : null;
  if (rest === '' || rest?.startsWith('?') || rest?.startsWith('#')) {
    return `/${rest}`;
  }
  return rest?.startsWith('/') ? rest : null;
}

function fieldKind(element: Element): TargetDescription['field'] {
  if (element.matches('input[type="file"]')) {
    return 'file';
  }
  if (element.matches('select, input[type="checkbox"], input[type="radio"]')) {
    return 'choice';
  }
  const isText =
    element instanceof HTMLTextAreaElement ||
    element.matches(`${EDITABLE}, ${CODE_EDITOR}`) ||
    (element instanceof HTMLInputElement && !['submit', 'button', 'reset', 'image'].includes(element.type));
  if (!isText) {
    return 'none';
  }
  return isSecret(element) ? 'secret' : 'text';
}

/** Also when an eye button has just turned the password into plain text. */
function isSecret(element: Element): boolean {
  const hints = ['name', 'id', 'autocomplete', 'aria-label', 'placeholder', 'data-testid'];
  return (
    element.matches('input[type="password"]') ||
    hints.some((name) => SECRET.test(element.getAttribute(name) ?? '')) ||
    (element instanceof HTMLInputElement &&
      Array.from(element.labels ?? []).some((label) => SECRET.test(label.textContent ?? '')))
  );
}

function collapse(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, 200);
}

/** Whether what was described is still what is there. */
export function isSameTarget(a: TargetDescription, b: TargetDescription): boolean {
  const described = new Map<string, unknown>(Object.entries(b));
  return Object.entries(a).every(([key, value]) => described.get(key) === value);
}
