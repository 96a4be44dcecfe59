/** A presenter's end of the relay: one send for everyone behind it. Cut off, it comes back by itself, with a new ticket. */
import { TIMES } from '../protocol/limits';
import type { Position } from '../protocol/messages';
import { attachedSchema, rosterDiffSchema, saidSchema, type Member } from '../protocol/relayApi';
import type { Clock } from '../session/clock';
import { Backoff } from './backoff';
import type { HubLink, LinkClose, Undo } from './Link';
import { frameOf, leaveRelay, relaySocket, textOf, type PresenterSocket } from './relaySocket';

export interface RelayHubDeps {
  /** The session server's, as browsers reach it. */
  baseUrl: string;
  clock: Clock;
  /** In [0, 1). */
  random(): number;
  /** 8 bytes as hex, new with each load of the page: who shook hands with an earlier one is to come anew. */
  load: string;
  /** A ticket that was not used yet, for each connection. */
  ticket(): Promise<string>;
}

export class RelayHub implements HubLink {
  readonly id = 'relay';
  readonly route = 'relay';
  private readonly socket: PresenterSocket;
  private readonly members = new Map<string, Member['state']>();
  private readonly on = {
    member: new Set<(memberId: string) => void>(),
    state: new Set<(memberId: string, state: Member['state']) => void>(),
    frame: new Set<(memberId: string, frame: Uint8Array) => void>(),
    gone: new Set<(memberId: string, why: LinkClose) => void>(),
    attached: new Set<(kept: Position | null) => void>(),
    closed: new Set<(why: LinkClose) => void>(),
  };
  private readonly backoff: Backoff;
  private ticket = '';
  private closed = false;
  private cancelRetry: Undo = () => {};

  constructor(private readonly deps: RelayHubDeps) {
    const { clock, random } = deps;
    this.backoff = new Backoff({ clock, random, every: TIMES.presenterAttemptEvery });
    this.socket = relaySocket<PresenterSocket>(deps.baseUrl, () => ({ ticket: this.ticket, load: deps.load }));
    this.socket.on('attached', (about) => this.attached(about));
    this.socket.on('roster', (diff) => this.changed(diff));
    this.socket.on('from', (said) => this.received(said));
    this.socket.on('connect_error', () => this.askAgain());
    this.socket.on('disconnect', () => this.askAgain());
    this.open();
  }

  get connected(): boolean {
    return this.socket.connected;
  }

  broadcast(frame: Uint8Array): void {
    // What is said while it is cut off is asked for when it is back.
    if (this.socket.connected) {
      this.socket.emit('all', textOf(frame));
    }
  }

  proceed(): void {
    if (this.socket.connected) {
      this.socket.emit('proceed');
    }
  }

  keep(frame: Uint8Array): void {
    if (this.socket.connected) {
      this.socket.emit('keep', textOf(frame));
    }
  }

  sendTo(memberId: string, frame: Uint8Array): void {
    if (this.members.has(memberId) && this.socket.connected) {
      this.socket.emit('to', memberId, textOf(frame));
    }
  }

  drop(memberId: string): void {
    if (this.members.delete(memberId)) {
      this.socket.emit('drop', memberId);
      this.on.gone.forEach((handler) => handler(memberId, 'local'));
    }
  }

  close(): void {
    if (!this.closed) {
      this.closed = true;
      this.cancelRetry();
      leaveRelay(this.socket);
      this.members.clear();
      this.on.closed.forEach((handler) => handler('local'));
    }
  }

  onMember(handler: (memberId: string) => void): Undo {
    return added(this.on.member, handler);
  }

  onMemberState(handler: (memberId: string, state: Member['state']) => void): Undo {
    return added(this.on.state, handler);
  }

  onFrame(handler: (memberId: string, frame: Uint8Array) => void): Undo {
    return added(this.on.frame, handler);
  }

  onMemberGone(handler: (memberId: string, why: LinkClose) => void): Undo {
    return added(this.on.gone, handler);
  }

  onAttached(handler: (kept: Position | null) => void): Undo {
    return added(this.on.attached, handler);
  }

  onClose(handler: (why: LinkClose) => void): Undo {
    return added(this.on.closed, handler);
  }

  private open(): void {
    this.deps.ticket().then(
      (ticket) => {
        if (!this.closed) {
          this.ticket = ticket;
          this.socket.connect();
        }
      },
      () => this.askAgain()
    );
  }

  private attached(about: unknown): void {
    const room = attachedSchema.safeParse(about);
    if (!room.success) {
      return;
    }
    this.backoff.reset();
    const there = new Set(room.data.members.map(({ memberId }) => memberId));
    [...this.members.keys()].filter((memberId) => !there.has(memberId)).forEach((id) => this.gone(id, 'remote'));
    room.data.members.forEach((member) => this.seen(member));
    this.on.attached.forEach((handler) => handler(room.data.kept));
  }

  private changed(data: unknown): void {
    const diff = rosterDiffSchema.safeParse(data);
    if (diff.success) {
      diff.data.members.forEach((member) => this.seen(member));
      diff.data.gone.forEach(({ memberId, why }) => this.gone(memberId, why === 'left' ? 'remote' : why));
    }
  }

  private received(data: unknown): void {
    for (const [memberId, text] of saidSchema.safeParse(data).data ?? []) {
      const frame = frameOf(text);
      if (frame) {
        // The roster is told now and then, what somebody says at once.
        if (!this.members.has(memberId)) {
          this.seen({ memberId, state: 'here' });
        }
        this.on.frame.forEach((handler) => handler(memberId, frame));
      }
    }
  }

  private seen({ memberId, state }: Pick<Member, 'memberId' | 'state'>): void {
    const before = this.members.get(memberId);
    this.members.set(memberId, state);
    if (before === undefined) {
      this.on.member.forEach((handler) => handler(memberId));
    }
    if ((before ?? 'here') !== state) {
      this.on.state.forEach((handler) => handler(memberId, state));
    }
  }

  private gone(memberId: string, why: LinkClose): void {
    if (this.members.delete(memberId)) {
      this.on.gone.forEach((handler) => handler(memberId, why));
    }
  }

  private askAgain(): void {
    if (!this.closed) {
      this.cancelRetry();
      this.cancelRetry = this.deps.clock.after(this.backoff.next(), () => this.open());
    }
  }
}

function added<H>(handlers: Set<H>, handler: H): Undo {
  handlers.add(handler);
  return () => handlers.delete(handler);
}
