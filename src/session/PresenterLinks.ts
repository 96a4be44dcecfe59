/** Every link of a presenter's page, on pairs and behind hubs alike: from the first frame to the last. */
import type { AttendeeJoin, AttendeeMessage, Position } from '../protocol/messages';
import type { HubLink, Listener, PairLink, Route, Undo } from '../transport/Link';
import { PENDING_LINKS, PresenterLink, type Channel, type PresenterLinkDeps } from './PresenterLink';

/** A handshake that takes longer than a whole room's that comes at once, in milliseconds, is somebody's who says nothing. */
const SLOW_HANDSHAKE = 3_000;

export interface PresenterLinksHandlers {
  joined(link: PresenterLink, join: AttendeeJoin): void;
  message(link: PresenterLink, message: AttendeeMessage): void;
  gone(link: PresenterLink): void;
  /** The attendee can be reached again, or cannot just now, although the link stays. */
  reach(link: PresenterLink): void;
  /** What carries this hub is there (again): what it has not kept yet is to be said again. */
  attached(hub: Pick<HubLink, 'broadcast' | 'keep' | 'proceed'>, kept: Position | null): void;
}

export class PresenterLinks {
  private readonly links = new Set<PresenterLink>();
  private readonly hubs = new Set<HubLink>();
  private readonly undo: Undo[];
  private closed = false;

  constructor(
    private readonly listener: Listener,
    private readonly deps: PresenterLinkDeps,
    private readonly on: PresenterLinksHandlers
  ) {
    this.undo = [listener.onPair((link) => this.acceptPair(link)), listener.onHub((hub) => this.acceptHub(hub))];
  }

  /** Sends a sealed frame once to each of these pairs and once to each hub, however many are behind it. */
  broadcast(frame: Uint8Array, joined: Iterable<PresenterLink>): void {
    for (const link of joined) {
      if (link.route === 'p2p') {
        link.sendSealed(frame);
      }
    }
    this.hubs.forEach((hub) => hub.broadcast(frame));
  }

  /** Whether all that carries others is there. */
  get hubsConnected(): boolean {
    return [...this.hubs].every(({ connected }) => connected);
  }

  /** Hands what keeps events the newest snapshot. */
  keep(frame: Uint8Array): void {
    this.hubs.forEach((hub) => hub.keep(frame));
  }

  /** The link counts as gone at once, whenever its wire says so. */
  drop(link: PresenterLink): void {
    link.close();
    this.gone(link);
  }

  /** Idempotent. */
  close(): void {
    this.closed = true;
    this.undo.splice(0).forEach((undo) => undo());
    this.links.forEach((link) => link.close());
    this.hubs.forEach((hub) => hub.close());
    this.listener.close();
  }

  private acceptPair(pair: PairLink): void {
    if (this.closed || !this.hasRoom(pair.route)) {
      pair.close();
      return;
    }
    const link = this.add(pair);
    pair.onFrame((frame) => link.push(frame));
    pair.onClose(() => this.gone(link));
  }

  private acceptHub(hub: HubLink): void {
    const members = new Map<string, PresenterLink>();
    this.hubs.add(hub);
    const memberGone = (memberId: string) => {
      const link = members.get(memberId);
      members.delete(memberId);
      if (link) {
        this.gone(link);
      }
    };
    hub.onMember((memberId) => {
      memberGone(memberId);
      if (this.closed || !this.hasRoom(hub.route)) {
        hub.drop(memberId);
        return;
      }
      const send = (frame: Uint8Array) => hub.sendTo(memberId, frame);
      members.set(memberId, this.add({ route: hub.route, send, close: () => hub.drop(memberId) }));
    });
    hub.onFrame((memberId, frame) => members.get(memberId)?.push(frame));
    hub.onMemberState((memberId, state) => {
      const link = members.get(memberId);
      if (link) {
        link.reachable = state === 'here';
        this.on.reach(link);
      }
    });
    hub.onAttached((kept) => this.on.attached(hub, kept));
    hub.onMemberGone(memberGone);
    hub.onClose(() => {
      this.hubs.delete(hub);
      [...members.keys()].forEach(memberGone);
    });
  }

  private add(channel: Channel): PresenterLink {
    const link: PresenterLink = new PresenterLink(channel, this.deps, {
      joined: (join) => this.on.joined(link, join),
      message: (message) => this.on.message(link, message),
    });
    this.links.add(link);
    return link;
  }

  private gone(link: PresenterLink): void {
    link.closed();
    if (this.links.delete(link)) {
      this.on.gone(link);
    }
  }

  /** Whether another link may begin its handshake. One that has taken its time with its own makes room. */
  private hasRoom(route: Route): boolean {
    const pending = [...this.links].filter((link) => link.route === route && link.attendeeId === null);
    const [oldest] = pending;
    if (pending.length < PENDING_LINKS[route]) {
      return true;
    }
    if (this.deps.clock.now() - oldest.since < SLOW_HANDSHAKE) {
      return false;
    }
    this.drop(oldest);
    return true;
  }
}
