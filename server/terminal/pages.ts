/** The terminal's page as HTML, and its refusals. Pure. */
import { htmlShell, refusalShell } from '../page/html';

const ASSETS = '/assets/';

/** The page of every session; which one it is, it reads from its address. */
export function terminalPage(needsKey: boolean): string {
  return htmlShell({
    title: 'Shared terminal',
    assets: ASSETS,
    hasScript: true,
    body: `<main id="terminal" data-key="${needsKey ? 'needed' : 'none'}"></main>\n<noscript>The shared terminal needs JavaScript.</noscript>`,
  });
}

/** A page that says what is wrong and what to do. */
export function refusalPage(title: string, text: string): string {
  return refusalShell(ASSETS, title, text);
}
