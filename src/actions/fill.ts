/** Putting a value into a field so that the page's own code takes notice: one handler a kind of field. */
import { chosenOf } from './choice';
import type { Clock } from './clock';
import { announce, enter, leave, setNatively, typeInto } from './fieldEvents';
import { isCombobox } from './combobox';
import { COMBOBOX_LENGTH, fillCombobox } from './fillCombobox';
import { fillMonaco } from './fillMonaco';
import { isOwn } from './own';
import { CODE_EDITOR, fieldIn } from './target';

/** Authored at the start of a value: empty the field first. */
export const CLEAR_MARK = '@@CLEAR@@';

interface Wanted {
  readonly value: string;
  /** What the field holds is taken away first; plain fields are replaced anyway. */
  readonly clear: boolean;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

interface FieldKind {
  readonly matches: (field: Element) => boolean;
  /** Whether the field now holds the value. */
  readonly fill: (field: Element, wanted: Wanted) => boolean | Promise<boolean>;
}

const FIELD_KINDS: readonly FieldKind[] = [
  { matches: (field) => field.matches(CODE_EDITOR), fill: (field, { value }) => fillMonaco(field, value) },
  { matches: (field) => field.matches('input[type="checkbox"], input[type="radio"]'), fill: fillChoice },
  { matches: (field) => field instanceof HTMLSelectElement, fill: fillSelect },
  {
    matches: isCombobox,
    fill: (field, wanted) => isCombobox(field) && fillCombobox(field, wanted.value, wanted),
  },
  { matches: (field) => field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement, fill: fillText },
  { matches: (field) => field.matches('[contenteditable]:not([contenteditable="false"])'), fill: fillEditable },
];
const NEVER_FILLED = 'input[type="password"], input[type="file"], [autocomplete$="password"]';
const NOT_NOW = ':disabled, [readonly], [aria-readonly="true"], [aria-disabled="true"]';

export type FillOutcome = { ok: true } | { ok: false; detail: string };

/** @param target the field, its label or a wrapper around it */
export async function fill(
  target: Element,
  authored: string,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal }
): Promise<FillOutcome> {
  const field = fieldIn(target);
  const clear = authored.startsWith(CLEAR_MARK);
  const value = clear ? authored.slice(CLEAR_MARK.length).trim() : authored;
  if (isOwn(field)) {
    return { ok: false, detail: 'the element is not on this page' };
  }
  if (field.matches(NEVER_FILLED)) {
    return { ok: false, detail: 'password and file fields are never filled' };
  }
  if (field.matches(NOT_NOW)) {
    return { ok: false, detail: 'the field cannot be changed now' };
  }
  const kind = FIELD_KINDS.find(({ matches }) => matches(field));
  if (!kind) {
    return { ok: false, detail: 'the element is not a field' };
  }
  if (isCombobox(field) && value.length > COMBOBOX_LENGTH) {
    return { ok: false, detail: `the value is longer than the ${COMBOBOX_LENGTH} characters that a list takes` };
  }
  return (await kind.fill(field, { value, clear, clock, signal }))
    ? { ok: true }
    : { ok: false, detail: 'the field did not take the value' };
}

function fillChoice(field: Element, { value }: Wanted): boolean {
  const box = field as HTMLInputElement;
  const wanted = !['', 'false', '0'].includes(value.trim().toLowerCase());
  if (box.type === 'radio' && !wanted) {
    return false;
  }
  if (box.checked !== wanted) {
    box.click();
  }
  return box.checked === wanted;
}

function fillSelect(field: Element, { value }: Wanted): boolean {
  const select = field as HTMLSelectElement;
  const options = Array.from(select.options).filter(({ disabled }) => !disabled);
  const option = chosenOf(options, value);
  if (!option) {
    return false;
  }
  setNatively(select, option.value);
  announce(select, 'input');
  announce(select, 'change');
  return select.value === option.value;
}

function fillText(field: Element, { value }: Wanted): boolean {
  const input = field as HTMLInputElement | HTMLTextAreaElement;
  enter(input);
  typeInto(input, value);
  announce(input, 'change');
  // The browser alone shortens lines, such as breaks in a field of one line.
  const taken = input.value === value || input.value === value.replace(/[\r\n]/g, '');
  leave(input);
  return taken;
}

function fillEditable(field: Element, { value }: Wanted): boolean {
  const editable = field as HTMLElement;
  enter(editable);
  editable.textContent = value;
  editable.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertReplacementText', data: value }));
  leave(editable);
  return editable.textContent === value;
}
