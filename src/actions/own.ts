/** What this plugin puts on the page: no step points at it, no click in it pauses following. */

export const OWN_ATTRIBUTE = 'data-live-own';

const OWN = `[${OWN_ATTRIBUTE}]`;
/** A dialog with something of ours in it is ours as a whole, with its title and close button. */
const DIALOG = '[role="dialog"], [role="alertdialog"]';

/** Where keys go to a program behind the page, as in a terminal: Escape too, which then means nothing here. */
const KEYS_ELSEWHERE = '[data-live-keys]';

/** Whether a key that was pressed here is meant for what is behind the page. */
export function keysGoElsewhere(element: Element): boolean {
  return isOwn(element) && element.closest(KEYS_ELSEWHERE) !== null;
}

/** The outermost elements of what is ours. */
export function ownRoots(root: ParentNode): Element[] {
  return Array.from(root.querySelectorAll(OWN), (own) => own.closest(DIALOG) ?? own);
}

export function isOwn(element: Element): boolean {
  return element.closest(OWN) !== null || (element.closest(DIALOG)?.querySelector(OWN) ?? null) !== null;
}
