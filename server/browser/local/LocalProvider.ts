/** Browsers on this server. */
import type { Logger } from 'pino';
import type { Clock } from '../../clock';
import { ProviderFailure, type Launch, type Provider } from '../provider';
import type { DestinationRules } from '../proxy/Destinations';
import { startProxy } from '../proxy/Proxy';
import { Chromium, findChromium, type ChromiumOptions } from './Chromium';
import type { FilmTools } from './Display';
import { LOCAL_LIMITS as LIMITS } from './limits';
import { LocalBrowser } from './LocalBrowser';
import { leftBehind, profilesFolder, removeProfile } from './profiles';
import { RefusedAddresses } from './RefusedAddresses';
import { within } from './within';

export interface LocalProviderOptions extends ChromiumOptions, DestinationRules {
  log: Logger;
  clock: Clock;
  /** Pixels of the page; 1280 x 720 by default. */
  size?: { width: number; height: number };
  /** With what moving pictures become video for who can show it; null, as without it, for none. */
  filmTools?: FilmTools | null;
  /** Browsers at once. */
  most?: number;
  /** How much one may have in memory, in bytes, and how often that is looked at, in milliseconds. */
  memory?: { most: number; every: number };
}

export function createLocalProvider(options: LocalProviderOptions): Provider {
  const {
    log,
    clock,
    size = { width: 1280, height: 720 },
    most = LIMITS.browsers,
    memory = LIMITS.memory,
    filmTools = null,
  } = options;
  const running = new Set<LocalBrowser>();
  let starting = 0;
  let isClosed = false;

  const launch = async (wanted: Launch): Promise<LocalBrowser> => {
    const { sessionId } = wanted;
    const found = findChromium(options);
    const refused = new RefusedAddresses();
    const proxy = await startProxy({ ...options, onRefused: (destination, why) => refused.add(destination, why) });
    let chromium: Chromium | null = null;
    try {
      const began = clock.monotonic();
      let browser: LocalBrowser | null = null;
      const gone = (why: string, words: string) => {
        if (browser && running.delete(browser)) {
          log.warn({ sessionId, why }, 'shared browser ended by itself');
          void browser.end();
          wanted.onGone(new ProviderFailure('failed', words));
        }
      };
      const wish = {
        sessionId,
        proxyPort: proxy.port,
        size,
        filmTools,
        onNoScreen: (error: unknown) => {
          log.warn({ sessionId, err: error }, 'shared browser without video');
          return null;
        },
      };
      const started = await Chromium.start(found, options, wish, () =>
        gone('exit', 'The browser ended unexpectedly. Start a new one.')
      );
      chromium = started;
      browser = new LocalBrowser({ launch: wanted, chromium, proxy, refused, size, log, clock });
      await within(LIMITS.startWithin, browser.open());
      if (isClosed) {
        throw new ProviderFailure('unavailable', 'The session server is being shut down.');
      }
      running.add(browser);
      const current = browser;
      const watch = setInterval(() => {
        if (!running.has(current)) {
          clearInterval(watch);
        } else if (started.memory > memory.most) {
          gone(
            'memory',
            'The pages needed more memory than a shared browser has. Start a new one with fewer or smaller pages.'
          );
        }
      }, memory.every);
      watch.unref();
      log.info(
        { sessionId, ms: Math.round(clock.monotonic() - began), video: started.display !== null },
        'shared browser started'
      );
      return browser;
    } catch (error) {
      await Promise.all([chromium?.end(), proxy.close()]);
      log.warn({ sessionId, err: error }, 'no shared browser');
      throw error instanceof ProviderFailure
        ? error
        : new ProviderFailure('failed', 'Chromium did not start on the session server. Its log says more.');
    }
  };

  return {
    kind: 'local',
    launch: async (wanted) => {
      if (running.size + starting >= most) {
        throw new ProviderFailure('busy', 'All shared browsers of this server are in use. Try again later.');
      }
      starting += 1;
      try {
        const browser = await launch(wanted);
        return {
          embedUrl: null,
          setControl: (control) => browser.setControl(control),
          introduce: () => browser.introduce(),
          attach: (member, socket) => browser.attach(member, socket),
          remove: (userId) => browser.remove(userId),
          end: async () => {
            running.delete(browser);
            await browser.end();
          },
        };
      } finally {
        starting -= 1;
      }
    },
    sweep: async () => {
      const left = leftBehind(profilesFolder());
      await Promise.all(left.map((profile) => removeProfile(profile, null)));
      if (left.length > 0) {
        log.info({ browsers: left.length }, 'ended shared browsers that an earlier server left');
      }
    },
    close: async () => {
      isClosed = true;
      await Promise.all([...running].map((browser) => browser.end()));
      running.clear();
    },
  };
}
