/** The mark of everything that this plugin puts on the page: no step points at it, no click in it pauses following. */
export const OWN_ATTRIBUTE = 'data-live-own';

export function isOwn(element: Element): boolean {
  return element.closest(`[${OWN_ATTRIBUTE}]`) !== null;
}
