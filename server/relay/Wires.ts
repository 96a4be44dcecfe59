/** The wires that sockets of the relay come by: how much may come over one before it is read, and how many say nothing yet. */
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { TokenBucket, type Rate } from '../../src/protocol/tokenBucket';
import type { Clock } from '../clock';
import { RELAY_LIMITS } from '../serverLimits';

/** What is needed of engine.io's socket. */
interface Wire {
  readonly request: IncomingMessage;
  on(event: 'packet' | 'close', handler: () => void): unknown;
  close(discard?: boolean): void;
}

export interface WiresDeps {
  clock: Clock;
  /** The address to count against. */
  addressOf(request: IncomingMessage): string;
}

export class Wires {
  private readonly paces = new WeakMap<object, TokenBucket>();
  /** The address that it came from, of each that has not proved anything yet. */
  private readonly unproved = new Map<object, string>();
  private readonly unprovedOf = new Map<string, number>();
  private readonly connections = new WeakMap<object, Socket>();

  constructor(private readonly deps: WiresDeps) {}

  /** Whether this address may have another one that proves nothing for now. */
  hasRoom(request: IncomingMessage): boolean {
    return (this.unprovedOf.get(this.deps.addressOf(request)) ?? 0) < RELAY_LIMITS.unprovedPerAddress;
  }

  /** Counts whatever comes, also what no handler ever sees; a wire that brings more than it may is cut. */
  watch(wire: Wire): void {
    const address = this.deps.addressOf(wire.request);
    this.connections.set(wire, wire.request.socket);
    this.unproved.set(wire, address);
    this.unprovedOf.set(address, (this.unprovedOf.get(address) ?? 0) + 1);
    this.paces.set(wire, this.pace(RELAY_LIMITS.packets.unproved));
    wire.on('packet', () => {
      if (!this.paces.get(wire)?.take(this.deps.clock.monotonic())) {
        wire.close(true);
      }
    });
    wire.on('close', () => this.settled(wire));
  }

  connectionOf(wire: object): Socket | undefined {
    return this.connections.get(wire);
  }

  /** Who is on it has proved to be somebody. */
  proved(wire: object, role: 'presenter' | 'attendee'): void {
    this.settled(wire);
    this.paces.set(wire, this.pace(RELAY_LIMITS.packets[role]));
  }

  private pace(rate: Rate): TokenBucket {
    return new TokenBucket(rate, this.deps.clock.monotonic());
  }

  private settled(wire: object): void {
    const address = this.unproved.get(wire);
    if (address === undefined) {
      return;
    }
    this.unproved.delete(wire);
    const others = (this.unprovedOf.get(address) ?? 1) - 1;
    if (others > 0) {
      this.unprovedOf.set(address, others);
    } else {
      this.unprovedOf.delete(address);
    }
  }
}
