/** The browser as the sessions see it: clock, stores, cryptography. The pure parts get these passed in. */
import { nobleCrypto } from './protocol/cryptoNoble';
import { supportsWebCrypto, webCrypto, type Subtle } from './protocol/cryptoWeb';
import type { CryptoBackend } from './protocol/crypto';
import type { Clock } from './session/clock';
import type { Fetch } from './session/DirectoryClient';
import type { KeyValueStore } from './session/store';
import type { Tabs } from './session/tabs';

const randomBytes = (length: number) => crypto.getRandomValues(new Uint8Array(length));

/** WebCrypto where the page has it, else @noble: both speak the same bytes. */
export async function browserCrypto(): Promise<CryptoBackend> {
  // The DOM's own type lists every algorithm in overloads; `Subtle` is the part that is used. Missing on plain http.
  const subtle = globalThis.crypto.subtle as unknown as Subtle | undefined;
  return subtle && (await supportsWebCrypto(subtle)) ? webCrypto(subtle, randomBytes) : nobleCrypto(randomBytes);
}

/** Everything is prefixed, so that nothing of Grafana's is touched; a store that is forbidden or full keeps nothing. */
export function browserStore(storage: () => Storage): KeyValueStore {
  const key = (name: string) => `livesessions.${name}`;
  const attempt = <T>(work: (storage: Storage) => T, otherwise: T): T => {
    try {
      return work(storage());
    } catch {
      return otherwise;
    }
  };
  return {
    get: (name) => attempt((s) => s.getItem(key(name)), null),
    set: (name, value) => attempt((s) => s.setItem(key(name), value), undefined),
    remove: (name) => attempt((s) => s.removeItem(key(name)), undefined),
  };
}

/**
 * A call ends after `limit` milliseconds, or its own `within`, when nobody waits for its answer any more: a browser has six connections to a
 * server, and while nothing gets through each call of an outage would keep one that the first call after it needs. One
 * that is given up before that ends then.
 */
export const browserFetch =
  (limit: number): Fetch =>
  (url, { onGivenUp, within = limit, ...init }) => {
    const givenUp = new AbortController();
    onGivenUp?.(() => givenUp.abort());
    return fetch(url, { ...init, signal: AbortSignal.any([AbortSignal.timeout(within), givenUp.signal]) });
  };

interface Timer {
  callback: () => void;
  due: number;
  fallback: ReturnType<typeof setTimeout> | null;
}

/**
 * A clock that keeps time in a hidden page: its timers tick in a worker as soon as there is one. Where no worker may
 * be made (a page's policy, an odd browser) the page's own timers serve.
 */
export function browserClock(makeWorker: () => Worker): Clock {
  const timers = new Map<number, Timer>();
  let worker: Worker | null = null;
  let lastId = 0;

  const fire = (id: number) => {
    const timer = timers.get(id);
    timers.delete(id);
    timer?.callback();
  };
  const arm = (id: number, timer: Timer) => {
    const ms = Math.max(0, timer.due - performance.now());
    if (worker) {
      worker.postMessage({ id, ms });
    } else {
      timer.fallback = setTimeout(() => fire(id), ms);
    }
  };
  const switchTo = (next: Worker | null) => {
    worker = next;
    for (const [id, timer] of timers) {
      clearTimeout(timer.fallback ?? undefined);
      timer.fallback = null;
      arm(id, timer);
    }
  };
  try {
    const made = makeWorker();
    made.onmessage = ({ data }: MessageEvent<number | 'ready'>) => {
      if (data === 'ready') {
        switchTo(made);
      } else {
        fire(data);
      }
    };
    made.onerror = () => {
      made.terminate();
      switchTo(null);
    };
  } catch {
    worker = null;
  }
  return {
    now: () => performance.now(),
    after(ms, callback) {
      const id = ++lastId;
      const timer: Timer = { callback, due: performance.now() + ms, fallback: null };
      timers.set(id, timer);
      arm(id, timer);
      return () => {
        clearTimeout(timer.fallback ?? undefined);
        if (timers.delete(id)) {
          worker?.postMessage({ id, ms: null });
        }
      };
    },
  };
}

/**
 * Tabs that hold a Web Lock for each name that they hold: a browser that saves energy may freeze a page that is hidden for
 * minutes, its workers too, but not one with a lock. Links over WebRTC would do; the relay's sockets do not.
 * @param locks missing on plain http
 */
export const unfrozenTabs = (tabs: Tabs, locks: LockManager | undefined): Tabs => ({
  held: (name) => tabs.held(name),
  hold(name) {
    const letGo = tabs.hold(name);
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    // Shared: whose name it is, the tabs tell each other. Refused where a page may keep nothing.
    locks?.request(`livesessions.${name}`, { mode: 'shared' }, () => held).catch(() => {});
    return () => {
      release();
      letGo();
    };
  },
});

/** The page's comings and goings, for as long as it lives. */
export function onPageLife(on: { goes(): void; comes(): void; nudge(): void }): void {
  window.addEventListener('pagehide', () => on.goes());
  // A page that comes back from the browser's back-forward cache comes back with its links closed.
  window.addEventListener('pageshow', (event) => event.persisted && on.comes());
  window.addEventListener('online', () => on.nudge());
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && on.nudge());
}
