/** Where an action may lead by the page's own doing. Pure. */
import { pathOf } from './location';
import type { HeldNavigation } from './navigationGuard';
import { worseClass, type ActionClass } from './policy';
import { judgeRoute, switchesWho } from './routes';
import { describeAddress } from './words';

/**
 * @param agreed the class of what was agreed to
 * @param stays on the page that it is on: only its query changes, in which pages keep what they show
 */
export function leavesUnasked(agreed: ActionClass, to: HeldNavigation, stays: boolean): boolean {
  if (to.kind === 'outside') {
    return agreed === 'danger';
  }
  // What a page writes into its own query is its own; how it is loaded anew says who asks.
  const leads = stays ? 'move' : judgeRoute(pathOf(to.route)).class;
  const loads: ActionClass = to.loads && switchesWho(to.route) ? 'danger' : 'move';
  return worseClass(worseClass(leads, loads), agreed) === agreed;
}

export function wordsOfHeld(to: HeldNavigation): string {
  return to.kind === 'outside' ? 'Leave this Grafana, or open a tab or a file' : describeAddress(to.route);
}
