/** What a session may do in an attendee's Grafana. Nothing is performed unless a rule here allows it. Pure. */
import type { GuideStep } from '../guide/model';
import { chosenOf } from './choice';
import { isGrave } from './graveWords';
import { breaksOut, mayWrite } from './queries';
import { judgeRoute, plainPath, type RouteClass } from './routes';
import type { TargetDescription } from './target';

/**
 * `look`: changes nothing. `move`: goes somewhere or opens something. `change`: needs consent once for the session.
 * `danger`: needs the attendee's own click each time. `never`: is not done.
 */
export type ActionClass = 'look' | RouteClass;

export type JudgedStep = Pick<GuideStep, 'action' | 'reftarget' | 'targetvalue'>;

/** Pages where a click can change who may do what, or where data comes from. */
const GRAVE_PAGES =
  /^\/(admin|org|orgs|users|teams|serviceaccounts|apikeys|secrets-manager|migrate-to-cloud|support-bundles|plugins|datasources|connections\/.+|profile|auth|authentication|a|dashboards\/f\/[^/]+\/permissions)(\/|$)/i;
/** The same as a part of a dashboard's own page. */
const GRAVE_VIEW = 'permissions';
/** Grafana's own apps to look around in. */
const PLAIN_APPS = /^\/a\/grafana-(lokiexplore|exploretraces|metricsdrilldown|pyroscope)-app(\/|$)/i;
const ROUTED = new Set(['', 'link', 'tab', 'menuitem', 'option', 'treeitem']);

/** @param target of the element that would really be acted on; null where the action has none */
export function classify(step: JudgedStep, target: TargetDescription | null): ActionClass {
  switch (step.action) {
    case 'noop':
    case 'popout':
    case 'hover':
      return 'look';
    case 'navigate':
      return classifyAddress(step.reftarget ?? '');
    case 'formfill':
      return target ? classifyFill(target, step.targetvalue ?? '') : 'never';
    case 'highlight':
    case 'button':
      return target ? classifyClick(target) : 'never';
  }
}

function classifyAddress(address: string): ActionClass {
  if (/^https?:\/\/[^/\\]/i.test(address)) {
    return showsItsHost(address) ? 'danger' : 'never';
  }
  return judgeRoute(address).class;
}

/** A name before an @ is read as the site that is opened. */
function showsItsHost(address: string): boolean {
  try {
    const { username, password } = new URL(address);
    return username === '' && password === '';
  } catch {
    return false;
  }
}

function classifyFill(target: TargetDescription, value: string): ActionClass {
  switch (target.field) {
    case 'secret':
    case 'file':
    case 'none':
      return 'never';
    case 'code':
      // What is put there is run by a button that looks like any other.
      return isOnGravePage(target) || mayWrite(value) ? 'danger' : 'change';
    case 'text':
    case 'choice':
      return isOnGravePage(target) ||
        breaksOut(value) ||
        choosesGrave(target, value) ||
        (target.confirms && isGrave(target.words)) ||
        (target.confirms && (target.form !== null || target.inDialog)) ||
        clicks(target)
        ? 'danger'
        : 'change';
  }
}

/** An entry of a list that is chosen is pressed, too. */
function choosesGrave({ choices, confirms }: TargetDescription, value: string): boolean {
  const chosen = chosenOf(choices, value);
  return (chosen !== undefined && isGrave(chosen.text)) || ((confirms || chosen !== undefined) && isGrave(value));
}

/** What has only two states is filled by a click, which is no less than a click that was asked for as one. */
function clicks(target: TargetDescription): boolean {
  return target.toggles && classifyClick(target) === 'danger';
}

const ORDER: readonly ActionClass[] = ['look', 'move', 'change', 'danger', 'never'];

/** By everything that hears the click: the element, the controls around it, what a label around it sets off. */
function classifyClick(target: TargetDescription): ActionClass {
  return [classifyOwnClick(target), ...target.around.map(classifyOwnClick)].reduce(worseClass);
}

export function worseClass(a: ActionClass, b: ActionClass): ActionClass {
  return ORDER.indexOf(a) > ORDER.indexOf(b) ? a : b;
}

function classifyOwnClick(target: TargetDescription): ActionClass {
  if (target.embedsPage || target.field === 'secret' || target.field === 'file') {
    return 'never';
  }
  if (target.href !== null) {
    return classifyLink(target, target.href);
  }
  const confined = target.form !== null || target.inDialog;
  if (target.submits || target.inDialog || isOnGravePage(target) || isGrave(target.words)) {
    return 'danger';
  }
  const steers = target.opens || target.role === 'tab' || target.role === 'option' || target.toggles;
  if (steers && !confined && !(target.toggles && !target.readable)) {
    return 'move';
  }
  if (steers || target.field !== 'none') {
    return 'change';
  }
  return isOrdinaryButton(target) ? 'change' : 'danger';
}

/** What its words do not say, nobody can tell: a drawing alone, another language. */
function isOrdinaryButton({ tag, role, readable }: TargetDescription): boolean {
  return readable && (tag === 'button' || tag === 'input' || role === 'button' || role === 'menuitem');
}

/** A link's class is its destination's, unless it sits where a click means more than going there. */
function classifyLink(target: TargetDescription, href: string): ActionClass {
  if (!/^https?:/i.test(href) || !showsItsHost(href)) {
    return 'never';
  }
  if (target.appRoute === null || target.opensTab || target.downloads || target.pings !== '') {
    return 'danger';
  }
  const destination = classifyOwnAddress(target.appRoute);
  if (!isPlainLink(target) && destination !== 'never') {
    return 'danger';
  }
  // A link to a place on its own page is often a button in disguise.
  const staysHere = target.appRoute.includes('#') && target.appRoute.replace(/#.*/s, '') === target.route;
  if (destination === 'move' && staysHere) {
    return target.readable ? 'change' : 'danger';
  }
  return destination;
}

function isPlainLink({ role, tag, inDialog, form, words }: TargetDescription): boolean {
  return ROUTED.has(role) && tag === 'a' && !inDialog && form === null && !isGrave(words);
}

/**
 * Whether a step is `danger` only because it opens a page of Grafana that is on no list and not known to be grave. It is
 * asked about as every other, in words that frighten less.
 */
export function isOnlyUnlisted(step: JudgedStep, target: TargetDescription | null): boolean {
  if (step.action === 'navigate') {
    return isUnlistedPage(step.reftarget ?? '');
  }
  return (
    (step.action === 'highlight' || step.action === 'button') &&
    target !== null &&
    [target, ...target.around].every((part) => classifyOwnClick(part) !== 'danger' || linksToUnlisted(part))
  );
}

function linksToUnlisted(target: TargetDescription): boolean {
  const { appRoute, opensTab, downloads } = target;
  // A link's query goes with it, and what is not known of it could say more than where to go.
  return (
    appRoute !== null &&
    !opensTab &&
    !downloads &&
    isPlainLink(target) &&
    judgeRoute(appRoute).whole &&
    isUnlistedPage(appRoute)
  );
}

/** @param route a path inside Grafana, with its query */
export function isUnlistedPage(route: string): boolean {
  const { unlisted, switches } = judgeRoute(route);
  return unlisted && !switches && !isOnGravePage({ route });
}

/** An address of this Grafana that a page goes to by itself, and so as it stands: nothing is left out of it. */
export function classifyOwnAddress(appRoute: string): ActionClass {
  const judged = judgeRoute(appRoute);
  if (judged.class === 'never' || judged.switches) {
    return judged.class === 'never' ? 'never' : 'danger';
  }
  // What a session could not have asked for is not moved to unasked.
  return judged.class === 'move' && !judged.whole ? 'change' : judged.class;
}

/** A press of Enter or Space on it does no more than a session may do unasked. */
export function isHarmlessUnderKeys(target: TargetDescription): boolean {
  return !target.isControl || classifyClick(target) === 'move';
}

export function isOnGravePage({ route }: Pick<TargetDescription, 'route'>): boolean {
  const path = plainPath(route);
  const view = new URLSearchParams(/\?([^#]*)/.exec(route)?.[1] ?? '').get('editview')?.toLowerCase();
  return path === null || (GRAVE_PAGES.test(path) && !PLAIN_APPS.test(path)) || view === GRAVE_VIEW;
}
