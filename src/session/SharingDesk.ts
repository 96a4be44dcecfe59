/**
 * A presenter's page and something that the session shares beside the guide, a terminal or a browser: opens it, says who may
 * use it, and tells the room with what key it is to be seen. What the page wants is said to the server as a whole, so that
 * saying it again does no harm.
 */
import type { z } from 'zod';
import { TIMES } from '../protocol/limits';
import type { StageEvent } from '../protocol/messages';
import type { Undo } from '../transport/Link';
import type { Clock } from './clock';
import { SessionError, type SessionErrorReason } from './SessionError';
import { readStored, writeStored, type KeyValueStore } from './store';
import { takeTurns } from './turns';

/** What is shared. `Wanted` is who may use it, `Told` what the room is told, `Answer` what the server says of it. */
export interface Shared<Wanted, Told, Answer extends { ticket: string }> {
  /** What nobody has said yet, and what is left once it is over. */
  nobody: Wanted;
  schema: z.ZodType<Wanted>;
  storeKey: string;
  /** Attendees who may use it. */
  named(wanted: Wanted): ReadonlySet<string>;
  told(answer: Answer): Told;
  isSame(one: Told, other: Told): boolean;
  /** Of those who may use it, by attendee. */
  keys(answer: Answer): ReadonlyMap<string, string>;
  opened(told: Told): StageEvent;
  closed: StageEvent;
  /** The server has none, or no room for one. */
  missing: SessionErrorReason;
}

export interface SharingDeps<Wanted, Answer> {
  clock: Clock;
  store: KeyValueStore;
  /** Rejects with a SessionError. */
  ask(start: boolean, wanted: Wanted): Promise<Answer>;
  /** Ends it. */
  close(): Promise<void>;
}

export interface SharingHandlers<Told> {
  changed(): void;
  publish(event: StageEvent): void;
  /** What the room was told last. */
  shared(): Told | null;
  /** One attendee alone hears with what to use it; null: no longer. */
  tell(attendeeId: string, key: string | null): void;
}

export class SharingDesk<Wanted, Told, Answer extends { ticket: string }> {
  private state: 'off' | 'starting' | 'on';
  private now: Wanted;
  private keys: ReadonlyMap<string, string> = new Map();
  private readonly inTurn = takeTurns();
  private cancelRetry: Undo = () => {};
  private closed = false;

  constructor(
    private readonly what: Shared<Wanted, Told, Answer>,
    private readonly deps: SharingDeps<Wanted, Answer>,
    private readonly on: SharingHandlers<Told>
  ) {
    this.state = on.shared() === null ? 'off' : 'on';
    this.now = readStored(deps.store, what.storeKey, what.schema) ?? what.nobody;
    this.goOn();
  }

  get sharing(): SharingDesk<Wanted, Told, Answer>['state'] {
    return this.state;
  }

  get wanted(): Wanted {
    return this.now;
  }

  /** Opens one for the session, or another in place of one that has ended. Rejects with a SessionError. */
  async share(): Promise<void> {
    const before = this.state;
    this.become('starting');
    try {
      await this.say(true);
    } catch (error) {
      this.become(before === 'starting' ? 'off' : before);
      const said = SessionError.from(error);
      throw said.reason === 'full' || said.reason === 'code-unknown' ? new SessionError(this.what.missing) : said;
    }
  }

  /** For everybody: it ends with all that runs in it. */
  stop(): void {
    this.over();
    void this.inTurn(() => this.deps.close()).catch(() => {});
  }

  /** Who may use it from now on; who no longer may is told at once. */
  want(wanted: Wanted): void {
    const before = this.what.named(this.now);
    this.keep(wanted);
    const named = this.what.named(wanted);
    [...before].filter((attendeeId) => !named.has(attendeeId)).forEach((attendeeId) => this.on.tell(attendeeId, null));
    this.goOn();
  }

  /** They have come on a new link: what they were told on the one before may be lost. */
  entered(attendeeId: string): void {
    if (this.state === 'on') {
      this.on.tell(attendeeId, this.keys.get(attendeeId) ?? null);
    }
  }

  /** The session has a new key: what is shared has one too, which the room is told with it. */
  rekeyed(): void {
    this.goOn();
  }

  /** With what this page comes to it. Rejects with a SessionError. */
  async ticket(): Promise<string> {
    if (this.state !== 'on') {
      throw new SessionError(this.what.missing);
    }
    return (await this.say(false)).ticket;
  }

  /** The page presents no longer; it goes on as long as the session does. */
  leave(): void {
    this.closed = true;
    this.cancelRetry();
  }

  private goOn(): void {
    if (this.state !== 'on' || this.closed) {
      return;
    }
    this.say(false).catch((error: unknown) => {
      if (SessionError.from(error).retry) {
        this.cancelRetry();
        this.cancelRetry = this.deps.clock.after(TIMES.leaseRenewal, () => this.goOn());
      }
    });
  }

  private say(start: boolean): Promise<Answer> {
    return this.inTurn(async () => {
      try {
        const answer = await this.deps.ask(start, this.now);
        this.heard(answer);
        return answer;
      } catch (error) {
        if (!start && this.state === 'on' && SessionError.from(error).reason === 'code-unknown') {
          // The server was started anew, or it ended by itself: nothing is there to be seen.
          this.over();
        }
        throw error;
      }
    });
  }

  private heard(answer: Answer): void {
    if (this.closed || this.state === 'off') {
      return;
    }
    const before = this.keys;
    this.keys = this.what.keys(answer);
    const told = this.what.told(answer);
    const shared = this.on.shared();
    if (shared === null || !this.what.isSame(shared, told)) {
      this.on.publish(this.what.opened(told));
    }
    const named = this.what.named(this.now);
    for (const [attendeeId, own] of this.keys) {
      if (before.get(attendeeId) !== own && named.has(attendeeId)) {
        this.on.tell(attendeeId, own);
      }
    }
    this.become('on');
  }

  private over(): void {
    this.cancelRetry();
    this.keys = new Map();
    this.keep(this.what.nobody);
    if (this.on.shared() !== null) {
      this.on.publish(this.what.closed);
    }
    this.become('off');
  }

  private keep(wanted: Wanted): void {
    this.now = wanted;
    writeStored(this.deps.store, this.what.storeKey, wanted);
    this.on.changed();
  }

  private become(state: SharingDesk<Wanted, Told, Answer>['state']): void {
    if (this.state !== state) {
      this.state = state;
      this.on.changed();
    }
  }
}
