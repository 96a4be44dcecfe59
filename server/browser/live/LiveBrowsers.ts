/** The shared browsers of this server's live sessions, one for each: from when its presenter shares it to the session's end. */
import type { Logger } from 'pino';
import { LIMITS } from '../../../src/protocol/limits';
import { BROWSER_LIMITS } from '../limits';
import type { SharedSessions } from '../SharedSessions';
import { LiveBrowser } from './LiveBrowser';

export class LiveBrowsers {
  private readonly browsers = new Map<string, LiveBrowser>();
  private readonly starting = new Map<string, Promise<LiveBrowser | null>>();
  /** Sessions that were over before their browser was there. */
  private readonly dropped = new Set<string>();

  constructor(
    private readonly sessions: SharedSessions,
    private readonly log: Logger
  ) {}

  get(session: string): LiveBrowser | null {
    return this.browsers.get(session) ?? null;
  }

  /** The one that is there, or a new one; null where there are as many as may be. Rejects with ProviderFailure. */
  open(session: string, epoch: number, startUrl: string): Promise<LiveBrowser | null> {
    const there = this.get(session);
    if (there) {
      return Promise.resolve(there);
    }
    const starting =
      this.starting.get(session) ??
      this.start(session, epoch, startUrl).finally(() => {
        this.starting.delete(session);
        this.dropped.delete(session);
      });
    this.starting.set(session, starting);
    return starting;
  }

  /** Ends the session's browser, also one that is being started. Idempotent. */
  drop(session: string): void {
    if (this.starting.has(session)) {
      this.dropped.add(session);
    }
    this.get(session)?.session.end('creator_ended');
  }

  private async start(session: string, epoch: number, startUrl: string): Promise<LiveBrowser | null> {
    const started = await this.sessions.start({
      startUrl,
      owner: null,
      live: {
        // The roster, and its presenter.
        users: LIMITS.roster + 1,
        durationMs: BROWSER_LIMITS.liveFor,
        onOver: () => this.browsers.delete(session),
      },
    });
    if (!started.ok) {
      return null;
    }
    const browser = new LiveBrowser(started.session, epoch);
    this.log.info({ browser: started.session.terms.id, session }, 'shared browser: created');
    if (!started.session.isOver) {
      this.browsers.set(session, browser);
    }
    if (this.dropped.has(session)) {
      this.drop(session);
      started.session.end('creator_ended');
    }
    return browser;
  }
}
