/**
 * An attendee's link through the relay. Cut off, it stays open and comes back by itself to the place that the relay
 * keeps for it; it closes when the relay, or whoever holds it, gives it up.
 */
import { TIMES } from '../protocol/limits';
import type { Position } from '../protocol/messages';
import { againSchema, resumeSchema, type Resume } from '../protocol/relayApi';
import { SessionError, type SessionErrorReason } from '../session/SessionError';
import type { Clock } from '../session/clock';
import { Backoff } from './backoff';
import type { DialHandlers, LinkClose, PairLink, Undo } from './Link';
import { LinkState } from './linkState';
import { frameOf, leaveRelay, relaySocket, textOf, type AttendeeSocket } from './relaySocket';

/** What the relay's refusals mean (RelayRefusal). */
const REFUSED: ReadonlyMap<string, SessionErrorReason> = new Map([
  ['full', 'full'],
  ['absent', 'presenter-absent'],
]);

/** How long the relay may take to say whether it can say events again, in milliseconds. */
const ANSWER_WITHIN = 2_000;

export interface RelayDialDeps {
  /** The session server's, as browsers reach it. */
  baseUrl: string;
  clock: Clock;
  /** In [0, 1). */
  random(): number;
  /** Tells whenever the server has answered a call of this page. */
  answered(handler: () => void): Undo;
}

class RelayLink implements PairLink {
  readonly route = 'relay';
  private readonly state = new LinkState();
  private readonly backoff: Backoff;
  private connecting = false;
  private cancelReturn: Undo = () => {};
  private readonly back = new Set<() => void>();
  private readonly unlisten: Undo;

  constructor(
    readonly id: string,
    private readonly socket: AttendeeSocket,
    private readonly deps: RelayDialDeps
  ) {
    const { clock, random, answered } = deps;
    this.backoff = new Backoff({ clock, random, every: TIMES.slowAttempt });
    this.unlisten = answered(() => this.connect());
    socket.on('frame', (data) => this.received(data));
    socket.on('connect', () => {
      this.connecting = false;
      this.cancelReturn();
      this.backoff.reset();
      this.back.forEach((handler) => handler());
    });
    socket.on('disconnect', (reason) => {
      if (reason === 'io server disconnect') {
        this.end('remote');
      } else {
        this.comeBack();
      }
    });
    socket.on('connect_error', () => {
      // The relay said no, rather than nothing: the place is gone.
      if (socket.active) {
        this.comeBack();
      } else {
        this.end('remote');
      }
    });
  }

  send(frame: Uint8Array): void {
    if (!this.state.closed) {
      this.socket.emit('frame', textOf(frame));
    }
  }

  bufferedBytes(): number {
    const waiting: unknown[] = this.state.closed ? [] : this.socket.io.engine.writeBuffer.map(({ data }) => data);
    return waiting.reduce<number>((sum, data) => sum + (typeof data === 'string' ? data.length : 0), 0);
  }

  async after(last: Position): Promise<boolean> {
    try {
      const again: unknown = await this.socket.timeout(ANSWER_WITHIN).emitWithAck('after', last);
      // Where it has nothing newer than that, the presenter has.
      return (againSchema.parse(again) ?? 0) > 0;
    } catch {
      return false;
    }
  }

  close(): void {
    this.end('local');
  }

  onFrame(handler: (frame: Uint8Array) => void): Undo {
    return this.state.onFrame(handler);
  }

  onClose(handler: (why: LinkClose) => void): Undo {
    return this.state.onClose(handler);
  }

  onBack(handler: () => void): Undo {
    this.back.add(handler);
    return () => this.back.delete(handler);
  }

  private received(data: unknown): void {
    const frame = frameOf(data);
    if (frame) {
      this.state.received(frame);
    } else {
      this.end('too-big');
    }
  }

  /** Now and then by itself, and as soon as something else of the page has reached the server. */
  private comeBack(): void {
    this.connecting = false;
    this.cancelReturn();
    if (!this.state.closed) {
      this.cancelReturn = this.deps.clock.after(this.backoff.next(), () => this.connect());
    }
  }

  /** Once at a time: a socket that is told to connect twice says twice who it is. */
  private connect(): void {
    if (!this.state.closed && !this.socket.connected && !this.connecting) {
      this.connecting = true;
      this.socket.connect();
    }
  }

  private end(why: LinkClose): void {
    if (this.state.close(why)) {
      this.cancelReturn();
      this.unlisten();
      leaveRelay(this.socket);
    }
  }
}

/** One attempt, with a ticket that was not used yet. The undo gives it up. */
export function dialRelay(deps: RelayDialDeps, ticket: string, on: DialHandlers): Undo {
  let place: Resume | null = null;
  let settled = false;
  const socket = relaySocket<AttendeeSocket>(deps.baseUrl, () => (place ? { resume: place } : { ticket }));
  const fail = (error: unknown) => {
    if (!settled) {
      settled = true;
      socket.disconnect();
      on.failed(error);
    }
  };
  const refused = (error: Error) => {
    fail(new SessionError(REFUSED.get(error.message) ?? 'connect-failed', { cause: error }));
  };
  const broken = () => fail(new SessionError('connect-failed'));
  socket.on('connect_error', refused);
  socket.on('disconnect', broken);
  socket.on('taken', (given) => {
    const parsed = resumeSchema.safeParse(given);
    if (!parsed.success) {
      fail(new SessionError('connect-failed'));
      return;
    }
    place = parsed.data;
    if (!settled) {
      settled = true;
      socket.off('connect_error', refused);
      socket.off('disconnect', broken);
      on.open(new RelayLink(place.memberId, socket, deps));
    }
  });
  socket.connect();
  return () => {
    if (!settled) {
      settled = true;
      socket.disconnect();
    }
  };
}
