/** Putting a value into a field so that the page's own code takes notice: one handler a kind of field. */
import type { Clock } from './clock';
import { fillCombobox, isCombobox } from './fillCombobox';
import { CODE_EDITOR, fieldIn } from './target';

/** Authored at the start of a value: empty the field first. */
export const CLEAR_MARK = '@@CLEAR@@';

/** What is needed of Monaco's global; Grafana's editor puts it on `window`. */
interface MonacoModel {
  readonly uri: { toString(): string };
  setValue(value: string): void;
  getValue(): string;
}
interface Monaco {
  readonly editor: { getModels(): readonly MonacoModel[] };
}

interface FieldKind {
  readonly matches: (field: Element) => boolean;
  /** Whether the field now holds the value. */
  readonly fill: (field: Element, value: string, clock: Clock) => boolean | Promise<boolean>;
}

const FIELD_KINDS: readonly FieldKind[] = [
  { matches: (field) => field.matches(CODE_EDITOR), fill: fillMonaco },
  { matches: (field) => field.matches('input[type="checkbox"], input[type="radio"]'), fill: fillChoice },
  { matches: (field) => field instanceof HTMLSelectElement, fill: fillSelect },
  { matches: isCombobox, fill: fillOneOf },
  { matches: (field) => field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement, fill: fillText },
  { matches: (field) => field.matches('[contenteditable]:not([contenteditable="false"])'), fill: fillEditable },
];

export type FillOutcome = { ok: true } | { ok: false; detail: string };

/** @param target the field, its label or a wrapper around it */
export async function fill(target: Element, authored: string, clock: Clock): Promise<FillOutcome> {
  const field = fieldIn(target);
  const value = authored.startsWith(CLEAR_MARK) ? authored.slice(CLEAR_MARK.length).trim() : authored;
  if (field.matches('input[type="password"], input[type="file"]')) {
    return { ok: false, detail: 'password and file fields are never filled' };
  }
  if (field.matches(':disabled, [readonly]')) {
    return { ok: false, detail: 'the field cannot be changed now' };
  }
  const kind = FIELD_KINDS.find(({ matches }) => matches(field));
  if (!kind) {
    return { ok: false, detail: 'the element is not a field' };
  }
  return (await kind.fill(field, value, clock))
    ? { ok: true }
    : { ok: false, detail: 'the field did not take the value' };
}

function fillMonaco(field: Element, value: string): boolean {
  const uri =
    field.closest('[data-uri]')?.getAttribute('data-uri') ??
    field.querySelector('[data-uri]')?.getAttribute('data-uri');
  const model = monacoOnPage()
    ?.editor.getModels()
    .find((candidate) => candidate.uri.toString() === uri);
  if (!model) {
    return false;
  }
  model.setValue(value);
  const typedInto = field.querySelector<HTMLElement>('textarea, .native-edit-context');
  if (typedInto) {
    enter(typedInto);
    leave(typedInto);
  }
  return model.getValue() === value;
}

function monacoOnPage(): Monaco | null {
  const monaco: unknown = Reflect.get(window, 'monaco');
  return isMonaco(monaco) ? monaco : null;
}

function isMonaco(value: unknown): value is Monaco {
  const editor: unknown = typeof value === 'object' && value !== null && 'editor' in value ? value.editor : null;
  return (
    typeof editor === 'object' && editor !== null && 'getModels' in editor && typeof editor.getModels === 'function'
  );
}

function fillChoice(field: Element, value: string): boolean {
  const box = field as HTMLInputElement;
  const wanted = !['', 'false', '0'].includes(value);
  if (box.type === 'radio' && !wanted) {
    return false;
  }
  if (box.checked !== wanted) {
    box.click();
  }
  return box.checked === wanted;
}

function fillSelect(field: Element, value: string): boolean {
  const select = field as HTMLSelectElement;
  const option = Array.from(select.options).find((one) => one.value === value || one.text.trim() === value);
  if (!option) {
    return false;
  }
  setNatively(select, option.value);
  announce(select, 'change');
  return select.value === option.value;
}

function fillOneOf(field: Element, value: string, clock: Clock): Promise<boolean> {
  const input = field as HTMLInputElement;
  const type = (text: string) => {
    setNatively(input, text);
    announce(input, 'input');
  };
  return fillCombobox(input, value, type, clock);
}

function fillText(field: Element, value: string): boolean {
  const input = field as HTMLInputElement | HTMLTextAreaElement;
  enter(input);
  setNatively(input, value);
  announce(input, 'input');
  announce(input, 'change');
  const taken = input.value === value;
  leave(input);
  return taken;
}

function fillEditable(field: Element, value: string): boolean {
  field.textContent = value;
  announce(field, 'input');
  return field.textContent === value;
}

/** React puts its own `value` on the element and compares with what it last saw; the prototype's setter goes around both. */
function setNatively(field: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement, value: string): void {
  const before = field.value;
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value')?.set?.call(field, value);
  const tracker: unknown = Object.getOwnPropertyDescriptor(field, '_valueTracker')?.value;
  if (isTracker(tracker)) {
    tracker.setValue(before === value ? `${value}?` : before);
  }
}

function isTracker(value: unknown): value is { setValue(value: string): void } {
  return typeof value === 'object' && value !== null && 'setValue' in value && typeof value.setValue === 'function';
}

function enter(field: HTMLElement): void {
  field.focus({ preventScroll: true });
  tellWithoutFocus(field, 'focus', 'focusin');
}

function leave(field: HTMLElement): void {
  field.blur();
  tellWithoutFocus(field, 'blur', 'focusout');
}

/** Fields commit when they are left. A window that is not in front moves its focus without telling anyone. */
function tellWithoutFocus(field: HTMLElement, own: string, bubbling: string): void {
  if (!document.hasFocus()) {
    field.dispatchEvent(new FocusEvent(own));
    field.dispatchEvent(new FocusEvent(bubbling, { bubbles: true }));
  }
}

function announce(field: Element, type: 'input' | 'change'): void {
  field.dispatchEvent(new Event(type, { bubbles: true }));
}
