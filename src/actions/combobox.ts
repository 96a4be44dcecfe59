/** Which fields are comboboxes: a text field with a list to choose from. */

/** Grafana's pickers that have no role draw this arrow in the field. */
const ARROW = '[data-testid="icon-angle-down"], svg[id*="angle-down"]';

/** Also inside of an element with the role, and beside the arrow that Grafana's pickers have. */
export function isCombobox(field: Element): field is HTMLInputElement {
  if (!(field instanceof HTMLInputElement) || !['text', 'search'].includes(field.type)) {
    return false;
  }
  const completes = ['list', 'both'].includes(field.getAttribute('aria-autocomplete') ?? '');
  const inCombobox = field.parentElement?.closest('[role="combobox"]') != null;
  return (
    field.getAttribute('role') === 'combobox' ||
    field.parentElement?.getAttribute('role') === 'combobox' ||
    (completes && inCombobox) ||
    field.closest('[data-testid="input-wrapper"]')?.querySelector(ARROW) != null
  );
}
