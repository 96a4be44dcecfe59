/** What an action on a found target would really touch, and how policy and questions describe it. */
import type { GuideStep } from '../guide/model';
import type { Choice } from './choice';
import { isCombobox } from './combobox';
import { quoteCss } from './cssText';
import { drawnText } from './drawnText';
import { isGrave, isReadable } from './graveWords';
import { dialogNameOf, labelOf, spokenOf, textOf, wordsOf } from './naming';
import { isOwn } from './own';
import { rowNameOf } from './rowName';
import { isSecret } from './secret';
import { statefulIn } from './toggle';

/** What an action would touch, in the words that policy judges by and that must not change before it is touched. */
export interface TargetDescription {
  readonly tag: string;
  /** An input's or a button's type; empty for others. */
  readonly type: string;
  readonly role: string;
  /** Keys set it off when it has the focus. */
  readonly isControl: boolean;
  /** Visible text, blanks collapsed, at most 200 characters. */
  readonly text: string;
  readonly label: string;
  readonly testId: string;
  /** Everything that names it, also to screen readers and by its drawings. */
  readonly words: string;
  /** Its words are in a language that the rules read. */
  readonly readable: boolean;
  /** The dialog and the row that it stands in, by name. Two buttons of one name differ by it. */
  readonly place: string;
  /** What else hears a click on it: the controls around it, and what a label around it sets off. */
  readonly around: readonly TargetDescription[];
  /** Of the closest link around it, as an absolute URL; null outside of links. */
  readonly href: string | null;
  /** Where that link leads inside this Grafana, without the sub-path; null when it leads elsewhere. */
  readonly appRoute: string | null;
  readonly opensTab: boolean;
  readonly downloads: boolean;
  /** The addresses that are told of a click on that link; empty without any. */
  readonly pings: string;
  /** Names the form that it belongs to and says where that is sent; null outside of forms. */
  readonly form: string | null;
  readonly submits: boolean;
  readonly inDialog: boolean;
  /** Opens or closes something: a menu, a collapsed part. */
  readonly opens: boolean;
  readonly toggles: boolean;
  /** `code`: of several lines, which is where queries are written. */
  readonly field: 'none' | 'text' | 'code' | 'choice' | 'secret' | 'file';
  /** What a list offers without being opened. */
  readonly choices: readonly Choice[];
  /** Filling it may press Enter, which can send a form or close a dialog. */
  readonly confirms: boolean;
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
/** What a click inside of is a click on, whatever else was meant. */
const SET_OFF =
  'a, area, button, input, select, summary, [role="button"], [role="link"], [role="menuitem"], [role="switch"], ' +
  '[role="checkbox"], [role="radio"], [role="menuitemradio"], [role="menuitemcheckbox"]';

/**
 * The element that a step on `element` really acts on: the field in a wrapper, the control around an icon or behind a label,
 * the one with a state where the step wants a state.
 */
export function actedOn(step: Pick<GuideStep, 'action' | 'targetstate'>, element: Element): Element {
  if (step.action === 'formfill') {
    return fieldIn(element);
  }
  if (step.action === 'hover') {
    return element;
  }
  const stateful = step.targetstate === null ? null : statefulIn(element);
  if (stateful && !isOwn(stateful)) {
    return stateful;
  }
  const label = element.closest('label');
  const control = element.closest(CONTROLS);
  return control ?? label?.control ?? element;
}

/** The first field in a wrapper, one that is drawn before others, or the one behind a label; of a code editor, the editor itself. */
export function fieldIn(element: Element): Element {
  const labelled = element instanceof HTMLLabelElement ? element.control : null;
  const inner = () => {
    const fields = Array.from(element.querySelectorAll(FIELDS)).filter((one) => !isOwn(one));
    return fields.find((one) => one.getClientRects().length > 0) ?? fields[0];
  };
  const field = labelled ?? (element.matches(FIELDS) ? element : (inner() ?? element));
  return field.closest(CODE_EDITOR) ?? field;
}

/**
 * @param route of the page, without the sub-path
 * @param appBase origin and sub-path of this Grafana, such as `https://host/grafana`
 * @param language of Grafana's interface, such as `en-US`
 */
export function describeTarget(element: Element, route: string, appBase: string, language = 'en'): TargetDescription {
  const around = hearersOf(element).map((one) => describeAlone(one, route, appBase, language));
  return { ...describeAlone(element, route, appBase, language), around };
}

function describeAlone(element: Element, route: string, appBase: string, language: string): TargetDescription {
  const link = linkAround(element);
  const href = link ? addressOf(link) : null;
  const button = element.closest<HTMLButtonElement | HTMLInputElement>('button, input');
  const owner = listOwner(element);
  const form = button?.form ?? element.closest('form') ?? owner?.closest('form') ?? null;
  const role = element.getAttribute('role') ?? '';
  const drawn = drawnText(element);
  return {
    tag: element.tagName.toLowerCase(),
    type: element instanceof HTMLInputElement || element instanceof HTMLButtonElement ? element.type : '',
    role,
    isControl: element.matches(CONTROLS),
    text: [textOf(element), drawn].filter((text) => text !== '').join(' '),
    label: labelOf(element),
    testId: element.closest('[data-testid]')?.getAttribute('data-testid') ?? '',
    words: [...[element, owner].map((one) => (one ? wordsOf(one) : '')), drawn].join(' · '),
    readable: isEnglish(element, language) && isReadable(`${spokenOf(element)} ${drawn}`),
    place: [dialogNameOf(element), rowNameOf(element)].filter((name) => name !== '').join(', '),
    around: [],
    href,
    appRoute: href === null ? null : appRouteOf(href, appBase),
    opensTab: link !== null && !['', '_self'].includes(link.getAttribute('target') ?? ''),
    downloads: link?.hasAttribute('download') ?? false,
    pings: link?.getAttribute('ping') ?? '',
    form: form ? nameOfForm(form, button) : null,
    submits: form !== null && button !== null && (button.type === 'submit' || button.type === 'image'),
    inDialog: [element, owner].some((one) => one && drawnIn(one).some((at) => at.matches(DIALOGS))),
    opens: element.hasAttribute('aria-haspopup') || element.hasAttribute('aria-expanded') || element.matches('summary'),
    toggles:
      ['switch', 'checkbox', 'radio', 'menuitemcheckbox', 'menuitemradio'].includes(role) ||
      element.hasAttribute('aria-pressed') ||
      element.matches('input[type="checkbox"], input[type="radio"]'),
    field: fieldKind(element),
    choices: choicesOf(element),
    confirms: isCombobox(element),
    embedsPage: element.matches('iframe, object, embed, frame'),
    route,
  };
}

/** In the order in which a click gets to them. */
function hearersOf(element: Element): Element[] {
  const heard: Element[] = [];
  for (const at of drawnIn(element).slice(1)) {
    const control = at instanceof HTMLLabelElement ? at.control : null;
    if (control && control !== element && !isOwn(control)) {
      heard.push(control);
    } else if (at.matches(SET_OFF)) {
      heard.push(at);
    }
  }
  return heard;
}

/** The element and all that it is drawn in, which hear what happens to it: also what a component has around its slots. */
function drawnIn(element: Element): Element[] {
  const around: Element[] = [];
  for (let at: Element | null = element; at; at = outerOf(at)) {
    around.push(at);
  }
  return around;
}

function outerOf(element: Element): Element | null {
  const root = element.getRootNode();
  return element.assignedSlot ?? element.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
}

function choicesOf(element: Element): Choice[] {
  const options = element instanceof HTMLSelectElement ? Array.from(element.options) : [];
  return options.filter(({ disabled }) => !disabled).map(({ value, text }) => ({ value, text }));
}

/** The language of its part of the page, where that says one, and of Grafana. */
function isEnglish(element: Element, language: string): boolean {
  const part = element.closest('[lang]:not([lang=""])')?.getAttribute('lang') ?? 'en';
  return [language || 'en', part].every((one) => /^en(-|$)/i.test(one));
}

function nameOfForm(form: HTMLFormElement, button: Element | null): string {
  const name = form.id || form.getAttribute('name') || form.getAttribute('data-testid') || 'unnamed';
  const sent = ['action', 'method', 'target'].map((what) => form.getAttribute(what));
  const sentBy = ['formaction', 'formmethod', 'formtarget'].map((what) => button?.getAttribute(what));
  return [name, ...sent, ...sentBy]
    .map((one) => one ?? '')
    .join(' ')
    .trim();
}

/** Also those of maps, and those of drawings, which may write their address in an older way. */
function linkAround(element: Element): Element | null {
  for (let at: Element | null = element.closest('a, area'); at; at = at.parentElement?.closest('a, area') ?? null) {
    if (writtenAddress(at) !== null) {
      return at;
    }
  }
  return null;
}

const XLINK = 'http://www.w3.org/1999/xlink';

function writtenAddress(link: Element): string | null {
  return link.getAttribute('href') ?? link.getAttributeNS(XLINK, 'href') ?? link.getAttribute('xlink:href');
}

/** Absolute; as written where it is no address. Links in drawings have no `href` that is a text. */
function addressOf(link: Element): string {
  if (link instanceof HTMLAnchorElement || link instanceof HTMLAreaElement) {
    return link.href;
  }
  const written = writtenAddress(link) ?? '';
  return URL.canParse(written, document.baseURI) ? new URL(written, document.baseURI).href : written;
}

/** The field that a list belongs to: lists are drawn at the end of the page, away from the form or dialog that they fill. */
function listOwner(element: Element): Element | null {
  const id = element.closest('[role="listbox"]')?.id ?? '';
  const named = quoteCss(id);
  return id === '' ? null : document.querySelector(`[aria-controls=${named}], [aria-owns=${named}]`);
}

/** Where an absolute address leads in this Grafana, without the sub-path; null outside of it. */
export function appRouteOf(href: string, appBase: string): string | null {
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
  const ofManyLines = element instanceof HTMLTextAreaElement || element.matches(`${EDITABLE}, ${CODE_EDITOR}`);
  const isText =
    ofManyLines ||
    (element instanceof HTMLInputElement && !['submit', 'button', 'reset', 'image'].includes(element.type));
  if (!isText) {
    return 'none';
  }
  if (isSecret(element)) {
    return 'secret';
  }
  return ofManyLines ? 'code' : 'text';
}

/** What a click changes by nothing but its words; tooltips come and go with the pointer. */
const WORDS = new Set<keyof TargetDescription>(['text', 'label', 'words', 'readable', 'testId']);

/** Whether a click does what it did, whatever the element is called by now; it is not if that has become grave. */
export function isSameEffect(before: TargetDescription, now: TargetDescription): boolean {
  // Another of its name comes and goes with the pointer, and with it the need to tell them apart.
  const isPlaced = before.place !== '' && now.place !== '';
  const left = (name: string) => WORDS.has(name as keyof TargetDescription) || (name === 'place' && !isPlaced);
  const effect = (target: TargetDescription): string =>
    JSON.stringify(
      { ...target, grave: [target, ...target.around].some(({ words }) => isGrave(words)) },
      (name, value: unknown) => (left(name) ? undefined : value)
    );
  return effect(before) === effect(now);
}

/** Whether what was described is still what is there. */
export function isSameTarget(a: TargetDescription, b: TargetDescription): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
