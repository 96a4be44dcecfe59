/** Which signalling sockets are open, by peer id and by session. Pure. */
import { SIGNALLING_LIMITS } from './serverLimits';
import type { Ticket } from './tickets';

export interface OpenSocket {
  send(text: string): void;
  close(code: number, reason: string): void;
}

interface Entry {
  ticket: Ticket;
  socket: OpenSocket;
}

export class SocketBook {
  private readonly peers = new Map<string, Entry>();
  /** Peer ids of a session, oldest first. */
  private readonly sessions = new Map<string, Set<string>>();

  get size(): number {
    return this.peers.size;
  }

  add(ticket: Ticket, socket: OpenSocket): void {
    this.peers.set(ticket.peerId, { ticket, socket });
    const session = this.sessions.get(ticket.session) ?? new Set();
    this.sessions.set(ticket.session, session.add(ticket.peerId));
  }

  /** False when it was not there. */
  remove(peerId: string): boolean {
    const entry = this.peers.get(peerId);
    if (!entry) {
      return false;
    }
    this.peers.delete(peerId);
    const session = this.sessions.get(entry.ticket.session);
    session?.delete(peerId);
    if (session?.size === 0) {
      this.sessions.delete(entry.ticket.session);
    }
    return true;
  }

  byPeer(peerId: string): OpenSocket | null {
    return this.peers.get(peerId)?.socket ?? null;
  }

  presenters(): Entry[] {
    return [...this.peers.values()].filter(({ ticket }) => ticket.subject.role === 'presenter');
  }

  ofSession(session: string): OpenSocket[] {
    return this.entries(session).map((entry) => entry.socket);
  }

  /** Whether the session may have one socket more; its presenter always may. */
  hasRoom(ticket: Ticket): boolean {
    const size = this.sessions.get(ticket.session)?.size ?? 0;
    return ticket.subject.role === 'presenter' || size < SIGNALLING_LIMITS.socketsPerSession;
  }

  /** The socket to close before this attendee opens another one: its oldest, when it has as many as it may. */
  oldestBeyond(ticket: Ticket): OpenSocket | null {
    const { subject, session } = ticket;
    if (subject.role === 'presenter') {
      return null;
    }
    const own = this.entries(session).filter(
      ({ ticket: other }) => other.subject.role === 'attendee' && other.subject.attendeeId === subject.attendeeId
    );
    return own.length >= SIGNALLING_LIMITS.socketsPerAttendee ? own[0].socket : null;
  }

  private entries(session: string): Entry[] {
    return [...(this.sessions.get(session) ?? [])].flatMap((peerId) => this.peers.get(peerId) ?? []);
  }
}
