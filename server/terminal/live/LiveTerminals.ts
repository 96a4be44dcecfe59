/** The shared terminals of this server's live sessions, one for each: from when its presenter shares it to the session's end. */
import type { Logger } from 'pino';
import type { WebSocket } from 'ws';
import { CLOSE } from '../../../src/protocol/terminalWire';
import type { Clock } from '../../clock';
import { TERMINAL_LIMITS as LIMITS } from '../limits';
import type { Wire } from '../Place';
import { serve, type TakenSocket } from '../seating';
import type { Shells } from '../shells';
import { TerminalSession } from '../TerminalSession';
import { LiveTerminal, type Shown } from './LiveTerminal';

export interface LiveTerminalsDeps {
  startShell: Shells['start'];
  /** Code of the screen model's thread. */
  modelCode(): Promise<string>;
  clock: Clock;
  log: Logger;
}

/** As wide as a presenter's dock may be; their window sets it as soon as they are connected. */
const FIRST_SIZE = { cols: 80, rows: 24 };

export class LiveTerminals {
  private readonly terminals = new Map<string, LiveTerminal>();
  private readonly starting = new Map<string, Promise<LiveTerminal | null>>();
  private readonly sockets = new Set<WebSocket>();
  private readonly ending = new Set<Promise<void>>();
  private unintroduced = 0;
  private closed = false;

  constructor(private readonly deps: LiveTerminalsDeps) {}

  get(session: string): LiveTerminal | null {
    return this.terminals.get(session) ?? null;
  }

  /** The one that is there, or a new shell; null where there are as many as may be. */
  open(session: string, epoch: number): Promise<LiveTerminal | null> {
    const there = this.get(session);
    if (there) {
      return Promise.resolve(there);
    }
    const starting =
      this.starting.get(session) ?? this.start(session, epoch).finally(() => this.starting.delete(session));
    this.starting.set(session, starting);
    return starting;
  }

  /** Ends the session's shell with all that runs in it. Idempotent. */
  drop(session: string): void {
    void this.get(session)?.session.end('closed', null);
  }

  /** Whether one more socket may be opened. */
  get hasRoom(): boolean {
    return !this.closed && this.unintroduced < LIMITS.unintroduced && this.sockets.size < LIMITS.clients;
  }

  /** Takes a socket of somebody who has shown a ticket of this session. */
  take(taken: TakenSocket, session: string, shown: Shown): void {
    const socket = taken.opened;
    this.sockets.add(socket);
    this.unintroduced += 1;
    let at: { terminal: LiveTerminal; wire: Wire } | null = null;
    serve(taken, this.deps, {
      introduced: () => (this.unintroduced -= 1),
      seat: async (hello, wire) => {
        const terminal = this.get(session);
        if (!terminal) {
          wire.text(JSON.stringify({ type: 'ended', why: 'gone', code: null }));
          return { code: CLOSE.ended };
        }
        at = { terminal, wire };
        return terminal.seat(shown, hello, wire);
      },
      hear: (seat, message) => at?.terminal.hear(seat, message) ?? false,
      gone: () => {
        this.sockets.delete(socket);
        at?.terminal.gone(at.wire);
      },
    });
  }

  /** Ends all shells and their processes; sockets are closed with 1001. */
  async close(): Promise<void> {
    this.closed = true;
    await Promise.all(this.starting.values());
    this.terminals.forEach(({ session }) => void session.end('closed', null));
    this.sockets.forEach((socket) => socket.close(1001));
    await Promise.all(this.ending);
  }

  private async start(session: string, epoch: number): Promise<LiveTerminal | null> {
    const { startShell, modelCode, clock, log } = this.deps;
    const code = await modelCode();
    if (this.closed || this.terminals.size >= LIMITS.sessions) {
      return null;
    }
    const shell = new TerminalSession(
      {
        name: session,
        modelCode: code,
        welcome: '',
        startShell,
        clock,
        log,
        // The session's own end is its end, and its presenter's page may be away meanwhile.
        lingerMs: null,
        onOver: () => {
          if (this.terminals.get(session)?.session === shell) {
            this.terminals.delete(session);
          }
          const done: Promise<void> = Promise.resolve()
            .then(() => shell.end('closed', null))
            .finally(() => this.ending.delete(done));
          this.ending.add(done);
        },
      },
      FIRST_SIZE
    );
    log.info({ session, pid: shell.pid }, 'terminal shared');
    const terminal = new LiveTerminal(shell, epoch);
    this.terminals.set(session, terminal);
    return terminal;
  }
}
