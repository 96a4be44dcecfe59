/** What runs beside each page, in a world of its own that the page's scripts do not see. Pure. */

export const WORLD = 'live-browser';
/**
 * Has lists of choices drawn within the page: Chromium's own are windows, which no picture of the page shows. By rules that
 * any of the page's own overrule.
 */
export const PAGE_SCRIPT = `(() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(':where(select:not([multiple], [size])), :where(select)::picker(select) { appearance: base-select }');
  document.adoptedStyleSheets.push(sheet);
})()`;

/** The CSS cursor at a place, also in frames of the same site. */
export function cursorAt(x: number, y: number): string {
  return `(() => {
    let [x, y, root] = [${x}, ${y}, document];
    for (;;) {
      const element = root.elementFromPoint(x, y);
      const inner = element?.localName === 'iframe' ? element.contentDocument : element?.shadowRoot;
      if (!element || !inner || inner === root) {
        return element ? getComputedStyle(element).cursor.split(',').pop().trim() : 'auto';
      }
      if (inner === element.contentDocument) {
        const { left, top } = element.getBoundingClientRect();
        [x, y] = [x - left - element.clientLeft, y - top - element.clientTop];
      }
      root = inner;
    }
  })()`;
}

/** The selected text of the frame that has the focus; nothing elsewhere, and nothing of a password. */
export const SELECTED = `(() => {
  const active = document.activeElement;
  if (!document.hasFocus() || active?.localName === 'iframe') return '';
  if (active instanceof HTMLTextAreaElement || (active instanceof HTMLInputElement && active.selectionStart !== null))
    return active.type === 'password' ? '' : active.value.slice(active.selectionStart, active.selectionEnd);
  return String(getSelection() ?? '');
})()`;
