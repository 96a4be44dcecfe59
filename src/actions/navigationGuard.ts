/** Watches where an action leads: its own handlers may go on to another page, leave Grafana or open a tab. */
import type { Clock, Undo } from './clock';
import { pathOf, type PageLocation } from './location';
import { painted } from './painted';
import { appRouteOf } from './target';

export interface NavigationGuard {
  /** What the page does at once has been done. */
  settled(signal: AbortSignal): Promise<void>;
  /** Where it led that it may not; the page stays, or is put back, where it was. Null while it led nowhere such. */
  held(): HeldNavigation | null;
  /** Told of what is held from now on. */
  onHeld(listener: (held: HeldNavigation) => void): void;
  end: Undo;
}

/** `route`: a page of this Grafana, without the sub-path. `loads`: Grafana is loaded anew with it. */
export type HeldNavigation =
  { readonly kind: 'page'; readonly route: string; readonly loads: boolean } | { readonly kind: 'outside' };

export interface GuardDeps {
  readonly location: PageLocation;
  /** Origin and sub-path of this Grafana. */
  readonly appBase: string;
  readonly clock: Clock;
  /** What may be gone to. `stays`: only the query of the page changes. */
  allows(to: HeldNavigation, stays: boolean): boolean;
}

/** The part of the browser's Navigation API that is needed; browsers without it watch Grafana's own router alone. */
interface NavigateEvent extends Event {
  readonly destination: { readonly url: string; readonly sameDocument: boolean };
  readonly userInitiated: boolean;
  readonly downloadRequest?: string | null;
}

/** Where Grafana itself sends whoever is signed in no longer. */
const SIGN_IN = /^\/login\/?$/i;

/** Ends by itself as soon as the person at the page presses or types: where they go is theirs. */
export function guardNavigation({ location, appBase, clock, allows }: GuardDeps): NavigationGuard {
  let at = location.route();
  let held: HeldNavigation | null = null;
  let tell: (held: HeldNavigation) => void = () => undefined;

  /** Whether it is held. */
  const judge = (to: HeldNavigation): boolean => {
    const stays = to.kind === 'page' && pathOf(to.route) === pathOf(at);
    if ((to.kind === 'page' && SIGN_IN.test(pathOf(to.route))) || allows(to, stays)) {
      return false;
    }
    held = to;
    tell(to);
    return true;
  };

  const offLocation = location.onChange((route) => {
    if (route === at) {
      return;
    }
    if (judge({ kind: 'page', route, loads: false })) {
      location.go(at);
    } else {
      at = route;
    }
  });

  const onNavigate = (event: Event) => {
    const { destination, userInitiated, downloadRequest } = event as NavigateEvent;
    const route = appRouteOf(destination.url, appBase);
    const leaves = route === null || typeof downloadRequest === 'string';
    const to: HeldNavigation = leaves ? { kind: 'outside' } : { kind: 'page', route, loads: !destination.sameDocument };
    if (!userInitiated && event.cancelable && judge(to)) {
      event.preventDefault();
    }
  };
  const navigation: unknown = Reflect.get(window, 'navigation');
  const target = navigation instanceof EventTarget ? navigation : null;
  target?.addEventListener('navigate', onNavigate);

  const { open } = window;
  const refuse: typeof window.open = (...given) => (judge({ kind: 'outside' }) ? null : open.apply(window, given));
  window.open = refuse;

  const onPerson = (event: Event) => event.isTrusted && end();
  window.addEventListener('pointerdown', onPerson, true);
  window.addEventListener('keydown', onPerson, true);

  const end = () => {
    offLocation();
    target?.removeEventListener('navigate', onNavigate);
    window.removeEventListener('pointerdown', onPerson, true);
    window.removeEventListener('keydown', onPerson, true);
    if (window.open === refuse) {
      window.open = open;
    }
  };
  return {
    settled: (signal) => painted(clock, signal),
    held: () => held,
    onHeld: (listener) => void (tell = listener),
    end,
  };
}
