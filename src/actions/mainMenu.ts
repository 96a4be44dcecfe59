/** Grafana's main menu: what lies in it is not on the page while it is closed or its section is folded. To open it is to look. */
import { wait } from '../guide/wait';
import type { Clock } from './clock';
import { isOwn } from './own';
import type { TargetSource } from './readings';
import { isRendered } from './visibility';

export interface MenuPage {
  readonly clock: Clock;
  navMenuIsOpen(): boolean;
}

/** Grafana's button for the menu, and the one that keeps it beside the page. */
const TOGGLE = '#mega-menu-toggle, button[aria-label="Open menu"]';
const DOCK = '#dock-menu-button';
const MENU = '#mega-menu, [data-testid="data-testid navigation mega-menu"]';
/** What is folded, and what it holds is not on the page. What opens a menu, a list or a tip only looks like it. */
const FOLDED = 'button[aria-expanded="false"]:not([aria-haspopup], [role], [type="submit"], #mega-menu-toggle)';
/** Targets in the menu. */
const TARGET = /nav ?menu/i;
/** Milliseconds that the page gets to draw what was opened, and between two looks. */
const DRAWN = 300;
const LOOK = 50;

/** A target in the menu, by its own words or because its step asks for the menu. */
export type MenuSource = Pick<TargetSource, 'reftarget'> & { readonly requirements?: readonly string[] };

export function liesInMenu({ reftarget, requirements }: MenuSource): boolean {
  return TARGET.test(reftarget ?? '') || requirements?.includes('navmenu-open') === true;
}

/** Opens the menu, and in it the sections that lead to the target, unless the target is there. What did not help is folded again. */
export async function openMenuFor(
  source: MenuSource,
  page: MenuPage,
  isThere: () => Promise<boolean>,
  signal: AbortSignal
): Promise<void> {
  if (!liesInMenu(source) || (await isThere())) {
    return;
  }
  await openMenu(page, signal);
  await unfold(foldedAround(source).filter(leadsTo(source)), isThere, page.clock, signal);
}

/** @returns whether it is open now */
export async function openMenu(page: MenuPage, signal: AbortSignal): Promise<boolean> {
  if (!page.navMenuIsOpen() && !signal.aborted) {
    document.querySelector<HTMLElement>(TOGGLE)?.click();
    await comesTrue(() => Promise.resolve(page.navMenuIsOpen()), page.clock, signal);
  }
  return page.navMenuIsOpen();
}

/** A menu that lies over the page closes at the first click beside it; beside the page it stays. */
export async function keepMenu({ clock }: MenuPage, signal: AbortSignal): Promise<void> {
  const dock = document.querySelector<HTMLElement>(DOCK);
  const name = `${dock?.getAttribute('aria-label') ?? ''} ${dock?.textContent ?? ''}`;
  if (dock && !signal.aborted && !/undock/i.test(name)) {
    dock.click();
    await wait(clock, DRAWN, signal);
  }
}

/** In the menu for what is there, else on the page; sections of the menu first that the target's address lies in. */
export function foldedAround(source: MenuSource): HTMLElement[] {
  const inMenu = liesInMenu(source);
  const folded = Array.from(document.querySelectorAll<HTMLElement>(FOLDED)).filter(
    (toggle) => !isOwn(toggle) && (toggle.closest(MENU) !== null) === inMenu && isRendered(toggle)
  );
  const leads = leadsTo(source);
  return [...folded.filter(leads), ...folded.filter((toggle) => !leads(toggle))];
}

/** Opens one after the other until the target is there. */
export async function unfold(
  toggles: readonly HTMLElement[],
  isThere: () => Promise<boolean>,
  clock: Clock,
  signal: AbortSignal
): Promise<void> {
  for (const toggle of toggles) {
    if (signal.aborted || (await isThere())) {
      return;
    }
    toggle.click();
    if (!(await comesTrue(isThere, clock, signal)) && toggle.getAttribute('aria-expanded') === 'true') {
      toggle.click();
    }
  }
}

function leadsTo({ reftarget }: MenuSource): (toggle: HTMLElement) => boolean {
  return (toggle) => {
    const path = toggle.parentElement?.querySelector('a[href]')?.getAttribute('href') ?? '';
    return path.length > 1 && (reftarget ?? '').includes(path);
  };
}

async function comesTrue(holds: () => Promise<boolean>, clock: Clock, signal: AbortSignal): Promise<boolean> {
  const deadline = clock.now() + DRAWN;
  for (;;) {
    if (await holds()) {
      return true;
    }
    if (signal.aborted || clock.now() >= deadline) {
      return false;
    }
    await wait(clock, LOOK, signal);
  }
}
