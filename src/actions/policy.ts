/** What a session may do in an attendee's Grafana. Nothing is performed unless a rule here allows it. Pure. */
import type { GuideStep } from '../guide/model';
import { judgeRoute, type RouteClass } from './routes';
import type { TargetDescription } from './target';

/**
 * `look`: changes nothing. `move`: goes somewhere or opens something. `change`: needs consent once for the session.
 * `danger`: needs the attendee's own click each time. `never`: is not done.
 */
export type ActionClass = 'look' | RouteClass;

export type JudgedStep = Pick<GuideStep, 'action' | 'reftarget'>;

/**
 * Words on buttons that end, save or send something. English only: other languages' buttons are held back by their form,
 * dialog, page or test id.
 */
const GRAVE =
  /\b(delete|remove|destroy|drop|reset|revoke|discard|overwrite|uninstall|install|disable|enable|deactivate|activate|archive|restore|save|apply|publish|submit|send|create|generate|import|export|share|invite|grant|confirm|danger|approve|reject|acknowledge|resolve|sign out|log ?out|pay|purchase|upgrade|restart|stop|silence|expire|rotate)\b/i;
/** Pages where a click can change who may do what, or where data comes from. */
const GRAVE_PAGES =
  /^\/(admin|org|users|teams|serviceaccounts|plugins|datasources|connections\/.+|profile|auth|authentication|a|dashboards\/f\/[^/]+\/permissions)(\/|$)/i;
/** The same as a part of a dashboard's own page. */
const GRAVE_VIEW = /[?&]editview=permissions(&|#|$)/i;
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
      return target ? classifyFill(target) : 'never';
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

function classifyFill(target: TargetDescription): ActionClass {
  switch (target.field) {
    case 'secret':
    case 'file':
    case 'none':
      return 'never';
    case 'text':
    case 'choice':
      return isOnGravePage(target) || (target.confirms && (target.form !== null || target.inDialog)) || clicks(target)
        ? 'danger'
        : 'change';
  }
}

/** What has only two states is filled by a click, which is no less than a click that was asked for as one. */
function clicks(target: TargetDescription): boolean {
  return target.toggles && classifyClick(target) === 'danger';
}

function classifyClick(target: TargetDescription): ActionClass {
  if (target.embedsPage || target.field === 'secret' || target.field === 'file') {
    return 'never';
  }
  if (target.href !== null) {
    return classifyLink(target, target.href);
  }
  const confined = target.form !== null || target.inDialog;
  if (target.submits || target.inDialog || isOnGravePage(target) || isGrave(target)) {
    return 'danger';
  }
  const steers = target.opens || target.toggles || target.role === 'tab' || target.role === 'option';
  if (steers && !confined) {
    return 'move';
  }
  const ordinary =
    target.tag === 'button' || target.role === 'button' || target.role === 'menuitem' || target.field !== 'none';
  return ordinary || steers ? 'change' : 'danger';
}

/** A link's class is its destination's, unless it sits where a click means more than going there. */
function classifyLink(target: TargetDescription, href: string): ActionClass {
  if (!/^https?:/i.test(href) || !showsItsHost(href)) {
    return 'never';
  }
  if (target.appRoute === null || target.opensTab || target.downloads) {
    return 'danger';
  }
  const judged = judgeRoute(target.appRoute);
  // The page's own link is followed as it stands: what a session could not have asked for is not moved to unasked. One
  // to a place on its own page is often a button in disguise.
  const staysHere = target.appRoute.includes('#') && target.appRoute.replace(/#.*/s, '') === target.route;
  const destination = judged.class === 'move' && (!judged.whole || staysHere) ? 'change' : judged.class;
  const plain =
    ROUTED.has(target.role) && target.tag === 'a' && !target.inDialog && target.form === null && !isGrave(target);
  return plain || destination === 'never' ? destination : 'danger';
}

/** A press of Enter or Space on it does no more than a session may do unasked. */
export function isHarmlessUnderKeys(target: TargetDescription): boolean {
  return !target.isControl || classifyClick(target) === 'move';
}

/** Its own words say that it ends, saves or sends something. */
export function isGrave({ text, label, testId }: Pick<TargetDescription, 'text' | 'label' | 'testId'>): boolean {
  const idWords = testId.replace(/[-_]/g, ' ').replace(/([a-z])([A-Z])/g, '$1 $2');
  return [text, label, idWords].some((words) => GRAVE.test(words));
}

export function isOnGravePage({ route }: Pick<TargetDescription, 'route'>): boolean {
  const path = route.split(/[?#]/, 1)[0];
  return (GRAVE_PAGES.test(path) && !PLAIN_APPS.test(path)) || GRAVE_VIEW.test(route);
}
