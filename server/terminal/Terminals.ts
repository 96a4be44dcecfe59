/** All shells of this server, and the sockets that lead to them. */
import type { Logger } from 'pino';
import type { WebSocket } from 'ws';
import { CLOSE, type Access, type FromClient, type FromServer, type Size } from '../../src/protocol/terminalWire';
import type { Clock } from '../clock';
import type { TerminalAccess } from './access';
import { TERMINAL_LIMITS as LIMITS } from './limits';
import type { Wire } from './Place';
import { serve, type Hello, type Seat, type TakenSocket } from './seating';
import type { Shell, ShellEvents } from './Shell';
import { TerminalSession } from './TerminalSession';

const WELCOME = 'Shared terminal. Everybody here sees what is typed and may be able to type: keep secrets out of it.';

export interface TerminalsDeps {
  access: TerminalAccess;
  modelCode(): Promise<string>;
  startShell(size: Size, events: ShellEvents): Shell;
  clock: Clock;
  log: Logger;
  lingerMs: number;
}

export class Terminals {
  private readonly sessions = new Map<string, TerminalSession>();
  private readonly ending = new Set<Promise<void>>();
  private readonly sockets = new Set<WebSocket>();
  private unintroduced = 0;
  private closed = false;

  constructor(private readonly deps: TerminalsDeps) {}

  /** Which shell a session has now; null when none. */
  runOf(name: string): string | null {
    return this.sessions.get(name)?.run ?? null;
  }

  /** The process of a session's shell, for tests and the audit; null when there is none. */
  pidOf(name: string): number | null {
    return this.sessions.get(name)?.pid ?? null;
  }

  get size(): number {
    return this.sessions.size;
  }

  /** Whether one more socket may be opened. */
  get hasRoom(): boolean {
    return !this.closed && this.unintroduced < LIMITS.unintroduced && this.sockets.size < LIMITS.clients;
  }

  /** Takes a socket that may come to this session. A shell is started, where there is none, once it has said hello. */
  take(taken: TakenSocket, name: string, access: Access): void {
    const socket = taken.opened;
    this.sockets.add(socket);
    this.unintroduced += 1;
    serve(taken, this.deps, {
      introduced: () => (this.unintroduced -= 1),
      seat: (hello, wire) => this.seatFor(name, hello, access, wire),
      hear: (seat, message) => this.hear(seat, name, message),
      gone: () => this.sockets.delete(socket),
    });
  }

  /** Ends all shells and their processes; sockets are closed with 1001. */
  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.sessions.values()].map((session) => session.end('closed', null)));
    this.sockets.forEach((socket) => socket.close(1001));
    await Promise.all(this.ending);
  }

  private hear({ session, place }: Seat, name: string, message: Exclude<FromClient, { type: 'hello' }>): boolean {
    if (message.type === 'typing') {
      return false;
    }
    if (message.type !== 'read-link') {
      session.hear(place, message);
    } else if (place.access === 'type') {
      place.say({ type: 'read-link', key: this.deps.access.readLink(name, session.run) });
    }
    return true;
  }

  private async seatFor(name: string, hello: Hello, access: Access, wire: Wire): Promise<Seat | { code: number }> {
    const modelCode = await this.deps.modelCode();
    if (this.closed) {
      return { code: 1001 };
    }
    const there = this.sessions.get(name);
    if (!there && (access === 'read' || hello.resume !== null)) {
      wire.text(JSON.stringify({ type: 'ended', why: 'gone', code: null } satisfies FromServer));
      return { code: CLOSE.ended };
    }
    if (there ? there.isFull : this.sessions.size >= LIMITS.sessions) {
      return { code: CLOSE.full };
    }
    const session = there ?? this.start(name, hello, modelCode);
    return { session, place: session.join(wire, hello, { access, owner: access, rules: true }) };
  }

  private start(name: string, { cols, rows }: Size, modelCode: string): TerminalSession {
    const { startShell, clock, log, lingerMs } = this.deps;
    const session = new TerminalSession(
      {
        name,
        modelCode,
        welcome: WELCOME,
        startShell,
        clock,
        log,
        lingerMs,
        onOver: () => {
          if (this.sessions.get(name) === session) {
            this.sessions.delete(name);
          }
          const done: Promise<void> = Promise.resolve()
            .then(() => session.end('closed', null))
            .finally(() => this.ending.delete(done));
          this.ending.add(done);
        },
      },
      { cols, rows }
    );
    log.info({ session: name, pid: session.pid }, 'terminal started');
    this.sessions.set(name, session);
    return session;
  }
}
