/** The terminal's page as HTML, and its refusals. Pure. */
import { htmlShell, refusalShell } from '../page/html';

const ASSETS = '/assets/';

/**
 * The page of every session; which one it is, it reads from its address.
 * @param isLedHere a page of another site led here, and it asks before it starts a shell
 */
export function terminalPage(needsKey: boolean, isLedHere: boolean): string {
  return htmlShell({
    title: 'Shared terminal',
    assets: ASSETS,
    hasScript: true,
    body: `<main id="terminal" data-key="${needsKey ? 'needed' : 'none'}" data-led="${isLedHere}"></main>\n<noscript>The shared terminal needs JavaScript.</noscript>`,
  });
}

/** A page that says what is wrong and what to do. */
export function refusalPage(title: string, text: string): string {
  return refusalShell(ASSETS, title, text);
}
