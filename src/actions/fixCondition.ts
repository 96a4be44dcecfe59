/** "Fix this": what can be done on the page so that a condition holds. */
import type { GuideStep } from '../guide/model';
import type { PageFix } from '../guide/StepRunner';
import { wait } from '../guide/wait';
import { isOwn } from './own';
import { mayTakeReader } from './ownRoute';
import type { Page } from './page';
import { isRendered } from './visibility';

/** Grafana's button for the main menu, and the one that keeps the menu beside the page. */
const MENU_TOGGLE = '#mega-menu-toggle, button[aria-label="Open menu"]';
const MENU_DOCK = '#dock-menu-button';
const MENU_HEADER = '#mega-menu, [data-testid="data-testid navigation mega-menu"]';
/** What is folded, and what it holds is not on the page. What opens a menu, a list or a tip only looks like it. */
const FOLDED = 'button[aria-expanded="false"]:not([aria-haspopup], [role], [type="submit"], #mega-menu-toggle)';
/** Targets in the main menu. */
const MENU_TARGET = /nav ?menu/i;
/** Milliseconds that the page gets to draw what was opened, and between two looks. */
const DRAWN = 300;
const LOOK = 50;
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
  for (const toggle of foldedAround(source)) {
    if (signal.aborted || (await isThere())) {
      break;
    }
    toggle.click();
    if (!(await comesTrue(isThere, page, signal)) && toggle.getAttribute('aria-expanded') === 'true') {
      toggle.click();
    }
  }
  // Scrolls as far as the step allows.
  return (await isThere()) || (await page.find(source, signal)).kind === 'found';
}

async function comesTrue(holds: () => Promise<boolean>, page: Page, signal: AbortSignal): Promise<boolean> {
  const deadline = page.clock.now() + DRAWN;
  for (;;) {
    if (await holds()) {
      return true;
    }
    if (signal.aborted || page.clock.now() >= deadline) {
      return false;
    }
    await wait(page.clock, LOOK, signal);
  }
}

/** In the main menu for what is there, else on the page; sections of the menu first that the target's address lies in. */
function foldedAround({ reftarget }: GuideStep): HTMLElement[] {
  const wanted = reftarget ?? '';
  const inMenu = MENU_TARGET.test(wanted);
  const folded = Array.from(document.querySelectorAll<HTMLElement>(FOLDED)).filter(
    (toggle) => !isOwn(toggle) && (toggle.closest(MENU_HEADER) !== null) === inMenu && isRendered(toggle)
  );
  const leads = (toggle: HTMLElement) => {
    const path = toggle.parentElement?.querySelector('a[href]')?.getAttribute('href') ?? '';
    return path.length > 1 && wanted.includes(path);
  };
  return [...folded.filter(leads), ...folded.filter((toggle) => !leads(toggle))].slice(0, MOST_OPENED);
}
