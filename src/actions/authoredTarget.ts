/** What a target's text says about the element that it will find, without a page. Pure. */
import { parse, type AttributeSelector } from 'css-what';
import type { TokenName } from './dialectText';
import type { Filter, Part, Query } from './dialect';
import { compileTarget, type TargetSource } from './readings';
import type { TargetDescription } from './target';

/** The test id that a name of Grafana's test selectors stands for; null where there is none. */
export type NameResolver = (name: TokenName) => string | null;

export interface AuthoredTarget {
  readonly description: TargetDescription;
  /** Which kind of control it is; false where only the page can tell. */
  readonly isKnown: boolean;
  /** Its link's address is known whole, not only a part of it. */
  readonly hasWholeAddress: boolean;
}

interface Named {
  readonly combinator: Part['combinator'];
  readonly tag: string;
  readonly attributes: ReadonlyMap<string, AttributeSelector>;
  readonly texts: readonly string[];
  readonly testIds: readonly string[];
}

/** Stands for this Grafana's own address, which a target's text does not know. */
export const RELATIVE_TO = 'https://grafana.invalid';

const NOTHING: TargetDescription = {
  tag: '',
  type: '',
  role: '',
  isControl: false,
  text: '',
  label: '',
  testId: '',
  words: '',
  // What is not said is known when the element is found.
  readable: true,
  place: '',
  around: [],
  href: null,
  appRoute: null,
  opensTab: false,
  downloads: false,
  form: null,
  submits: false,
  inDialog: false,
  opens: false,
  toggles: false,
  field: 'none',
  confirms: false,
  embedsPage: false,
  pings: '',
  choices: [],
  route: '',
};
const DIALOG_ROLES = new Set(['dialog', 'alertdialog']);
const TOGGLE_ROLES = new Set(['switch', 'checkbox', 'radio', 'menuitemcheckbox', 'menuitemradio']);
const FIELD_ROLES = new Set(['textbox', 'searchbox', 'combobox', 'spinbutton']);
/** Grafana's tabs bear test ids that begin so. */
const TAB = /^data-testid Tab /;
/** Test ids that say themselves what bears them; a radio button is no button. */
const BUTTON = /(?<!radio[- ]?)(?:button|btn)\b/i;
const CONTROL_TAGS = new Set(['a', 'button', 'input', 'select', 'textarea', 'summary']);
const LAYOUT_ROLES = new Set([
  'dialog',
  'alertdialog',
  'menu',
  'grid',
  'row',
  'group',
  'radiogroup',
  'tablist',
  'list',
  'listbox',
  'region',
  'table',
  'tree',
]);
const FIELD_TAGS = new Set(['input', 'textarea', 'select']);
const SECRET = /passw|passphrase|secret|api.?key|token/i;

/**
 * Null where the text is not in the dialect. Of several readings the first counts, of several alternatives the first too.
 * @param route of the page that the step is on; empty where the guide does not say
 */
export function describeAuthored(source: TargetSource, route: string, nameOf: NameResolver): AuthoredTarget | null {
  const compiled = compileTarget(source);
  const [reading] = compiled.ok ? compiled.readings : [];
  if (!reading) {
    return null;
  }
  if (reading.kind === 'label') {
    const description = { ...NOTHING, tag: 'button', type: 'button', text: reading.text, words: reading.text, route };
    return { description, isKnown: true, hasWholeAddress: false };
  }
  const names = reading.program.names.map((name) => nameOf(name) ?? name.path);
  const chain = (reading.program.query[0] ?? []).map((part) => read(part, names));
  const around = ancestors(chain);
  const [last] = around;
  // A click on an icon or a word is one on the control around it.
  const acted = source.action === 'formfill' ? last : (around.find(isControl) ?? last);
  return last
    ? described(
        { ...acted, texts: [...acted.texts, ...last.texts] },
        around.slice(around.indexOf(acted)),
        source,
        route
      )
    : null;
}

function isControl({ tag, attributes }: Named): boolean {
  return (
    CONTROL_TAGS.has(tag) ||
    attributes.has('href') ||
    (attributes.has('role') && !LAYOUT_ROLES.has(attributes.get('role')?.value ?? ''))
  );
}

/** @param around the element itself, and what is around it */
function described(last: Named, around: readonly Named[], source: TargetSource, route: string): AuthoredTarget {
  const attribute = (name: string) => last.attributes.get(name)?.value ?? '';
  const link = around.find(({ tag, attributes }) => attributes.has('href') && (tag === 'a' || tag === ''));
  const address = link?.attributes.get('href');
  const type = attribute('type').toLowerCase();
  const isLink = link !== undefined && link === around[0];
  const testId = [...last.testIds, attribute('data-testid')].find((id) => id !== '') ?? '';
  const isButton =
    last.tag === 'button' ||
    attribute('role') === 'button' ||
    (last.tag === '' && (source.action === 'button' || BUTTON.test(testId)));
  const role = attribute('role') || (TAB.test(testId) ? 'tab' : '');
  const isField = FIELD_TAGS.has(last.tag) || FIELD_ROLES.has(role) || source.action === 'formfill';
  const inForm = around.some(({ tag }) => tag === 'form');
  const secret =
    isField &&
    [type, attribute('name'), attribute('id'), testId, attribute('aria-label'), attribute('placeholder')].some((text) =>
      SECRET.test(text)
    );
  const toggles =
    TOGGLE_ROLES.has(role) || type === 'checkbox' || type === 'radio' || last.attributes.has('aria-pressed');
  const text = last.texts.join(' ');
  const label = attribute('aria-label') || attribute('title') || attribute('placeholder');
  const words = [text, label, testId].join(' ');
  const description: TargetDescription = {
    ...NOTHING,
    words,
    tag: last.tag || (isLink ? 'a' : isButton ? 'button' : ''),
    type: type || (isButton ? 'button' : ''),
    role,
    text,
    label,
    testId,
    href: address ? absolute(address.value) : null,
    appRoute: address && /^\/(?![/\\])/.test(address.value) ? address.value : null,
    opensTab: attribute('target') === '_blank',
    inDialog: around.some(
      ({ tag, attributes }) =>
        tag === 'dialog' || DIALOG_ROLES.has(attributes.get('role')?.value ?? '') || attributes.has('aria-modal')
    ),
    form: inForm ? 'form' : null,
    // A button of a form submits unless it says otherwise.
    submits: type === 'submit' || (inForm && last.tag === 'button' && type === ''),
    opens: last.attributes.has('aria-expanded') || last.attributes.has('aria-haspopup') || last.tag === 'summary',
    toggles,
    field: secret
      ? 'secret'
      : type === 'file'
        ? 'file'
        : toggles || last.tag === 'select'
          ? 'choice'
          : isField
            ? 'text'
            : 'none',
    embedsPage: last.tag === 'iframe',
    route,
  };
  const isKnown = address !== undefined || isButton || isField || toggles || description.opens || role !== '';
  return { description, isKnown, hasWholeAddress: address?.action === 'equals' };
}

/** The element itself, then what is around it, as far as the text says; siblings are not. */
function ancestors(chain: readonly Named[]): Named[] {
  const around = chain.slice(-1);
  for (let at = chain.length - 1; at > 0 && (chain[at].combinator === ' ' || chain[at].combinator === '>'); at--) {
    around.push(chain[at - 1]);
  }
  return around;
}

function absolute(address: string): string {
  return /^[a-z][a-z0-9+.-]*:/i.test(address) ? address : `${RELATIVE_TO}${address.replace(/^(?!\/)/, '/')}`;
}

function read({ combinator, css, names, filters }: Part, resolved: readonly string[]): Named {
  const tokens = parse(css)[0] ?? [];
  const attributes = tokens.filter((token): token is AttributeSelector => token.type === 'attribute');
  const tag = tokens.find((token) => token.type === 'tag');
  return {
    combinator,
    tag: tag && 'name' in tag ? tag.name : '',
    attributes: new Map(attributes.map((attribute) => [attribute.name, attribute])),
    texts: filters.flatMap(textsOf),
    testIds: names.map((index) => resolved[index] ?? ''),
  };
}

/** Also of what it must have inside: that is part of its own text. */
function textsOf(filter: Filter): string[] {
  switch (filter.kind) {
    case 'contains':
    case 'text':
      return [filter.text];
    case 'has':
    case 'is':
      return textsIn(filter.query);
    default:
      return [];
  }
}

function textsIn(query: Query): string[] {
  return query.flatMap((chain) => chain.flatMap((part) => part.filters.flatMap(textsOf)));
}
