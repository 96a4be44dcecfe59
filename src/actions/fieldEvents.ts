/** Changing a field so that the page's own code, React above all, takes notice. */

/** React puts its own `value` on the element and compares with what it last saw; the prototype's setter goes around both. */
export function setNatively(field: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement, value: string): void {
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

export function typeInto(field: HTMLInputElement | HTMLTextAreaElement, text: string): void {
  setNatively(field, text);
  announce(field, 'input');
}

export function enter(field: HTMLElement): void {
  field.focus({ preventScroll: true });
  tellWithoutFocus(field, 'focus', 'focusin');
}

export function leave(field: HTMLElement): void {
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

export function announce(field: Element, type: 'input' | 'change'): void {
  field.dispatchEvent(new Event(type, { bubbles: true }));
}

/** @param bubbles an Escape that bubbled would also close a dialog around the field */
export function pressKey(field: Element, key: 'Enter' | 'Escape' | 'Backspace', bubbles: boolean): void {
  const keyCode = { Enter: 13, Escape: 27, Backspace: 8 }[key];
  const init = { key, code: key, keyCode, bubbles, cancelable: true };
  field.dispatchEvent(new KeyboardEvent('keydown', init));
  field.dispatchEvent(new KeyboardEvent('keyup', init));
}
