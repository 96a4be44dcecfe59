/** The page as the runner and the replay act on it: one finder, one highlight, one way to perform. */
import type { GuideStep } from '../guide/model';
import { pageClock, type Clock, type Undo } from './clock';
import { Highlighter, type HighlightOutcome } from './highlight';
import { pathOf, type PageLocation } from './location';
import { liesInMenu, openMenuFor } from './mainMenu';
import { guardNavigation, type GuardDeps, type NavigationGuard } from './navigationGuard';
import type { HighlightTheme } from './overlay';
import { isOwn } from './own';
import { painted } from './painted';
import { needsTarget, perform, type PanelPlace, type Performed } from './perform';
import { findNow, findTarget, type FindDeps, type Found } from './find';
import { Pointer } from './pointer';
import { isHarmlessUnderKeys } from './policy';
import { reveal } from './reveal';
import { actedOn, describeTarget, type TargetDescription } from './target';
import type { TargetSource } from './readings';
import { createTokenResolver } from './tokens';
import { frameElementOf, isInView, isRendered } from './visibility';

export interface PageDeps {
  readonly location: PageLocation;
  /** `config.buildInfo.version`. */
  readonly grafanaVersion: string;
  /** `config.appSubUrl`: the sub-path that Grafana is served under, without a slash at its end; empty by default. */
  readonly appSubUrl?: string;
  /** Of Grafana's interface, such as `en-US`; English by default. */
  readonly language?: string;
  theme(): HighlightTheme;
  /** A step's Markdown as nodes that are safe to put on the page; null when it says nothing. */
  renderMarkdown(markdown: string): Node | null;
  /** Moves the guide's panel; false where it cannot be moved. */
  movePanel?(to: PanelPlace): boolean;
  readonly clock?: Clock;
}

export type ShownOnPage =
  | { readonly kind: 'shown'; readonly element: Element | null; readonly found: number }
  | { readonly kind: 'failed'; readonly found: number; readonly detail: string }
  | { readonly kind: 'stopped' };

export interface PerformOptions {
  /** Ends what takes a while. */
  readonly signal?: AbortSignal;
  /** Asked of the control right before each press and click; without it every control counts as unchanged. */
  readonly unchanged?: (target: TargetDescription) => boolean;
}

export interface Page {
  readonly clock: Clock;
  readonly location: PageLocation;
  /**
   * Finds the step's target, in the main menu too, which opens for it, frames it and waits until that is on the screen; a step
   * without a target shows nothing. One that is still looked for when another is to be shown is stopped, and takes nothing away.
   */
  show(step: GuideStep, signal: AbortSignal): Promise<ShownOnPage>;
  clear(): void;
  /** Fires when the person at the page has put the highlight away with Escape. */
  onDismiss(handler: () => void): Undo;
  /** Finds the target, in the main menu too, which opens for it, and brings it to where it can be seen. */
  find(step: TargetSource, signal: AbortSignal): Promise<Found>;
  findNow(step: TargetSource): Promise<Found>;
  /** Of the element that the step's action would really touch. */
  describe(step: GuideStep, element: Element): TargetDescription;
  perform(step: GuideStep, element: Element | null, options?: PerformOptions): Promise<Performed>;
  /** A person could press it: it is not wholly under something else, other than what is ours. */
  isReachable(element: Element): boolean;
  /** Scrolls it to where it can be seen, and settles when that is on the screen. */
  bringIntoView(element: Element, signal: AbortSignal): Promise<void>;
  /** Until it ends, the page goes nowhere that is not allowed, whatever sends it there. */
  guard(allows: GuardDeps['allows']): NavigationGuard;
  navMenuIsOpen(): boolean;
  /** Fires, at most once in 250 ms, after the page's elements or its location changed. */
  onChange(listener: () => void): Undo;
}

const QUIET = 250;
/** Whether the menu's items are on the page is a surer sign than the toggle's aria-expanded. */
const NAV_ITEMS = '[data-testid="data-testid Nav menu item"]';

const HIGHLIGHT_FAILURES: Readonly<Record<Exclude<HighlightOutcome, 'shown' | 'stopped'>, string>> = {
  hidden: 'the element is covered or cannot be scrolled into view',
};

export function createPage(deps: PageDeps): Page {
  const clock = deps.clock ?? pageClock;
  const { location } = deps;
  const appBase = window.location.origin + (deps.appSubUrl ?? '');
  const targetDeps: FindDeps = {
    root: document,
    clock,
    resolveToken: createTokenResolver(deps.grafanaVersion),
    isRendered,
  };
  const describe = (element: Element) => describeTarget(element, location.route(), appBase, deps.language);
  const pointer = new Pointer();
  const bringIntoView = async (element: Element, signal: AbortSignal) => {
    reveal(frameElementOf(element));
    await painted(clock, signal);
  };
  const highlighter = new Highlighter({
    clock,
    theme: deps.theme,
    onPage(listener) {
      let path = pathOf(location.route());
      return location.onChange((route) => {
        if (pathOf(route) !== path) {
          path = pathOf(route);
          listener();
        }
      });
    },
  });

  const navMenuIsOpen = () => Array.from(document.querySelectorAll(NAV_ITEMS)).some(isRendered);
  const findAnywhere = async (source: TargetSource, signal: AbortSignal): Promise<Found> => {
    const isThere = async () => (await findNow(source, targetDeps)).kind === 'found';
    await openMenuFor(source, { clock, navMenuIsOpen }, isThere, signal);
    const found = await findTarget(source, targetDeps, signal);
    return found.kind === 'missing' && found.found === 0 && !found.final && liesInMenu(source)
      ? { ...found, detail: 'the element is not in the main menu here, perhaps for lack of rights' }
      : found;
  };

  let shows = 0;

  return {
    clock,
    location,
    async show(step, signal) {
      shows += 1;
      const own = shows;
      if (!needsTarget(step.action)) {
        highlighter.clear();
        return { kind: 'shown', element: null, found: 0 };
      }
      const found = await findAnywhere(step, signal);
      if (own !== shows) {
        // What was to be shown meanwhile has the page: the reader's own step, or the presenter's.
        return { kind: 'stopped' };
      }
      if (found.kind !== 'found') {
        highlighter.clear();
        return found.kind === 'stopped' ? found : { kind: 'failed', found: found.found, detail: found.detail };
      }
      const outcome = await highlighter.show(
        {
          stepId: step.id,
          element: found.element,
          comment: deps.renderMarkdown(step.tooltip || step.content),
          refind: found.again,
        },
        signal
      );
      switch (outcome) {
        case 'shown':
          return { kind: 'shown', element: found.element, found: found.found };
        case 'stopped':
          return { kind: 'stopped' };
        default:
          return { kind: 'failed', found: found.found, detail: HIGHLIGHT_FAILURES[outcome] };
      }
    },
    clear: () => highlighter.clear(),
    onDismiss: (handler) => highlighter.onDismiss(handler),
    async find(step, signal) {
      const found = await findAnywhere(step, signal);
      if (found.kind === 'found' && !isInView(frameElementOf(found.element))) {
        await bringIntoView(found.element, signal);
      }
      return signal.aborted ? { kind: 'stopped' } : found;
    },
    findNow: (step) => findNow(step, targetDeps),
    describe: (step, element) => describe(actedOn(step, element)),
    perform: (step, element, { signal = new AbortController().signal, unchanged } = {}) =>
      perform(step, element, {
        clock,
        pointer,
        signal,
        unchanged: (control) => unchanged?.(describe(control)) ?? true,
        navigate: (route) => location.go(route),
        openTab,
        movePanel: (to) => deps.movePanel?.(to) ?? false,
        mayTakeFocus: (target) => isHarmlessUnderKeys(describe(target)),
      }),
    bringIntoView,
    isReachable: (element) => isInView(frameElementOf(element), isOwn),
    guard: (allows) => guardNavigation({ location, appBase, clock, allows }),
    navMenuIsOpen,
    onChange: (listener) => onPageChange(location, clock, listener),
  };
}

/** Browsers tell for a few seconds after a press that it was one; a run of steps opens nothing by itself. */
function openTab(url: string): boolean {
  if (!navigator.userActivation.isActive) {
    return false;
  }
  window.open(url, '_blank', 'noopener,noreferrer');
  return true;
}

function onPageChange(location: PageLocation, clock: Clock, listener: () => void): Undo {
  let undoTimer: Undo | null = null;
  const soon = () => {
    undoTimer ??= clock.after(QUIET, () => {
      undoTimer = null;
      listener();
    });
  };
  const observer = new MutationObserver(soon);
  observer.observe(document.body, { subtree: true, childList: true });
  const offLocation = location.onChange(soon);
  return () => {
    observer.disconnect();
    offLocation();
    undoTimer?.();
  };
}
