/** A page without layout, for tests in jsdom: elements are real, what is shown is only written down. Imported by tests alone. */
import type { GuideStep } from '../guide/model';
import { pageClock } from './clock';
import type { Page, PerformOptions, ShownOnPage } from './page';
import { needsTarget, perform } from './perform';
import { Pointer } from './pointer';
import { findNow, type Found } from './find';
import { isHarmlessUnderKeys } from './policy';
import type { TargetSource } from './readings';
import type { GuardDeps, HeldNavigation } from './navigationGuard';
import { actedOn, describeTarget } from './target';

export class PageForTests implements Page {
  readonly clock = pageClock;
  /** Step ids, in the order they were shown. */
  readonly shown: string[] = [];
  readonly went: string[] = [];
  readonly opened: string[] = [];
  /** Where the panel was moved to. */
  readonly moved: string[] = [];
  private readonly pointer = new Pointer();
  cleared = 0;
  /** Set it to keep `show` from settling before its signal aborts. */
  showsForEver = false;
  /** Set it to have nothing shown, as behind a dialog. */
  hidden = false;
  private readonly listeners = new Set<(route: string) => void>();

  constructor(private route = '/explore') {}

  readonly location = {
    route: () => this.route,
    go: (to: string) => {
      this.went.push(to);
      this.arrive(to);
    },
    onChange: (listener: (route: string) => void) => {
      this.listeners.add(listener);
      return () => this.listeners.delete(listener);
    },
  };

  /** As if the person had gone there. */
  arrive(route: string): void {
    this.route = route;
    this.listeners.forEach((listener) => listener(route));
  }

  async show(step: GuideStep, signal: AbortSignal): Promise<ShownOnPage> {
    if (this.showsForEver) {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    }
    if (signal.aborted) {
      return { kind: 'stopped' };
    }
    if (!needsTarget(step.action)) {
      return { kind: 'shown', element: null, found: 0 };
    }
    const found = await this.findNow(step);
    if (found.kind !== 'found' || this.hidden) {
      return { kind: 'failed', found: 0, detail: 'the element is not on this page' };
    }
    this.shown.push(step.id);
    return { kind: 'shown', element: found.element, found: found.found };
  }

  clear(): void {
    this.cleared++;
  }

  find(step: GuideStep): Promise<Found> {
    return this.findNow(step);
  }

  findNow(step: TargetSource): Promise<Found> {
    return findNow(step, {
      root: document,
      clock: this.clock,
      resolveToken: () => Promise.resolve(null),
      isRendered: () => true,
    });
  }

  describe(step: GuideStep, element: Element) {
    return describeTarget(actedOn(step, element), this.route, window.location.origin);
  }

  /** Where the next action leads by itself. */
  leadsTo: HeldNavigation | null = null;

  guard(allows: GuardDeps['allows']) {
    const held = () => (this.leadsTo && !allows(this.leadsTo, false) ? this.leadsTo : null);
    return { held, settled: () => Promise.resolve(), onHeld: () => undefined, end: () => undefined };
  }

  /** Set it to have something lie over the page. */
  covered = false;

  bringIntoView(): Promise<void> {
    return Promise.resolve();
  }

  isReachable(): boolean {
    return !this.covered;
  }

  perform(step: GuideStep, element: Element | null, { signal, unchanged }: PerformOptions = {}) {
    return perform(step, element, {
      clock: this.clock,
      pointer: this.pointer,
      signal: signal ?? new AbortController().signal,
      unchanged: (control) => unchanged?.(describeTarget(control, this.route, window.location.origin)) ?? true,
      navigate: (route) => this.location.go(route),
      openTab: (url) => this.opened.push(url) > 0,
      movePanel: (to) => this.moved.push(to) > 0,
      mayTakeFocus: (target) => isHarmlessUnderKeys(describeTarget(target, this.route, window.location.origin)),
    });
  }

  navMenuIsOpen(): boolean {
    return document.querySelector('nav') !== null;
  }

  onDismiss(): () => void {
    return () => undefined;
  }

  onChange(): () => void {
    return () => undefined;
  }
}
