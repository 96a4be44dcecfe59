/** The vocabulary of requirements, objectives, conditions, `verify` and success criteria. Pure. */

/** `var-` stands for `var-<name>`: the only word with a part of its own choosing. */
export const CONDITION_WORDS = [
  'exists-reftarget',
  'on-page',
  'navmenu-open',
  'has-datasource',
  'has-datasources',
  'datasource-configured',
  'section-completed',
  'renderer',
  'is-admin',
  'is-editor',
  'is-logged-in',
  'has-role',
  'has-permission',
  'has-plugin',
  'plugin-enabled',
  'has-dashboard-named',
  'dashboard-exists',
  'has-feature',
  'in-environment',
  'min-version',
  'var-',
  'form-valid',
  'is-terminal-active',
  'coda-exit-zero',
] as const;
export type ConditionWord = (typeof CONDITION_WORDS)[number];

export interface ReadCondition {
  /** Null for a word that the format does not know: it counts as holding. */
  readonly word: ConditionWord | null;
  /** What follows the first colon; empty where there is none. */
  readonly argument: string;
  /** Of the variable in `var-<name>`; empty for other words. */
  readonly variable: string;
}

const WORDS: ReadonlyMap<string, ConditionWord> = new Map(CONDITION_WORDS.map((word) => [word, word]));

/** @param condition one condition, without commas around it */
export function readCondition(condition: string): ReadCondition {
  const colon = condition.indexOf(':');
  const name = colon < 0 ? condition : condition.slice(0, colon);
  const argument = colon < 0 ? '' : condition.slice(colon + 1).trim();
  if (name.startsWith('var-') && name.length > 4) {
    return { word: 'var-', argument, variable: name.slice(4) };
  }
  return { word: name === 'var-' ? null : (WORDS.get(name) ?? null), argument, variable: '' };
}

/** A section's name as `section-completed:` gives it, with or without `section-` before it. */
export function sectionName(id: string): string {
  return id.replace(/^section-/, '');
}
