/** All shells of this server, and the sockets that lead to them. */
import type { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import type { Logger } from 'pino';
import type { Clock } from '../clock';
import { TokenBucket } from '../../src/protocol/tokenBucket';
import type { TerminalAccess } from './access';
import { TERMINAL_LIMITS as LIMITS } from './limits';
import type { Place, Wire } from './Place';
import type { Shell, ShellEvents } from './Shell';
import { TerminalSession } from './TerminalSession';
import { CLOSE, decode, fromClientSchema, type Access, type FromClient, type FromServer, type Size } from './wire';

export interface TerminalsDeps {
  access: TerminalAccess;
  modelCode(): Promise<string>;
  startShell(size: Size, events: ShellEvents): Shell;
  clock: Clock;
  log: Logger;
  lingerMs: number;
}

/** A socket, and the connection below it, to which frames are written that are made for all. */
export interface TakenSocket {
  opened: WebSocket;
  raw: Duplex;
}

/** Between two looks whether a held-up socket may be read again, in milliseconds. */
const LOOK_EVERY = 20;

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
  take({ opened: socket, raw }: TakenSocket, name: string, access: Access): void {
    this.sockets.add(socket);
    this.unintroduced += 1;
    let introduced = false;
    const introduce = () => {
      if (!introduced) {
        introduced = true;
        this.unintroduced -= 1;
        clearTimeout(overdue);
      }
    };
    const overdue = setTimeout(() => socket.close(CLOSE.malformed), LIMITS.introduceWithin);
    const wire = wireTo(socket, raw);
    let seat: { session: TerminalSession; place: Place } | null = null;
    const rate = new TokenBucket(LIMITS.messages, this.deps.clock.monotonic());

    socket.on('error', (error) => this.deps.log.debug({ err: error }, 'terminal socket'));
    socket.on('close', () => {
      introduce();
      this.sockets.delete(socket);
      seat?.session.leave(seat.place, wire);
    });
    socket.on('message', (data, isBinary) => {
      const message = isBinary ? null : decode(fromClientSchema, textOf(data));
      if (!message || (message.type === 'hello') !== (seat === null && !introduced)) {
        socket.close(CLOSE.malformed);
        return;
      }
      if (message.type === 'hello') {
        introduce();
        socket.pause();
        this.seatFor(name, message, access, wire).then(
          (found) => {
            if ('code' in found) {
              socket.close(found.code);
            } else {
              seat = found;
              if (socket.readyState !== socket.OPEN) {
                found.session.leave(found.place, wire);
              }
            }
            socket.resume();
          },
          (error: unknown) => {
            this.deps.log.error({ err: error }, 'no terminal');
            socket.close(1011);
          }
        );
      } else if (seat) {
        this.hear(seat, name, message);
        const isOwed = message.type === 'drawn' && seat.place.takeOwed();
        if ((!isOwed && !rate.take(this.deps.clock.monotonic())) || !seat.session.takesInput) {
          holdUp(socket, () => seat?.session.takesInput ?? true);
        }
      }
    });
  }

  /** Ends all shells and their processes; sockets are closed with 1001. */
  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.sessions.values()].map((session) => session.end('closed', null)));
    this.sockets.forEach((socket) => socket.close(1001));
    await Promise.all(this.ending);
  }

  private hear(
    { session, place }: { session: TerminalSession; place: Place },
    name: string,
    message: Exclude<FromClient, { type: 'hello' }>
  ): void {
    if (message.type !== 'read-link') {
      session.hear(place, message);
    } else if (place.access === 'type') {
      place.say({ type: 'read-link', key: this.deps.access.readLink(name, session.run) });
    }
  }

  private async seatFor(
    name: string,
    hello: Extract<FromClient, { type: 'hello' }>,
    access: Access,
    wire: Wire
  ): Promise<{ session: TerminalSession; place: Place } | { code: number }> {
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
    return { session, place: session.join(wire, hello, access) };
  }

  private start(name: string, { cols, rows }: Size, modelCode: string): TerminalSession {
    const { startShell, clock, log, lingerMs } = this.deps;
    const session = new TerminalSession(
      {
        name,
        modelCode,
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

function wireTo(socket: WebSocket, raw: Duplex): Wire {
  const isOpen = () => socket.readyState === socket.OPEN;
  return {
    text: (message) => isOpen() && socket.send(message),
    // As it is: without compression what `ws` sends is written at once, so that nothing of it comes between.
    frame: ({ bytes }) => isOpen() && raw.write(bytes),
    close: (code) => socket.close(code),
  };
}

/** Reads no more from a socket until it may; TCP then holds up who sends. */
function holdUp(socket: WebSocket, may: () => boolean): void {
  socket.pause();
  const look = setInterval(() => {
    if (may() || socket.readyState !== socket.OPEN) {
      clearInterval(look);
      socket.resume();
    }
  }, LOOK_EVERY);
}

function textOf(data: RawData): string {
  return (Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer)).toString('utf8');
}
