/** Conditions in words for the reader: what is lacking, what to do, and what the player can do about it. Pure. */
import { readCondition, type ConditionWord, type ReadCondition } from './conditionWords';

/** What a player can offer as "Fix this". The path is an author's: it passes the same check as any navigation. */
export type ConditionFix =
  | { readonly kind: 'navigate'; readonly path: string }
  | { readonly kind: 'open-menu' }
  /** Open what the target is folded into (menu section, option group) and scroll to it. */
  | { readonly kind: 'reveal-target' }
  /** Go to the section of this guide that has this name. */
  | { readonly kind: 'go-to-section'; readonly id: string }
  /** Go to the question of this guide that sets this variable. */
  | { readonly kind: 'go-to-input'; readonly variable: string };

export interface ConditionHelp {
  /** One or two sentences. */
  readonly text: string;
  readonly fix: ConditionFix | null;
  /** Said instead once the fix was tried and it still does not hold. */
  readonly afterFix?: string;
}

/** Whether showing or doing a step brings it about by itself, so that nobody need be kept from pressing. */
export function comesWithStep({ fix }: ConditionHelp): boolean {
  return fix?.kind === 'open-menu';
}

/** A condition that does not hold now, or that could not be checked. */
export interface UnmetCondition extends ConditionHelp {
  /** As authored. */
  readonly condition: string;
}

type Help = (condition: ReadCondition) => ConditionHelp;

const plain =
  (text: (argument: string) => string): Help =>
  ({ argument }) => ({ text: text(argument), fix: null });

/** Beginnings of Grafana's addresses that are pages only with the id of something behind them. */
const PAGES_OF_ONE_THING = /^\/(d|d-solo|dashboards\/f|(connections\/)?datasources\/edit)\/?$/;

const DATA_SOURCES = 'Ask an administrator to add one under Connections.';

const HELP: Readonly<Record<ConditionWord, Help>> = {
  'exists-reftarget': () => ({
    text: 'The element of this step is not on this page yet.',
    fix: { kind: 'reveal-target' },
  }),
  'on-page': ({ argument }) =>
    PAGES_OF_ONE_THING.test(argument)
      ? { text: `Do the steps before this one first: they lead to the page ${argument}.`, fix: null }
      : {
          text: `Go to the page ${argument} first.`,
          fix: isPath(argument) ? { kind: 'navigate', path: argument } : null,
        },
  'navmenu-open': () => ({
    text: 'The main menu is closed. It opens when this step is shown or done.',
    fix: { kind: 'open-menu' },
  }),
  'has-datasource': plain((name) => `This needs a data source ${name}. ${DATA_SOURCES}`),
  'has-datasources': plain(() => `This needs a data source. ${DATA_SOURCES}`),
  'datasource-configured': plain(
    (name) => `This needs a data source ${name} that passes its test. Open it under Connections and test it.`
  ),
  'section-completed': ({ argument }) => ({
    text: `Complete the section ${argument} first.`,
    fix: { kind: 'go-to-section', id: argument },
  }),
  renderer: plain((renderer) => `This is for readers of ${renderer} only.`),
  'is-admin': plain(() => 'This needs an administrator. Ask one to do it, or sign in as one.'),
  'is-editor': plain(() => 'This needs the role Editor. Ask an administrator for it.'),
  'is-logged-in': () => ({ text: 'Sign in first.', fix: null }),
  'has-role': plain((role) => `This needs the role ${role}. Ask an administrator for it.`),
  'has-permission': plain((permission) => `This needs the permission ${permission}. Ask an administrator for it.`),
  'has-plugin': plain((id) => `This needs the plugin ${id}. Ask an administrator to install it.`),
  'plugin-enabled': plain((id) => `This needs the plugin ${id}, installed and enabled. Ask an administrator.`),
  'has-dashboard-named': ({ argument }) => ({
    text: `This needs a dashboard named ${argument}. Make it, or have it shared with you.`,
    fix: { kind: 'navigate', path: '/dashboards' },
  }),
  'dashboard-exists': () => ({
    text: 'This needs a dashboard. Make one first.',
    fix: { kind: 'navigate', path: '/dashboards' },
  }),
  'has-feature': plain((name) => `This needs the feature toggle ${name}. Ask an administrator to turn it on.`),
  'in-environment': plain((name) => `This is for the environment ${name} only.`),
  'min-version': plain((version) => `This needs Grafana ${version} or newer.`),
  'var-': ({ variable, argument }) => ({
    text:
      argument === '*' || argument === ''
        ? `Answer the question for ${variable} first.`
        : `This is for the answer ${argument} to ${variable}.`,
    fix: { kind: 'go-to-input', variable },
  }),
  'form-valid': plain(() => 'Fill in the form on this page first: something is missing or marked as wrong.'),
  'is-terminal-active': plain(() => 'This needs a sandbox terminal, which this player does not have.'),
  'coda-exit-zero': plain(
    () => 'This is checked by a command in a sandbox, and commands of guides are never run here.'
  ),
};

export function explainCondition(condition: string): ConditionHelp {
  const read = readCondition(condition);
  return read.word === null ? { text: `This needs: ${condition}.`, fix: null } : HELP[read.word](read);
}

/** A path of this Grafana; `//host` is none. */
function isPath(text: string): boolean {
  return /^\/(?![/\\])/.test(text);
}
