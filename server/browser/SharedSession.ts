/**
 * One shared browser: who is in it, who drives, and when it ends. Knows neither HTTP nor sockets nor what runs the browser;
 * time goes on when `look` is called.
 */
import type { Logger } from 'pino';
import type {
  BrowserEvent,
  BrowserSession,
  BrowserUser,
  Control,
  ProviderKind,
  Termination,
} from '../../src/protocol/browserApi';
import type { Clock } from '../clock';
import { BROWSER_CLOSE, BROWSER_LIMITS as LIMITS } from './limits';
import type { ProvidedBrowser } from './provider';
import { Roster, type Arrival, type Entry } from './Roster';

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

/** A socket of somebody who is in. */
export interface Wire {
  kind: 'events' | 'view';
  tell(event: BrowserEvent): void;
  close(code: number): void;
}

export type ControlRefusal = 'forbidden' | 'no-such-user';

type State = { kind: 'opening' } | { kind: 'open'; browser: ProvidedBrowser } | { kind: 'over' };

export class SharedSession {
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly expiresAt: number;
  private readonly roster: Roster;
  private readonly wires = new Map<string, Set<Wire>>();
  private readonly deadline: number;
  private state: State = { kind: 'opening' };
  private driving: Control = { mode: 'one', driver: null };
  /** Changes of who drives, one behind the other. */
  private changes: Promise<unknown> = Promise.resolve();
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
  }

  /** Null while it is being opened, and when it is over. */
  get browser(): ProvidedBrowser | null {
    return this.state.kind === 'open' ? this.state.browser : null;
  }

  get isOver(): boolean {
    return this.state.kind === 'over';
  }

  get control(): Control {
    return this.driving;
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
      this.say(entry.isNew && user.isCreator ? 'created' : 'joined', { user: user.id, from });
      if (entry.isNew && user.isCreator) {
        this.driving = { mode: 'one', driver: user.id };
      }
      this.activity(user.id);
      this.tellAll({ type: 'user_joined', user, totalUsers: this.users.length });
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
    const own = this.wires.get(user.id) ?? new Set();
    if ([...own].filter(({ kind }) => kind === wire.kind).length >= LIMITS.socketsPerUser) {
      return false;
    }
    this.wires.set(user.id, own.add(wire));
    this.heard(user.id);
    wire.tell({
      type: 'session_info',
      session: this.described(url),
      userId: user.id,
      provider: this.terms.provider,
      control: this.driving,
      endsWhenIdle: this.endsWhenIdle,
    });
    return true;
  }

  disconnect(user: BrowserUser, wire: Wire): void {
    const own = this.wires.get(user.id);
    if (own?.delete(wire)) {
      this.heard(user.id);
      if (own.size === 0) {
        this.wires.delete(user.id);
      }
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
      this.tellAll({ type: 'active' });
    }
  }

  /**
   * The creator's to give and take; a driver may give it back. Rejects as the provider does, and nothing has changed then.
   */
  async steer(by: BrowserUser, control: Control): Promise<ControlRefusal | null> {
    const change = this.changes.then(async () => {
      if (!by.isCreator && !this.isGivenBack(by, control)) {
        return 'forbidden';
      }
      if (control.mode === 'one' && control.driver !== null && !this.userBy(control.driver)) {
        return 'no-such-user';
      }
      await this.browser?.setControl(control);
      this.steered(control, by.id);
      if (control.mode === 'one' && control.driver !== null && !this.userBy(control.driver)) {
        // Gone while the provider was being told.
        this.takeBack();
      }
      return null;
    });
    this.changes = change.catch(() => {});
    return change;
  }

  leave(userId: string): void {
    this.part(userId, 'left', 1000);
    if (this.users.length === 0 && this.terms.kind === 'alone') {
      this.end('no_users');
    }
  }

  /** The one who is removed is told, and their token opens it no more. False where they are not here. Rejects as the provider does. */
  async remove(userId: string): Promise<boolean> {
    const wires = this.wires.get(userId) ?? [];
    wires.forEach((wire) => wire.tell({ type: 'removed' }));
    if (!this.part(userId, 'removed', BROWSER_CLOSE.removed)) {
      return false;
    }
    await this.browser?.remove(userId);
    return true;
  }

  /** Idempotent. Null where the server stops, which tells people by its sockets' end. */
  end(reason: Termination | null): void {
    if (this.state.kind === 'over') {
      return;
    }
    this.say('ended', { reason: reason ?? 'server_stopped' });
    if (reason !== null) {
      this.tellAll({ type: 'session_terminated', reason });
    }
    const { browser } = this;
    this.state = { kind: 'over' };
    this.deps.onOver(browser);
    this.wires.forEach((own) => own.forEach((wire) => wire.close(reason === null ? 1001 : 1000)));
    this.wires.clear();
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
      this.tellAll({ type: 'warning', reason: 'time_limit', endsAt: this.expiresAt });
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
      this.tellAll({
        type: 'warning',
        reason: 'inactivity',
        endsAt: Math.round(this.deps.clock.wall() + silentMs - idle),
      });
    }
  }

  private isGivenBack(by: BrowserUser, control: Control): boolean {
    return (
      this.driving.mode === 'one' &&
      this.driving.driver === by.id &&
      control.mode === 'one' &&
      (control.driver === null || control.driver === this.roster.creator?.id)
    );
  }

  private steered(control: Control, by: string | null): void {
    this.driving = control;
    this.say('control', { by, ...control });
    this.tellAll({ type: 'control_changed', control });
  }

  private part(userId: string, how: 'left' | 'removed', code: number): boolean {
    const user = this.roster.gone(userId, how);
    if (!user) {
      return false;
    }
    this.say(how, { user: userId });
    const wires = this.wires.get(userId) ?? [];
    this.wires.delete(userId);
    wires.forEach((wire) => wire.close(code));
    this.tellAll({ type: 'user_left', user, totalUsers: this.users.length });
    if (this.driving.mode === 'one' && this.driving.driver === userId) {
      this.takeBack();
    }
    return true;
  }

  /** Who drove is gone: the creator does, or nobody until they are back. */
  private takeBack(): void {
    const { creator } = this.roster;
    const control: Control = { mode: 'one', driver: creator && this.userBy(creator.id) ? creator.id : null };
    this.steered(control, null);
    this.changes = this.changes
      .then(() => this.browser?.setControl(this.driving))
      .catch((error: unknown) => this.deps.log.warn({ err: error, browser: this.terms.id }, 'control not taken back'));
  }

  private tellAll(event: BrowserEvent): void {
    this.wires.forEach((own) => own.forEach((wire) => wire.tell(event)));
  }

  private say(what: string, more: object): void {
    this.deps.log.info({ browser: this.terms.id, ...more }, `shared browser: ${what}`);
  }
}
