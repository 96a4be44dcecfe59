/**
 * Browsers in Hyperbeam's cloud. Each is in the book before it is asked for, under its session's id as the tag, by which Hyperbeam
 * gives the same machine again: so one whose answer was lost, or whose server was killed, can be found and ended.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Logger } from 'pino';
import type { Clock } from '../../clock';
import { ProviderFailure, type Launch, type ProvidedBrowser, type Provider } from '../provider';
import type { Book, BookEntry } from './book';
import { HyperbeamApi, UnclearFailure, type HyperbeamApiOptions } from './HyperbeamApi';
import { HyperbeamBrowser } from './HyperbeamBrowser';

/** After how many seconds without anybody looking a machine is over, whatever becomes of this server. */
const OFFLINE_AFTER = 120;
/** How many seconds more than this server a machine takes for its time: the server's end has a reason to tell. */
const LATER_BY = 30;
/** How often ending one is tried at once. */
const TRIES = 3;

export interface HyperbeamOptions extends Omit<HyperbeamApiOptions, 'apiUrl' | 'fetch'> {
  book: Book;
  clock: Clock;
  log: Logger;
  /**
   * Where Hyperbeam's machines ask this server whom they may let in; null where they cannot reach it. Then whoever has a
   * browser's address may look at it until it is over, also those who were removed.
   */
  askAt?: string | null;
  /** Hyperbeam's own by default. */
  apiUrl?: string;
  fetch?: typeof fetch;
  /** Between two looks whether machines still run, and between two tries, in milliseconds. */
  lookEvery?: number;
  tryEvery?: number;
}

interface Running {
  browser: HyperbeamBrowser;
  /** With which its machine asks. */
  secret: string;
  onGone(error: ProviderFailure): void;
}

export class HyperbeamProvider implements Provider {
  readonly kind = 'hyperbeam';
  private readonly api: HyperbeamApi;
  private readonly entries = new Map<string, BookEntry>();
  /** By their tags. */
  private readonly running = new Map<string, Running>();
  /** Those that could not be ended yet. */
  private readonly owed = new Set<string>();
  private readonly looks: NodeJS.Timeout;
  private looking: Promise<void> | null = null;

  constructor(private readonly options: HyperbeamOptions) {
    this.api = new HyperbeamApi({ apiUrl: 'https://engine.hyperbeam.com', fetch, ...options });
    this.looks = setInterval(() => {
      this.looking ??= this.look().finally(() => (this.looking = null));
    }, options.lookEvery ?? 5000);
    this.looks.unref();
  }

  async launch({ sessionId: tag, startUrl, expiresAt, onGone }: Launch): Promise<ProvidedBrowser> {
    const { clock, askAt = null } = this.options;
    const secret = randomBytes(32).toString('base64url');
    this.note({ tag, id: null });
    try {
      const machine = await this.api.create({
        tag,
        start_url: startUrl,
        ...(askAt && { auth: { type: 'webhook', value: { url: askAt, bearer: secret } } }),
        timeout: {
          absolute: Math.max(1, Math.ceil((expiresAt - clock.wall()) / 1000)) + LATER_BY,
          offline: OFFLINE_AFTER,
        },
      });
      this.note({ tag, id: machine.session_id });
      const browser = new HyperbeamBrowser(machine, this.api, askAt !== null, () => this.end(tag));
      this.running.set(tag, { browser, secret, onGone });
      return browser;
    } catch (error) {
      if (error instanceof UnclearFailure) {
        await this.end(tag);
      } else {
        this.strike(tag);
      }
      throw error;
    }
  }

  admits({ bearer, body }: { bearer: string | null; body: unknown }): object | null {
    const asking = [...this.running.values()].find(({ secret }) => bearer !== null && same(bearer, secret));
    return asking && this.options.askAt ? asking.browser.admit(body) : null;
  }

  async sweep(): Promise<void> {
    this.options.book.read().forEach((entry) => this.entries.set(entry.tag, entry));
    await Promise.all([...this.entries.keys()].map((tag) => this.end(tag)));
  }

  async close(): Promise<void> {
    clearInterval(this.looks);
    await this.looking;
    await Promise.all([...this.entries.keys()].map((tag) => this.end(tag)));
  }

  /** Stays in the book where Hyperbeam cannot be asked just now, and is tried again with the next look or start. */
  private async end(tag: string): Promise<void> {
    this.running.delete(tag);
    const { log, tryEvery = 1000 } = this.options;
    for (let tried = 1; ; tried += 1) {
      try {
        await this.destroy(tag);
        return;
      } catch (error) {
        log.warn({ browser: tag, err: error, tried }, 'a browser at Hyperbeam could not be ended');
        // A key that is not taken will not be in a second.
        if (tried === TRIES || (error instanceof ProviderFailure && error.kind === 'unavailable')) {
          this.owed.add(tag);
          return;
        }
        await new Promise((resolve) => setTimeout(resolve, tryEvery));
      }
    }
  }

  private async destroy(tag: string): Promise<void> {
    const entry = this.entries.get(tag);
    if (entry) {
      await this.api.destroy(entry.id ?? (await this.api.idOf(tag)));
      this.strike(tag);
    }
    this.owed.delete(tag);
  }

  private async look(): Promise<void> {
    await Promise.all([...this.owed].map((tag) => this.destroy(tag).catch(() => {})));
    for (const [tag, { browser, onGone }] of this.running) {
      const runs = await this.api.isRunning(browser.machine.session_id).catch(() => null);
      if (runs === false && this.running.delete(tag)) {
        this.strike(tag);
        onGone(new ProviderFailure('failed', 'Hyperbeam has ended the browser.'));
      }
    }
  }

  private note(entry: BookEntry): void {
    this.entries.set(entry.tag, entry);
    this.options.book.write([...this.entries.values()]);
  }

  private strike(tag: string): void {
    if (this.entries.delete(tag)) {
      this.options.book.write([...this.entries.values()]);
    }
  }
}

/** The same time for every wrong one. */
function same(given: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(right));
}
