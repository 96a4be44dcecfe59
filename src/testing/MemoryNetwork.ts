/** Links in memory, as pairs and behind a hub: ordered, delayed, breakable, lossy on request. Seeded by its `random`. */
import { LIMITS } from '../protocol/limits';
import type { Position } from '../protocol/messages';
import type { HubLink, LinkClose, Listener, PairLink, Route, Undo } from '../transport/Link';
import { LinkState } from '../transport/linkState';
import type { Clock } from '../session/clock';

export interface Weather {
  /** Milliseconds that a frame travels: at least, and at most that much more. */
  delay: { least: number; spread: number };
  /** Chance in [0, 1) that a frame vanishes although its link stays. */
  loss: number;
}

const CALM: Weather = { delay: { least: 1, spread: 0 }, loss: 0 };

interface End {
  state: LinkState;
  /** Set while the wire is cut: frames and closes do not arrive. */
  deaf: boolean;
  arrivesNotBefore: number;
}

export interface Wire {
  /** Nothing travels any more, and neither end is told. */
  cut(): void;
  /** Both ends are told. */
  close(): void;
  readonly closed: boolean;
}

export class MemoryNetwork {
  weather: Weather = CALM;
  private ids = 0;

  constructor(
    private readonly clock: Clock,
    private readonly random: () => number
  ) {}

  /** Two ends of one pair. */
  pair(route: Route = 'p2p'): { near: PairLink; far: PairLink; wire: Wire } {
    const a: End = { state: new LinkState(), deaf: false, arrivesNotBefore: 0 };
    const b: End = { state: new LinkState(), deaf: false, arrivesNotBefore: 0 };
    const wire: Wire = {
      cut: () => {
        a.deaf = true;
        b.deaf = true;
      },
      close: () => {
        a.state.close('failed');
        b.state.close('failed');
      },
      get closed() {
        return a.state.closed && b.state.closed;
      },
    };
    return { near: this.end(a, b, route), far: this.end(b, a, route), wire };
  }

  private end(own: End, other: End, route: Route): PairLink {
    return {
      id: `memory-${++this.ids}`,
      route,
      send: (frame) => {
        if (!own.state.closed) {
          this.carry(frame.slice(), own, other);
        }
      },
      bufferedBytes: () => 0,
      close: () => {
        if (own.state.close('local')) {
          this.later(own, other, () => other.state.close('remote'));
        }
      },
      onFrame: (handler) => own.state.onFrame(handler),
      onClose: (handler) => own.state.onClose(handler),
    };
  }

  private carry(frame: Uint8Array, own: End, other: End): void {
    if (this.random() >= this.weather.loss) {
      this.later(own, other, () => {
        if (frame.length <= LIMITS.frameBytes) {
          other.state.received(frame);
        } else if (other.state.close('too-big')) {
          this.later(other, own, () => own.state.close('remote'));
        }
      });
    }
  }

  /** In order of sending, whatever the delays. */
  private later(own: End, other: End, arrive: () => void): void {
    const { least, spread } = this.weather.delay;
    other.arrivesNotBefore = Math.max(other.arrivesNotBefore, this.clock.now() + least + this.random() * spread);
    this.clock.after(other.arrivesNotBefore - this.clock.now(), () => {
      if (!own.deaf && !other.deaf) {
        arrive();
      }
    });
  }
}

/** A presenter's listener that a test hands links to. */
export class MemoryListener implements Listener {
  private readonly pairs = new Set<(link: PairLink) => void>();
  private readonly hubs = new Set<(link: HubLink) => void>();
  private readonly open = new Set<PairLink>();
  closed = false;

  onPair(handler: (link: PairLink) => void): Undo {
    this.pairs.add(handler);
    return () => this.pairs.delete(handler);
  }

  onHub(handler: (link: HubLink) => void): Undo {
    this.hubs.add(handler);
    return () => this.hubs.delete(handler);
  }

  acceptPair(link: PairLink): void {
    if (this.closed) {
      link.close();
      return;
    }
    this.open.add(link);
    link.onClose(() => this.open.delete(link));
    this.pairs.forEach((handler) => handler(link));
  }

  acceptHub(link: HubLink): void {
    this.hubs.forEach((handler) => handler(link));
  }

  close(): void {
    this.closed = true;
    this.open.forEach((link) => link.close());
  }
}

/** A relay in memory: members dial in with pair links, the presenter holds one hub. */
export class MemoryHub {
  private readonly members = new Map<string, PairLink>();
  private readonly memberHandlers = new Set<(memberId: string) => void>();
  private readonly frameHandlers = new Set<(memberId: string, frame: Uint8Array) => void>();
  private readonly goneHandlers = new Set<(memberId: string, why: LinkClose) => void>();
  private readonly attachedHandlers = new Set<(kept: Position | null) => void>();
  private readonly state = new LinkState();
  /** Times that `broadcast` was called, whatever the number of members. */
  broadcasts = 0;
  /** What was called of `broadcast` and `proceed`. */
  readonly order: Array<'broadcast' | 'proceed'> = [];

  constructor(private readonly network: MemoryNetwork) {}

  readonly link: HubLink = {
    id: 'memory-hub',
    route: 'relay',
    connected: true,
    // Members ask the presenter for what they miss: this hub keeps nothing.
    keep: () => {},
    proceed: () => void this.order.push('proceed'),
    broadcast: (frame) => {
      this.broadcasts++;
      this.order.push('broadcast');
      this.members.forEach((member) => member.send(frame));
    },
    sendTo: (memberId, frame) => this.members.get(memberId)?.send(frame),
    drop: (memberId) => this.members.get(memberId)?.close(),
    close: () => {
      if (this.state.close('local')) {
        this.members.forEach((member) => member.close());
      }
    },
    onMember: (handler) => add(this.memberHandlers, handler),
    // Members are there until they are gone.
    onMemberState: () => () => {},
    onAttached: (handler) => add(this.attachedHandlers, handler),
    onFrame: (handler) => add(this.frameHandlers, handler),
    onMemberGone: (handler) => add(this.goneHandlers, handler),
    onClose: (handler) => this.state.onClose(handler),
  };

  /** As if it had been cut off, and were there again with `kept` as the newest event that it has. */
  attach(kept: Position | null): void {
    this.attachedHandlers.forEach((handler) => handler(kept));
  }

  /** A new member's own end. */
  dial(): { link: PairLink; wire: Wire } {
    const { near, far, wire } = this.network.pair('relay');
    this.members.set(near.id, near);
    near.onClose((why) => {
      this.members.delete(near.id);
      this.goneHandlers.forEach((handler) => handler(near.id, why));
    });
    this.memberHandlers.forEach((handler) => handler(near.id));
    near.onFrame((frame) => this.frameHandlers.forEach((handler) => handler(near.id, frame)));
    return { link: far, wire };
  }
}

function add<T>(handlers: Set<T>, handler: T): Undo {
  handlers.add(handler);
  return () => handlers.delete(handler);
}
