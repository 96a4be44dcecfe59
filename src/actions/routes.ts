/** Which pages of Grafana a session may open, and what of their address it keeps. Every navigation of a session is judged here. Pure. */
import { LIMITS } from '../protocol/limits';
import { explorePanesOnlyRead, isPlainVariable } from './queries';

/** `move`: opens by itself. `change`: after consent. `danger`: only by the attendee's own click. `never`: not at all. */
export type RouteClass = 'move' | 'change' | 'danger' | 'never';

export interface JudgedRoute {
  readonly class: RouteClass;
  /** What may be opened: the path, with the listed keys of its query; null for `never`. */
  readonly route: string | null;
  /** Nothing of the query had to be left out. */
  readonly whole: boolean;
  /** `danger` for no other reason than that the page is on no list. */
  readonly unlisted: boolean;
  /** What was left out says who or in which organisation one is. */
  readonly switches: boolean;
}

const NEVER_JUDGED: JudgedRoute = { class: 'never', route: null, whole: false, unlisted: false, switches: false };

/**
 * `*` is any one segment; a row takes the path itself alone, with `/**` also everything below. The first row that fits counts;
 * what fits none waits for the attendee's click.
 */
const ROWS: ReadonlyArray<readonly [string, RouteClass]> = [
  ['/goto/**', 'never'],
  ['/login/**', 'never'],
  ['/logout/**', 'never'],
  ['/signup/**', 'never'],
  ['/verify/**', 'never'],
  ['/invite/**', 'never'],
  ['/user/**', 'never'],
  ['/profile/password/**', 'never'],
  ['/api/**', 'never'],
  ['/apis/**', 'never'],
  ['/render/**', 'never'],
  ['/admin/**', 'never'],
  ['/avatar/**', 'never'],
  ['/public/**', 'never'],
  ['/', 'move'],
  ['/home', 'move'],
  ['/explore', 'move'],
  ['/drilldown', 'move'],
  ['/bookmarks', 'move'],
  ['/starred', 'move'],
  ['/playlists', 'move'],
  ['/library-panels', 'move'],
  ['/dashboards', 'move'],
  ['/dashboards/f/*', 'move'],
  ['/dashboards/f/*/*', 'move'],
  ['/d/*', 'move'],
  ['/d/*/*', 'move'],
  ['/dashboard/new', 'move'],
  ['/alerting', 'move'],
  ['/alerting/list', 'move'],
  ['/alerting/groups', 'move'],
  ['/alerting/history', 'move'],
  ['/alerting/notifications', 'move'],
  ['/alerting/new/**', 'change'],
  ['/connections', 'move'],
  ['/connections/add-new-connection', 'move'],
  ['/apps', 'move'],
  // Pages of Grafana's menu that only list what is below them.
  ['/alerts-and-incidents', 'move'],
  ['/observability', 'move'],
  ['/testing-and-synthetics', 'move'],
  // Grafana's own apps to look around in; other apps' pages can be anything.
  ['/a/grafana-lokiexplore-app/**', 'move'],
  ['/a/grafana-exploretraces-app/**', 'move'],
  ['/a/grafana-metricsdrilldown-app/**', 'move'],
  ['/a/grafana-pyroscope-app/**', 'move'],
];

/** Query keys that say where one looks, not who one is: never `orgId`, tokens or anything a page could act on. */
const KEPT_KEYS = new Set([
  'from',
  'to',
  'timezone',
  'refresh',
  'viewPanel',
  'tab',
  'query',
  'sort',
  'search',
  'state',
]);
const KEPT_PREFIX = /^var-[\w-]{1,100}$/;
/** A query that Explore runs by itself when it is opened. */
const EXPLORE_KEYS = new Set(['panes', 'left', 'right', 'schemaVersion']);
const SWITCHES = /^orgid$|auth|token|jwt|api.?key|session|passw|secret/i;

/** @param route a path inside Grafana, with its query, as someone else has sent or written it */
export function judgeRoute(route: string): JudgedRoute {
  if (route.length > LIMITS.pathLength || !/^\/(?![/\\])[^\s\\\u0000-\u001f\u007f]*$/.test(route)) {
    return NEVER_JUDGED;
  }
  const [, rawPath, rawQuery] = /^([^?#]*)(?:\?([^#]*))?/.exec(route) ?? [];
  const segments = readPath(rawPath);
  if (!segments) {
    return NEVER_JUDGED;
  }
  const row = ROWS.find(([pattern]) => fits(segments, pattern));
  const rowClass = row?.[1] ?? 'danger';
  if (rowClass === 'never') {
    return NEVER_JUDGED;
  }
  const isExplore = segments.join('/') === 'explore';
  const asked = [...new URLSearchParams(rawQuery ?? '')];
  const kept = asked.filter(
    ([key]) => KEPT_KEYS.has(key) || KEPT_PREFIX.test(key) || (isExplore && EXPLORE_KEYS.has(key))
  );
  const query = new URLSearchParams(kept).toString();
  return {
    class: worse(rowClass, classOfQuery(kept)),
    route: query === '' ? rawPath : `${rawPath}?${query}`,
    whole: kept.length === asked.length,
    unlisted: !row && classOfQuery(kept) === 'move',
    switches: switchesWho(route),
  };
}

/** Its query says who or in which organisation one is. */
export function switchesWho(route: string): boolean {
  const query = /\?([^#]*)/.exec(route)?.[1] ?? '';
  return [...new URLSearchParams(query).keys()].some((key) => SWITCHES.test(key));
}

/** Opening a page runs what its query holds: Explore its queries, a dashboard its variables. */
function classOfQuery(kept: ReadonlyArray<readonly [string, string]>): RouteClass {
  const explores = kept.filter(([key]) => EXPLORE_KEYS.has(key));
  const onlyReads = explores.every(([key, value]) => key === 'schemaVersion' || explorePanesOnlyRead(value));
  const plain = kept.every(([key, value]) => !KEPT_PREFIX.test(key) || isPlainVariable(value));
  if (!onlyReads || !plain) {
    return 'danger';
  }
  return explores.length > 0 ? 'change' : 'move';
}

const ORDER: readonly RouteClass[] = ['move', 'change', 'danger', 'never'];

function worse(a: RouteClass, b: RouteClass): RouteClass {
  return ORDER.indexOf(a) > ORDER.indexOf(b) ? a : b;
}

/** The path in lower case, without disguise; null where it hides something. */
export function plainPath(route: string): string | null {
  const segments = readPath(route.split(/[?#]/, 1)[0]);
  return segments && `/${segments.join('/')}`;
}

/**
 * The path as the router would match it: decoded once, in lower case (the router does not mind the case). Null for a path
 * that hides something: dot segments, slashes in disguise, a second layer of encoding.
 */
function readPath(path: string): string[] | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return null;
  }
  const disguised = /%(?:2f|5c|00|25)/i.test(path) || /%[0-9a-f]{2}|[\\\u0000-\u001f]/i.test(decoded);
  const segments = decoded.replace(/^\//, '').replace(/\/$/, '').toLowerCase().split('/');
  const dotted = segments.some((segment) => segment === '.' || segment === '..');
  const hollow = segments.length > 1 && segments.includes('');
  return disguised || dotted || hollow ? null : segments;
}

function fits(segments: readonly string[], pattern: string): boolean {
  const open = pattern.endsWith('/**');
  const wanted = pattern
    .slice(1)
    .replace(/\/\*\*$/, '')
    .split('/');
  return (
    (open ? segments.length >= wanted.length : segments.length === wanted.length) &&
    wanted.every((part, index) => part === '*' || part === segments[index])
  );
}
