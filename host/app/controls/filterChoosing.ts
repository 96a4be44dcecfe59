import { INSTANCES } from '../demo/series';
import type { LabelFilter } from './FilterBar';

/** How far the filter that is being put together has come. */
export type Choosing =
  { at: 'label' } | { at: 'operator'; label: string } | { at: 'value'; label: string; operator: string };

const VALUES: Readonly<Record<string, readonly string[]>> = {
  instance: INSTANCES,
  job: ['shop', 'node'],
  level: ['debug', 'info', 'warn', 'error'],
};

const OPERATORS = ['=', '!=', '=~', '!~'] as const;

/** What can be chosen next and contains `text`; a value that is not in the list may be taken as it was typed. */
export function nextOptions(choosing: Choosing, text: string): readonly string[] {
  const typed = text.trim();
  const matching = (options: readonly string[]) =>
    options.filter((option) => option.toLowerCase().includes(typed.toLowerCase()));
  switch (choosing.at) {
    case 'label':
      return matching(Object.keys(VALUES));
    case 'operator':
      // A typed operator stands first, so that Enter after `=` does not take `=~`.
      return [...matching(OPERATORS)].sort((a, b) => Number(b === typed) - Number(a === typed));
    case 'value': {
      const known = matching(VALUES[choosing.label] ?? []);
      return typed === '' || known.includes(typed) ? known : [...known, typed];
    }
  }
}

/** The state after `option` was chosen; `done` carries the whole filter. */
export function choose(choosing: Choosing, option: string): Choosing | { at: 'done'; filter: LabelFilter } {
  switch (choosing.at) {
    case 'label':
      return { at: 'operator', label: option };
    case 'operator':
      return { at: 'value', label: choosing.label, operator: option };
    case 'value':
      return { at: 'done', filter: { label: choosing.label, operator: choosing.operator, value: option } };
  }
}
