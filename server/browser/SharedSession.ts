/**
 * One shared browser: who is in it, who drives, and when it ends. Knows neither HTTP nor sockets nor what runs the browser;
 * time goes on when `look` is called.
 */
import type { Logger } from 'pino';
import type { BrowserSession, BrowserUser, Control, ProviderKind, Termination } from '../../src/protocol/browserApi';
import type { Clock } from '../clock';
import { BROWSER_CLOSE, BROWSER_LIMITS as LIMITS } from './limits';
import type { ProvidedBrowser } from './provider';
import { Roster, type Arrival, type Entry } from './Roster';
import { Steering, type ControlRefusal } from './Steering';
import { Wires, type Wire } from './Wires';

export interface SessionTerms {
  id: string;
  code: string;
  provider: ProviderKind;
  /** People at once. */
  users: number;
  durationMs: number;
  /** After how long without a sign of life somebody has left. */
  silentMs: number;
  /** By itself it ends when nobody does anything, or is there; inside of a live session it does not, and the code opens nothing. */
  kind: 'alone' | 'live';
}

export interface SessionDeps {
  clock: Clock;
  log: Logger;
  randomBytes(length: number): Uint8Array;
  /** Once, with the browser that is to be ended now; null where it was not there yet. */
  onOver(browser: ProvidedBrowser | null): void;
}

type State = { kind: 'opening' } | { kind: 'open'; browser: ProvidedBrowser } | { kind: 'over' };

export class SharedSession {
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly expiresAt: number;
  private readonly roster: Roster;
  private readonly steering: Steering;
  private readonly wires = new Wires();
  private readonly deadline: number;
  private state: State = { kind: 'opening' };
  private activeAt: number;
  private readonly warned = { idle: false, time: false };

  constructor(
    readonly terms: SessionTerms,
    private readonly deps: SessionDeps
  ) {
    this.createdAt = deps.clock.wall();
    this.expiresAt = this.createdAt + terms.durationMs;
    this.activeAt = deps.clock.monotonic();
    this.deadline = this.activeAt + terms.durationMs;
    this.roster = new Roster({
      ...deps,
      users: terms.users,
      remembered: Math.max(LIMITS.rememberedUsers, 2 * terms.users),
    });
    this.steering = new Steering({
      roster: this.roster,
      kind: terms.kind,
      browser: () => this.browser,
      onChange: (control, by) => {
        this.say('control', { by, ...control });
        this.wires.tellAll({ type: 'control_changed', control });
      },
      onFailure: (error) => deps.log.warn({ err: error, browser: terms.id }, 'control not taken back'),
    });
  }

  /** Null while it is being opened, and when it is over. */
  get browser(): ProvidedBrowser | null {
    return this.state.kind === 'open' ? this.state.browser : null;
  }

  get isOver(): boolean {
    return this.state.kind === 'over';
  }

  get control(): Control {
    return this.steering.control;
  }

  get users(): BrowserUser[] {
    return this.roster.here;
  }

  get endsWhenIdle(): boolean {
    return this.terms.kind === 'alone';
  }

  /** False where it was over before the browser was there. */
  open(browser: ProvidedBrowser): boolean {
    if (this.state.kind === 'over') {
      return false;
    }
    this.state = { kind: 'open', browser };
    this.activeAt = this.deps.clock.monotonic();
    return true;
  }

  /** `from` is the address or login that they come from, for the log alone. */
  enter({ from, ...who }: Pick<Arrival, 'name' | 'isCreator' | 'token'> & { from: string | null }): Entry {
    const { clock } = this.deps;
    const entry = this.roster.enter({ ...who, now: clock.monotonic(), wall: clock.wall() });
    if (entry.ok && (entry.isNew || entry.isBack)) {
      const { user } = entry;
      const isFirst = entry.isNew && user.isCreator && this.terms.kind === 'alone';
      this.say(isFirst ? 'created' : 'joined', { user: user.id, from });
      if (isFirst) {
        this.steering.begin({ mode: 'one', driver: user.id });
      }
      this.activity(user.id);
      this.wires.tellAll({ type: 'user_joined', user, totalUsers: this.users.length });
    }
    return entry;
  }

  /** Who is here by this token; that they ask is a sign of life. */
  userOf(token: string): BrowserUser | null {
    const user = this.roster.byToken(token);
    if (user) {
      this.heard(user.id);
    }
    return user;
  }

  userBy(id: string): BrowserUser | null {
    return this.roster.byId(id);
  }

  /** Whether the token is of somebody who is or was here and was not removed. */
  knows(token: string): boolean {
    return this.roster.knows(token);
  }

  isRemoved(token: string): boolean {
    return this.roster.isRemoved(token);
  }

  /** False where they have as many as they may. */
  connect(user: BrowserUser, wire: Wire, url: string): boolean {
    if (!this.wires.add(user.id, wire)) {
      return false;
    }
    this.heard(user.id);
    wire.tell({
      type: 'session_info',
      session: this.described(url),
      userId: user.id,
      provider: this.terms.provider,
      control: this.control,
      pass: this.browser?.passFor?.(user) ?? null,
      endsWhenIdle: this.endsWhenIdle,
    });
    return true;
  }

  disconnect(user: BrowserUser, wire: Wire): void {
    if (this.wires.remove(user.id, wire)) {
      this.heard(user.id);
    }
  }

  /** As members see it; `url` left out for others. */
  described(url?: string): BrowserSession {
    const { id, code } = this.terms;
    const { users, createdAt, expiresAt } = this;
    return { sessionId: id, shareCode: code, users, createdAt, expiresAt, ...(url !== undefined && { url }) };
  }

  /** A sign of life, which holds nothing up. */
  heard(userId: string): void {
    this.roster.heard(userId, this.deps.clock.monotonic());
  }

  /** Somebody does something. */
  activity(userId: string): void {
    this.heard(userId);
    this.activeAt = this.deps.clock.monotonic();
    if (this.warned.idle) {
      this.warned.idle = false;
      this.wires.tellAll({ type: 'active' });
    }
  }

  /**
   * The creator's to give and take, or, in a live session, the server's own (null); a driver may give it back. Rejects as the
   * provider does, and nothing has changed then.
   */
  steer(by: BrowserUser | null, control: Control): Promise<ControlRefusal | null> {
    return this.steering.change(by, control);
  }

  /** Somebody would like to drive: who created it is told. */
  askControl(user: BrowserUser): void {
    this.activity(user.id);
    const whom = this.steering.ask(user, this.deps.clock.monotonic());
    if (whom) {
      this.wires.tell(whom.id, { type: 'control_asked', userId: user.id });
    }
  }

  leave(userId: string): void {
    this.part(userId, 'left', 1000);
    if (this.users.length === 0 && this.terms.kind === 'alone') {
      this.end('no_users');
    }
  }

  /**
   * Their token opens it no more. Who is `removed` is told; the others come again with what they will be told by others. False
   * where they are not here. Rejects as the provider does.
   */
  async remove(userId: string, why: 'removed' | 'key' = 'removed'): Promise<boolean> {
    if (why === 'removed') {
      this.wires.tell(userId, { type: 'removed' });
    }
    if (!this.part(userId, 'removed', BROWSER_CLOSE[why])) {
      return false;
    }
    await this.browser?.remove(userId);
    return true;
  }

  /** Who has left comes back by no token of before. Rejects as the provider does. */
  async forgetLeft(except: string | null): Promise<void> {
    await Promise.all(this.roster.forgetLeft(except).map(({ id }) => this.browser?.remove(id)));
  }

  /** Idempotent. Null where the server stops, which tells people by its sockets' end. */
  end(reason: Termination | null): void {
    if (this.state.kind === 'over') {
      return;
    }
    this.say('ended', { reason: reason ?? 'server_stopped' });
    if (reason !== null) {
      this.wires.tellAll({ type: 'session_terminated', reason });
    }
    const { browser } = this;
    this.state = { kind: 'over' };
    this.deps.onOver(browser);
    this.wires.closeAll(reason === null ? 1001 : 1000);
  }

  /** Sees who has become silent and what is over. */
  look(): void {
    if (this.state.kind !== 'open') {
      return;
    }
    const { silentMs, durationMs } = this.terms;
    const now = this.deps.clock.monotonic();
    if (now >= this.deadline) {
      this.end('time_limit');
      return;
    }
    this.roster
      .silentSince(now - silentMs)
      .filter(({ id }) => !this.wires.has(id))
      .forEach(({ id }) => this.leave(id));
    this.lookForIdling(now);
    const left = this.deadline - now;
    if (!this.warned.time && left <= Math.min(LIMITS.warnedBefore, durationMs / 2)) {
      this.warned.time = true;
      this.wires.tellAll({ type: 'warning', reason: 'time_limit', endsAt: this.expiresAt });
    }
  }

  private lookForIdling(now: number): void {
    const { silentMs } = this.terms;
    const idle = now - this.activeAt;
    if (this.isOver || !this.endsWhenIdle) {
      return;
    }
    if (idle >= silentMs) {
      this.end('inactivity');
    } else if (!this.warned.idle && idle >= silentMs * LIMITS.warnedAt) {
      this.warned.idle = true;
      this.wires.tellAll({
        type: 'warning',
        reason: 'inactivity',
        endsAt: Math.round(this.deps.clock.wall() + silentMs - idle),
      });
    }
  }

  private part(userId: string, how: 'left' | 'removed', code: number): boolean {
    const user = this.roster.gone(userId, how);
    if (!user) {
      return false;
    }
    this.say(how, { user: userId });
    this.wires.close(userId, code);
    this.wires.tellAll({ type: 'user_left', user, totalUsers: this.users.length, how });
    this.steering.gone(userId);
    return true;
  }

  private say(what: string, more: object): void {
    this.deps.log.info({ browser: this.terms.id, ...more }, `shared browser: ${what}`);
  }
}
