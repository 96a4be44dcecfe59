/** A link over one WebRTC data channel, whoever set it up: bounded, closed once, its last frames not lost. */
import { LIMITS } from '../protocol/limits';
import type { Clock } from '../session/clock';
import type { LinkClose, PairLink, Undo } from './Link';
import { LinkState } from './linkState';

/** Bytes that may wait in a data channel before its attendee counts as too slow and has to come back for a snapshot. */
const MOST_BUFFERED = 4 * 1024 * 1024;

/** How long what was sent before a close may take to leave, in milliseconds. */
const FAREWELL = 1_000;

export interface DataChannelLinkDeps {
  id: string;
  peerConnection: RTCPeerConnection;
  channel: RTCDataChannel;
  clock: Clock;
  /** Closes the connection for good; called once. */
  close(): void;
}

export class DataChannelLink implements PairLink {
  readonly route = 'p2p';
  readonly id: string;
  private readonly state = new LinkState();
  private cancelFarewell: Undo = () => {};
  private over = false;

  constructor(private readonly deps: DataChannelLinkDeps) {
    const { id, peerConnection, channel } = deps;
    this.id = id;
    // Never fallen below from above, it fires no event; at 0, the default, every frame of every link would fire one.
    channel.bufferedAmountLowThreshold = MOST_BUFFERED;
    peerConnection.addEventListener('connectionstatechange', this.watch);
  }

  /** What came, whatever it is. */
  received(data: unknown): void {
    if (!(data instanceof ArrayBuffer) || data.byteLength > LIMITS.frameBytes) {
      this.end('too-big');
    } else {
      this.state.received(new Uint8Array(data));
    }
  }

  send(frame: Uint8Array): void {
    const { channel } = this.deps;
    if (this.state.closed || channel.readyState !== 'open') {
      return;
    }
    if (channel.bufferedAmount > MOST_BUFFERED) {
      this.end('slow');
      return;
    }
    try {
      // No frame is in shared memory.
      channel.send(frame as Uint8Array<ArrayBuffer>);
    } catch {
      this.end('failed');
    }
  }

  bufferedBytes(): number {
    return this.deps.channel.bufferedAmount;
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

  /** Idempotent. */
  end(why: LinkClose): void {
    if (!this.state.close(why)) {
      return;
    }
    const { channel, clock, peerConnection } = this.deps;
    peerConnection.removeEventListener('connectionstatechange', this.watch);
    if (why !== 'local' || channel.readyState !== 'open') {
      this.finish();
      return;
    }
    // What has not left yet, often the reason for the close, is lost when the connection is closed, and in Chromium
    // also when the channel is closed before its buffer is empty.
    this.cancelFarewell = clock.after(FAREWELL, () => this.finish());
    channel.addEventListener('close', () => this.finish());
    if (channel.bufferedAmount === 0) {
      channel.close();
    } else {
      channel.bufferedAmountLowThreshold = 0;
      channel.addEventListener('bufferedamountlow', () => channel.close());
    }
  }

  private finish(): void {
    if (!this.over) {
      this.over = true;
      this.cancelFarewell();
      this.deps.close();
    }
  }

  private readonly watch = (): void => {
    if (this.deps.peerConnection.connectionState === 'failed') {
      this.end('failed');
    }
  };
}
