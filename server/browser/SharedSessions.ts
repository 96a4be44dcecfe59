/** The shared browsers of this server, by their codes: how they are started, found and ended. Knows neither HTTP nor sockets. */
import type { Logger } from 'pino';
import type { BrowserUser, Control } from '../../src/protocol/browserApi';
import { codeFromBytes, CODE_LENGTH } from '../../src/protocol/shareCode';
import type { Clock } from '../clock';
import type { Undo } from '../undo';
import { BROWSER_LIMITS as LIMITS } from './limits';
import { ProviderFailure, type ProvidedBrowser, type Provider } from './provider';
import { SharedSession, type SessionTerms } from './SharedSession';

export interface SessionsDeps {
  provider: Provider;
  /** People in one, and milliseconds. */
  limits: { users: number; durationMs: number; silentMs: number };
  clock: Clock;
  log: Logger;
  randomBytes(length: number): Uint8Array;
}

export interface Opening {
  /** An http or https address. */
  startUrl: string;
  /** Against whom it counts, an address or a login; null where something else bounds it. */
  owner: string | null;
  /** Left out for one that stands alone. */
  live?: Pick<SessionTerms, 'users' | 'durationMs'> & { onOver(): void };
}

type Refused =
  /** `owner`: has as many as they may, `freeAt` says when one of them is over at the latest, in milliseconds since 1970. */
  { ok: false; why: 'owner'; freeAt: number } | { ok: false; why: 'full' };

export type Started = { ok: true; session: SharedSession } | Refused;
export type Opened = { ok: true; session: SharedSession; user: BrowserUser; token: string } | Refused;

export class SharedSessions {
  private readonly sessions = new Map<string, { session: SharedSession; owner: string | null }>();
  private readonly ending = new Set<Promise<void>>();
  private readonly launching = new Set<Promise<unknown>>();
  private readonly swept: Promise<void>;
  private readonly stop: Undo;
  private closed = false;

  constructor(private readonly deps: SessionsDeps) {
    this.swept = deps.provider.sweep().catch((error: unknown) => {
      deps.log.error({ err: error }, 'what browsers of before have left behind could not be removed');
    });
    const looks = setInterval(() => this.all().forEach((session) => session.look()), LIMITS.lookEvery);
    looks.unref();
    this.stop = () => clearInterval(looks);
  }

  get size(): number {
    return this.sessions.size;
  }

  get users(): number {
    return this.all().reduce((sum, { users }) => sum + users.length, 0);
  }

  /** Null where no session that is on has this code. */
  byCode(code: string): SharedSession | null {
    const session = this.sessions.get(code)?.session;
    return session?.browser ? session : null;
  }

  /** A browser with its creator in it, who drives. Rejects with ProviderFailure; nothing is left of it then. */
  async open(opening: Opening & { name: string | undefined }): Promise<Opened> {
    const started = await this.start(opening);
    if (!started.ok) {
      return started;
    }
    const { session } = started;
    const entry = session.enter({ name: opening.name, isCreator: true, token: null, from: opening.owner });
    if (!entry.ok) {
      throw new Error('a new session has no room for its creator');
    }
    await this.handOver(session, session.control);
    return { ok: true, session, user: entry.user, token: entry.token };
  }

  /** A browser with nobody in it. Rejects with ProviderFailure; nothing is left of it then. */
  async start({ startUrl, owner, live }: Opening): Promise<Started> {
    const refusal = this.refusalOf(owner);
    if (refusal) {
      return refusal;
    }
    const { provider, clock, log, randomBytes, limits } = this.deps;
    const code = this.freeCode();
    const session: SharedSession = new SharedSession(
      {
        id: Buffer.from(randomBytes(16)).toString('hex'),
        code,
        provider: provider.kind,
        ...limits,
        ...(live && { users: live.users, durationMs: live.durationMs }),
        kind: live ? 'live' : 'alone',
      },
      {
        clock,
        log,
        randomBytes,
        onOver: (browser) => {
          this.sessions.delete(code);
          if (browser) {
            this.endLater(browser);
          }
          live?.onOver();
        },
      }
    );
    // Counted from now on: those who ask at once are not to get more than those who ask one after the other.
    this.sessions.set(code, { session, owner });
    const launched = this.launch(session, startUrl).finally(() => this.launching.delete(launched));
    this.launching.add(launched);
    try {
      await launched;
    } catch (error) {
      this.sessions.delete(code);
      session.end('provider_error');
      throw error;
    }
    return { ok: true, session };
  }

  /** As Provider has it; undefined where this one never asks. */
  admits(question: { bearer: string | null; body: unknown }): object | null | undefined {
    return this.deps.provider.admits?.(question);
  }

  /** Ends all sessions, and resolves when nothing is left of their browsers. */
  async close(): Promise<void> {
    this.closed = true;
    this.stop();
    this.all().forEach((session) => session.end(null));
    await this.swept;
    await Promise.allSettled(this.launching);
    await Promise.all(this.ending);
    await this.deps.provider.close();
  }

  private all(): SharedSession[] {
    return [...this.sessions.values()].map(({ session }) => session);
  }

  private refusalOf(owner: string | null): Refused | null {
    const own = [...this.sessions.values()].filter((each) => owner !== null && each.owner === owner);
    if (own.length >= LIMITS.sessionsPerOwner) {
      return { ok: false, why: 'owner', freeAt: Math.min(...own.map(({ session }) => session.expiresAt)) };
    }
    return this.sessions.size + this.ending.size >= LIMITS.sessions || this.closed ? { ok: false, why: 'full' } : null;
  }

  private async launch(session: SharedSession, startUrl: string): Promise<void> {
    const { provider, log } = this.deps;
    await this.swept;
    const browser = await provider.launch({
      sessionId: session.terms.id,
      startUrl,
      expiresAt: session.expiresAt,
      onActivity: (userId) => session.activity(userId),
      onGone: (error) => {
        log.warn({ browser: session.terms.id, why: error.message }, 'the browser of a session is gone');
        session.end('provider_error');
      },
    });
    if (!session.open(browser)) {
      await browser.end();
      throw new ProviderFailure('failed', 'The browser has ended as soon as it was there. Try again.');
    }
  }

  private async handOver(session: SharedSession, control: Control): Promise<void> {
    try {
      await session.browser?.setControl(control);
    } catch (error) {
      session.end('provider_error');
      throw error;
    }
  }

  private endLater(browser: ProvidedBrowser): void {
    const done: Promise<void> = browser
      .end()
      .catch((error: unknown) => this.deps.log.error({ err: error }, 'a browser could not be ended'))
      .finally(() => this.ending.delete(done));
    this.ending.add(done);
  }

  private freeCode(): string {
    for (;;) {
      const code = codeFromBytes(this.deps.randomBytes(CODE_LENGTH));
      if (!this.sessions.has(code)) {
        return code;
      }
    }
  }
}
