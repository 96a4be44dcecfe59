/**
 * What the `peer` package gets instead of a real socket. It uses four things of a socket: the events `message`, `close`
 * and `error`, and the methods `send` and `close`. Handing it these and no more puts our filter between the two without
 * touching the insides of either: `peer` sees a frame only when we emit it here.
 */
import { EventEmitter } from 'node:events';

export interface PeerFacingDeps {
  send(text: string): void;
  close(): void;
}

export class PeerFacingSocket extends EventEmitter {
  constructor(private readonly deps: PeerFacingDeps) {
    super();
  }

  send(text: string): void {
    this.deps.send(text);
  }

  close(): void {
    this.deps.close();
  }

  /** A frame that passed the filter. */
  deliver(text: string): void {
    this.emit('message', text);
  }

  /** The real socket is gone. */
  gone(): void {
    this.emit('close');
  }
}
