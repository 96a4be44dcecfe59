/**
 * One page that shows the browser. Gets the newest picture there is whenever it has shown the one before, so that a slow
 * one gets fewer and never older ones; what it says is parsed here, and read more slowly where it comes too fast.
 */
import type { WebSocket } from 'ws';
import { TokenBucket } from '../../../src/protocol/tokenBucket';
import { viewCallSchema, type ViewCall, type ViewEvent } from '../../../src/protocol/browserWire';
import { Brake } from '../../Brake';
import type { Clock } from '../../clock';
import type { Member } from '../provider';
import { LOCAL_LIMITS as LIMITS, VIEW_CLOSE } from './limits';
import type { Frame } from './PictureSource';
import { Window } from './Window';

export interface ViewerEvents {
  said(call: Exclude<ViewCall, { type: 'seen' | 'quality' }>): void;
  /** Whether it shows video is otherwise than before. */
  showsVideo(): void;
  gone(): void;
}

export class Viewer {
  /** Whether it shows video, too. */
  hasVideo = false;
  private newest: Frame | null = null;
  /** Pictures that are on their way, and since when. */
  private underWay: Array<{ number: number; at: number }> = [];
  /** Whether it has all of the video since its last key. */
  private follows = false;
  /** When it fell behind a video last. */
  private fellAt = -Infinity;
  private readonly window = new Window({ most: LIMITS.framesUnderWay, frameEvery: LIMITS.frameEvery });
  private lastState = '';
  /** Of the wire, in milliseconds; without what pictures take on it. */
  private roundTrip = Infinity;
  private pingedAt = 0;

  constructor(
    readonly member: Member,
    private readonly socket: WebSocket,
    private readonly clock: Clock,
    private readonly on: ViewerEvents
  ) {
    const brake = new Brake(socket, new TokenBucket(LIMITS.messages, clock.monotonic()), clock);
    socket.on('error', () => {});
    socket.once('close', () => on.gone());
    socket.on('pong', () => {
      this.roundTrip = Math.min(this.roundTrip, this.clock.monotonic() - this.pingedAt);
    });
    socket.on('message', (data: Buffer, isBinary) => {
      const call = isBinary || data.length > LIMITS.messageBytes ? null : parsed(data.toString('utf8'));
      if (!call) {
        socket.close(VIEW_CLOSE.malformed);
        return;
      }
      if (call.type === 'seen') {
        this.seen(call.frame);
      } else if (call.type === 'quality') {
        const hasVideo = call.codecs.includes('h264');
        if (hasVideo !== this.hasVideo) {
          this.hasVideo = hasVideo;
          this.follows = false;
          on.showsVideo();
        }
      } else {
        on.said(call);
      }
      brake.heard();
    });
    this.ping();
  }

  /** Of several windows each is told by itself; the same twice is said once. */
  tell(event: ViewEvent): void {
    const text = JSON.stringify(event);
    if (event.type === 'state') {
      if (text === this.lastState) {
        return;
      }
      this.lastState = text;
    }
    this.put(text);
  }

  show(frame: Frame): void {
    this.newest = frame;
    this.sendNewest();
  }

  /** A video from its last key on, for who comes into the middle of it. */
  follow(group: readonly Frame[]): void {
    group.forEach((frame) => this.showVideo(frame));
  }

  /** The next of a video. Whoever is behind gets nothing until a key comes and all before it has been seen. */
  showVideo(frame: Frame): void {
    this.newest = null;
    const now = this.clock.monotonic();
    const isBehind = this.underWay.length > 0 && now - this.underWay[0].at > this.mostLag;
    if (isBehind && this.follows) {
      const again = now - this.fellAt < LIMITS.film.fallsWithin;
      this.fellAt = now;
      if (again) {
        // Its wire is too thin for a video; of stills it gets as few as it takes.
        this.hasVideo = false;
        this.follows = false;
        this.on.showsVideo();
        return;
      }
    }
    this.follows = !isBehind && (frame.kind === 'key' || this.follows);
    if (this.follows) {
      this.send(frame);
    }
  }

  /** From here on stills follow; the newest that there is by now, null for none. */
  endVideo(newest: Frame | null): void {
    this.follows = false;
    if (newest) {
      this.show(newest);
    }
  }

  close(code: number): void {
    this.socket.close(code);
  }

  private get isOpen(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }

  private seen(number: number): void {
    const now = this.clock.monotonic();
    const shown = this.underWay.filter((each) => each.number <= number);
    this.underWay = this.underWay.filter((each) => each.number > number);
    shown.forEach(({ at }) => this.window.arrived(now - at));
    if (shown.length > 0) {
      if (this.underWay.length === 0 && now - this.pingedAt > LIMITS.pingEvery) {
        this.ping();
      }
      this.sendNewest();
    }
  }

  private sendNewest(): void {
    if (!this.newest || !this.isOpen || this.underWay.length >= this.window.size(this.roundTrip)) {
      return;
    }
    const next = this.newest;
    this.newest = null;
    this.send(next);
  }

  private send({ number, bytes }: Frame): void {
    if (this.isOpen) {
      this.underWay.push({ number, at: this.clock.monotonic() });
      this.put(bytes);
    }
  }

  /** Whoever reads nothing, and says that all was shown, is cut off before it fills our memory. */
  private put(data: string | Uint8Array): void {
    if (this.socket.bufferedAmount > LIMITS.unsentBytes) {
      this.socket.terminate();
    } else if (this.isOpen) {
      this.socket.send(data);
    }
  }

  /** Milliseconds. */
  private get mostLag(): number {
    return LIMITS.film.lag + (Number.isFinite(this.roundTrip) ? Math.min(this.roundTrip, LIMITS.film.lag) : 0);
  }

  private ping(): void {
    this.pingedAt = this.clock.monotonic();
    if (this.isOpen) {
      this.socket.ping();
    }
  }
}

function parsed(text: string): ViewCall | null {
  try {
    return viewCallSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
