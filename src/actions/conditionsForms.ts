/** Whether the forms of the page are filled in, for the condition `form-valid`. */
import { isOwn } from './own';

const ERROR_MARKS = '[aria-invalid="true"], [role="alert"], .has-error';
const REQUIRED =
  ':is(input, textarea, select)[required], :is(input, textarea, [contenteditable])[aria-required="true"]';

/** At least one form, none with an error mark or an empty required field; our own do not count. */
export function formsAreValid(root: ParentNode): boolean {
  const forms = Array.from(root.querySelectorAll('form')).filter((form) => !isOwn(form));
  return (
    forms.length > 0 &&
    forms.every(
      (form) =>
        form.querySelector(ERROR_MARKS) === null && Array.from(form.querySelectorAll(REQUIRED)).every(isFilledIn)
    )
  );
}

function isFilledIn(field: Element): boolean {
  if (field instanceof HTMLInputElement && (field.type === 'checkbox' || field.type === 'radio')) {
    return field.validity.valid;
  }
  const text =
    field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement
      ? field.value
      : (field.textContent ?? '');
  return text.trim() !== '';
}
