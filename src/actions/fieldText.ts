/** What a field holds, as its reader sees it. */
import { isCombobox } from './combobox';
import { CODE_EDITOR, fieldIn } from './target';

/** @param target the field, its label or a wrapper around it; of a password only that there is one */
export function fieldText(target: Element): string {
  const field = fieldIn(target);
  if (field instanceof HTMLInputElement && field.type === 'password') {
    return field.value === '' ? '' : '•';
  }
  if (field.matches(CODE_EDITOR)) {
    const lines = Array.from(field.querySelectorAll('.view-line'), (line) => line.textContent ?? '');
    // Editors draw blanks as no-break spaces.
    return lines.join('\n').replace(/\u00a0/g, ' ');
  }
  if (field instanceof HTMLInputElement && (field.type === 'checkbox' || field.type === 'radio')) {
    return String(field.checked);
  }
  if (field instanceof HTMLInputElement && isCombobox(field) && field.value === '') {
    // What was chosen may stand beside the input instead of in it.
    return (field.closest('[role="combobox"]') ?? field.parentElement?.parentElement)?.textContent ?? '';
  }
  if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement) {
    return field.value;
  }
  return field.textContent ?? '';
}
