/** "Fix this": what can be done on the page so that a condition holds. */
import type { GuideStep } from '../guide/model';
import type { PageFix } from '../guide/StepRunner';
import { foldedAround, keepMenu, openMenu, unfold } from './mainMenu';
import { mayTakeReader } from './ownRoute';
import type { Page } from './page';

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
      await openMenu(page, signal);
      await keepMenu(page, signal);
      return page.navMenuIsOpen();
    case 'reveal-target':
      return source !== null && revealTarget(page, source, signal);
  }
}

/** Opens what is folded, one after the other, until the target is there; what did not help is folded again. */
async function revealTarget(page: Page, source: GuideStep, signal: AbortSignal): Promise<boolean> {
  const isThere = async () => (await page.findNow(source)).kind === 'found';
  await unfold(foldedAround(source).slice(0, MOST_OPENED), isThere, page.clock, signal);
  // Scrolls as far as the step allows.
  return (await isThere()) || (await page.find(source, signal)).kind === 'found';
}
