/**
 * A presenter's page and the session's shared terminal: shares it, says who may type, and tells the room with what key it
 * is to be seen. What the page wants is said to the server as a whole, so that saying it again does no harm.
 */
import { z } from 'zod';
import type { TerminalRequest, TerminalResponse } from '../protocol/directoryApi';
import { LIMITS, TIMES } from '../protocol/limits';
import { attendeeIdSchema, type SharedTerminal, type StageEvent } from '../protocol/messages';
import type { Undo } from '../transport/Link';
import type { Clock } from './clock';
import { typistsKey } from './presentingRecord';
import { SessionError } from './SessionError';
import { readStored, writeStored, type KeyValueStore } from './store';
import { takeTurns } from './turns';

export interface TerminalDeskDeps {
  clock: Clock;
  store: KeyValueStore;
  sessionId: string;
  /** Rejects with a SessionError. */
  ask(wanted: Pick<TerminalRequest, 'start' | 'typists'>): Promise<TerminalResponse>;
  /** Ends the shell. */
  close(): Promise<void>;
}

export interface TerminalDeskHandlers {
  changed(): void;
  publish(event: StageEvent): void;
  /** What the room was told last. */
  shared(): SharedTerminal | null;
  /** One attendee alone hears with what to type; null: no longer. */
  tell(attendeeId: string, key: string | null): void;
}

const typistsSchema = z.array(attendeeIdSchema).max(LIMITS.typists);

export class TerminalDesk {
  private state: 'off' | 'starting' | 'on';
  private wanted: ReadonlySet<string>;
  private keys: ReadonlyMap<string, string> = new Map();
  private readonly inTurn = takeTurns();
  private cancelRetry: Undo = () => {};
  private closed = false;

  constructor(
    private readonly deps: TerminalDeskDeps,
    private readonly on: TerminalDeskHandlers
  ) {
    this.state = on.shared() === null ? 'off' : 'on';
    this.wanted = new Set(readStored(deps.store, typistsKey(deps.sessionId), typistsSchema) ?? []);
    this.goOn();
  }

  view() {
    return { state: this.state, typists: this.wanted };
  }

  /** Opens a terminal for the session, or another in place of one that has ended. Rejects with a SessionError. */
  async share(): Promise<void> {
    const before = this.state;
    this.become('starting');
    try {
      await this.say(true);
    } catch (error) {
      this.become(before === 'starting' ? 'off' : before);
      const said = SessionError.from(error);
      throw said.reason === 'full' || said.reason === 'code-unknown' ? new SessionError('no-terminal') : said;
    }
  }

  /** For everybody: the shell ends with all that runs in it. */
  stop(): void {
    this.over();
    void this.inTurn(() => this.deps.close()).catch(() => {});
  }

  /** Whether this attendee may type. Ignored beyond as many as may. */
  letType(attendeeId: string, may: boolean): void {
    if (may === this.wanted.has(attendeeId) || (may && this.wanted.size >= LIMITS.typists)) {
      return;
    }
    this.want(may ? [...this.wanted, attendeeId] : [...this.wanted].filter((each) => each !== attendeeId));
    if (!may) {
      this.on.tell(attendeeId, null);
    }
    this.goOn();
  }

  /** They have come on a new link: what they were told on the one before may be lost. */
  entered(attendeeId: string): void {
    if (this.state === 'on') {
      this.on.tell(attendeeId, this.keys.get(attendeeId) ?? null);
    }
  }

  /** The session has a new key: the terminal has one too, which the room is told with it. */
  rekeyed(): void {
    this.goOn();
  }

  /** What one socket of this page is opened with. Rejects with a SessionError. */
  async ticket(): Promise<string> {
    if (this.state !== 'on') {
      throw new SessionError('no-terminal');
    }
    return (await this.say(false)).ticket;
  }

  /** The page presents no longer; the terminal goes on as long as the session does. */
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

  private say(start: boolean): Promise<TerminalResponse> {
    return this.inTurn(async () => {
      try {
        const answer = await this.deps.ask({ start, typists: [...this.wanted] });
        this.heard(answer);
        return answer;
      } catch (error) {
        if (!start && this.state === 'on' && SessionError.from(error).reason === 'code-unknown') {
          // The server was started anew, or the shell was left: nothing is there to be seen.
          this.over();
        }
        throw error;
      }
    });
  }

  private heard({ shell, key, typists }: TerminalResponse): void {
    if (this.closed || this.state === 'off') {
      return;
    }
    const before = this.keys;
    this.keys = new Map(typists.map(({ attendeeId, key: own }) => [attendeeId, own]));
    const shared = this.on.shared();
    if (shared?.shell !== shell || shared.key !== key) {
      this.on.publish({ type: 'terminal_open', terminal: { shell, key } });
    }
    for (const [attendeeId, own] of this.keys) {
      if (before.get(attendeeId) !== own && this.wanted.has(attendeeId)) {
        this.on.tell(attendeeId, own);
      }
    }
    this.become('on');
  }

  private over(): void {
    this.cancelRetry();
    this.keys = new Map();
    this.want([]);
    if (this.on.shared() !== null) {
      this.on.publish({ type: 'terminal_close' });
    }
    this.become('off');
  }

  private want(attendeeIds: readonly string[]): void {
    this.wanted = new Set(attendeeIds);
    writeStored(this.deps.store, typistsKey(this.deps.sessionId), attendeeIds);
    this.on.changed();
  }

  private become(state: TerminalDesk['state']): void {
    if (this.state !== state) {
      this.state = state;
      this.on.changed();
    }
  }
}
