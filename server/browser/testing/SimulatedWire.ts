/** A viewer's socket over a wire of some width and length, by a clock that a test moves: what arrives is shown and acknowledged. */
import { EventEmitter } from 'node:events';
import type { WebSocket } from 'ws';
import { decodePicture, type Picture, type ViewCall } from '../../../src/protocol/browserWire';
import type { FakeClock } from '../../testing/fakeClock';

export interface WireBounds {
  bitsPerSecond: number;
  /** Milliseconds there and back. */
  roundTrip: number;
  /** Milliseconds that it has something else to do at first: the page itself. */
  busyFor?: number;
}

export class SimulatedWire extends EventEmitter {
  readonly OPEN = 1;
  readonly readyState = 1;
  readonly bufferedAmount = 0;
  /** What was shown, how long after it was sent, and when. */
  readonly shown: Array<{ kind: Picture['kind']; age: number; at: number }> = [];
  /** How often it was asked for an answer with nothing before that on it. */
  emptyPings = 0;
  private readonly coming: Array<{ at: number; arrive(): void }> = [];
  private free: number;

  constructor(
    private readonly clock: FakeClock,
    public bounds: WireBounds
  ) {
    super();
    this.free = clock.monotonic() + (bounds.busyFor ?? 0);
  }

  /** As the real one, to what wants a real one. */
  get socket(): WebSocket {
    return this as unknown as WebSocket;
  }

  say(call: ViewCall): void {
    this.emit('message', Buffer.from(JSON.stringify(call)), false);
  }

  send(data: Uint8Array | string): void {
    const picture = typeof data === 'string' ? null : decodePicture(data);
    const sent = this.clock.monotonic();
    this.free = Math.max(this.free, sent) + (data.length * 8000) / this.bounds.bitsPerSecond;
    if (picture) {
      this.later(this.free + this.bounds.roundTrip, () => {
        const now = this.clock.monotonic();
        this.shown.push({ kind: picture.kind, age: now - this.bounds.roundTrip / 2 - sent, at: now });
        this.say({ type: 'seen', frame: picture.number });
      });
    }
  }

  ping(): void {
    const now = this.clock.monotonic();
    this.emptyPings += this.free <= now ? 1 : 0;
    this.later(Math.max(this.free, now) + this.bounds.roundTrip, () => this.emit('pong'));
  }

  close(code: number): void {
    this.emit('close', code);
  }

  pause(): void {}

  resume(): void {}

  /** All that has arrived by now. */
  arrive(): void {
    const now = this.clock.monotonic();
    while (this.coming.length > 0 && this.coming[0].at <= now) {
      this.coming.shift()?.arrive();
    }
  }

  private later(at: number, arrive: () => void): void {
    this.coming.push({ at, arrive });
    this.coming.sort((a, b) => a.at - b.at);
  }
}
