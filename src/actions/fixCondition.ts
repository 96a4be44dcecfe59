/** "Fix this": what can be done on the page so that a condition holds. */
import type { GuideStep } from '../guide/model';
import type { PageFix } from '../guide/StepRunner';
import { wait } from './clock';
import { mayTakeReader } from './ownRoute';
import type { Page } from './page';

/** Grafana's button for the main menu, and the one that keeps the menu beside the page. */
const MENU_TOGGLE = '#mega-menu-toggle, button[aria-label="Open menu"]';
const MENU_DOCK = '#dock-menu-button';
const MENU_HEADER = '#mega-menu, [data-testid="data-testid navigation mega-menu"]';
/** Parts of the menu and groups of options that are folded; what they hold is not on the page. */
const FOLDED =
  `:is(${MENU_HEADER}) button[aria-expanded="false"], [data-testid*="Options group"] button[aria-expanded="false"], ` +
  'button[data-testid*="expand-group"][aria-expanded="false"], button[id^="button-"][aria-expanded="false"]';
/** Milliseconds that the page gets to draw what was opened. */
const DRAWN = 300;
/** Folded parts that are opened for one target at most. */
const MOST_OPENED = 20;

/** Settles with whether something was done. Never rejects. */
export async function fixCondition(
  page: Page,
  fix: PageFix,
  source: GuideStep | null,
  isAdmin: boolean,
  signal: AbortSignal
): Promise<boolean> {
  switch (fix.kind) {
    case 'navigate':
      if (!mayTakeReader(fix.path, isAdmin)) {
        return false;
      }
      page.location.go(fix.path);
      return true;
    case 'open-menu':
      return openMenu(page, signal);
    case 'reveal-target':
      return source !== null && revealTarget(page, source, signal);
  }
}

async function openMenu(page: Page, signal: AbortSignal): Promise<boolean> {
  if (!page.navMenuIsOpen()) {
    const toggle = document.querySelector<HTMLElement>(MENU_TOGGLE);
    if (!toggle) {
      return false;
    }
    toggle.click();
    await wait(page.clock, DRAWN, signal);
  }
  // A menu that lies over the page closes at the first click beside it.
  if (!signal.aborted && isOverlay()) {
    document.querySelector<HTMLElement>(MENU_DOCK)?.click();
    await wait(page.clock, DRAWN, signal);
  }
  return page.navMenuIsOpen();
}

function isOverlay(): boolean {
  const dock = document.querySelector(MENU_DOCK);
  const name = `${dock?.getAttribute('aria-label') ?? ''} ${dock?.textContent ?? ''}`;
  return dock !== null && !/undock/i.test(name);
}

/** Opens what is folded, one after the other, until the target is there; what did not help is folded again. */
async function revealTarget(page: Page, source: GuideStep, signal: AbortSignal): Promise<boolean> {
  const isThere = async () => (await page.findNow(source)).kind === 'found';
  const folded = Array.from(document.querySelectorAll<HTMLElement>(FOLDED)).slice(0, MOST_OPENED);
  for (const toggle of folded) {
    if (signal.aborted || (await isThere())) {
      break;
    }
    toggle.click();
    await wait(page.clock, DRAWN, signal);
    if (!(await isThere()) && toggle.getAttribute('aria-expanded') === 'true') {
      toggle.click();
    }
  }
  if (await isThere()) {
    return true;
  }
  // Scrolls as far as the step allows.
  return (await page.find(source, signal)).kind === 'found';
}
