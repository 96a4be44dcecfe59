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
import { Throughput } from './Throughput';
import { Window } from './Window';

export interface ViewerEvents {
  said(call: Exclude<ViewCall, { type: 'seen' | 'quality' }>): void;
  /** Whether it shows video is otherwise than before. */
  showsVideo(): void;
  /** It could show video from now on; `beginVideo` says that it shall. */
  couldShowVideo(): void;
  gone(): void;
}

/** `until`, `since`: by the clock. It `follows` while it has all of the video since its last key. */
type VideoState = { kind: 'stills'; until: number } | { kind: 'video'; follows: boolean; since: number };

export class Viewer {
  /** Whether it says that it can show video. */
  private canShowVideo = false;
  private video: VideoState = { kind: 'stills', until: -Infinity };
  /** Since when pictures of a video take too long; what had come meanwhile may not have been read yet, where the server was busy. */
  private behindSince: number | null = null;
  /** Milliseconds of stills when it next falls behind a video. */
  private rest: number = LIMITS.film.rest.first;
  private newest: Frame | null = null;
  private underWay: Array<{ number: number; at: number }> = [];
  private readonly throughput = new Throughput();
  private readonly window = new Window({ most: LIMITS.framesUnderWay, frameEvery: LIMITS.frameEvery });
  private lastState = '';
  /** Of the wire, in milliseconds; without what pictures take on it. */
  private roundTrip = Infinity;
  private pingedAt = 0;
  /** Of the empty wire. */
  private pings = 0;
  private pingedEmptyAt = 0;
  /** What an answer is waited for: on a wire with nothing on it, or behind a picture. */
  private pinged: 'empty' | { bytes: number } | null = null;

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
      const took = this.clock.monotonic() - this.pingedAt;
      if (this.pinged === 'empty') {
        this.roundTrip = Math.min(this.roundTrip, took);
      } else if (this.pinged) {
        this.throughput.arrived(this.pinged.bytes, took);
      }
      this.pinged = null;
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
        this.canShowVideo = call.codecs.includes('h264');
        if (!this.canShowVideo) {
          this.toStills(-Infinity);
        }
      } else {
        on.said(call);
      }
      brake.heard();
    });
    this.ping('empty');
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

  get hasVideo(): boolean {
    return this.video.kind === 'video';
  }

  /** Shows video from its last key on, for who comes into the middle of it; not where that is more than its wire soon takes. */
  beginVideo(group: readonly Frame[]): void {
    const bytes = group.reduce((sum, frame) => sum + frame.bytes.length, 0);
    const isSoonThere = bytes === 0 || this.throughput.timeOf(bytes, this.roundTrip) <= LIMITS.film.lag;
    if (!this.hasVideo && isSoonThere) {
      this.video = { kind: 'video', follows: false, since: this.clock.monotonic() };
      this.on.showsVideo();
      group.forEach((frame) => this.showVideo(frame));
    }
  }

  /** The next of a video. Whoever is behind gets stills, of which they take as few as they can. */
  showVideo(frame: Frame): void {
    if (this.video.kind !== 'video') {
      return;
    }
    this.newest = null;
    const now = this.clock.monotonic();
    if (this.video.follows && this.isBehind(now)) {
      this.behindSince ??= now;
    }
    if (this.behindSince !== null && now - this.behindSince > LIMITS.film.behindFor) {
      const { first, most, wornOffAfter } = LIMITS.film.rest;
      const rest = now - this.video.since > wornOffAfter ? first : this.rest;
      this.rest = Math.min(2 * rest, most);
      this.throughput.forget();
      this.behindSince = null;
      this.toStills(now + rest);
      return;
    }
    this.video.follows ||= frame.kind === 'key';
    if (this.video.follows) {
      this.send(frame);
    }
  }

  /** From here on stills follow; the newest that there is by now, null for none. */
  endVideo(newest: Frame | null): void {
    if (this.video.kind === 'video') {
      this.video.follows = false;
    }
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
    if (!this.isBehind(now)) {
      this.behindSince = null;
    }
    if (shown.length > 0) {
      if (this.mayShowVideo(now)) {
        this.on.couldShowVideo();
      }
      // With nothing before it on the wire. The first of all has the page itself before it.
      const isDue = this.pings < LIMITS.firstPings || now - this.pingedEmptyAt > LIMITS.pingEvery;
      if (this.underWay.length === 0 && isDue && this.pinged === null) {
        this.ping('empty');
      }
      this.sendNewest();
    }
  }

  private sendNewest(): void {
    if (!this.newest || !this.isOpen) {
      return;
    }
    const most = this.window.size(this.roundTrip, this.throughput.timeOf(this.newest.bytes.length, this.roundTrip));
    if (this.underWay.length >= most) {
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
      if (this.pinged === null) {
        this.ping({ bytes: bytes.length });
      }
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

  private isBehind(now: number): boolean {
    return this.underWay.length > 0 && now - this.underWay[0].at > this.mostLag;
  }

  private mayShowVideo(now: number): boolean {
    const { video, throughput } = this;
    return (
      this.canShowVideo &&
      video.kind === 'stills' &&
      now >= video.until &&
      throughput.carries(LIMITS.film.bitsPerSecond, this.roundTrip)
    );
  }

  private toStills(until: number): void {
    const had = this.hasVideo;
    this.video = { kind: 'stills', until };
    if (had) {
      this.on.showsVideo();
    }
  }

  /** Milliseconds. */
  private get mostLag(): number {
    return LIMITS.film.lag + (Number.isFinite(this.roundTrip) ? Math.min(this.roundTrip, LIMITS.film.lag) : 0);
  }

  private ping(what: 'empty' | { bytes: number }): void {
    this.pinged = what;
    this.pingedAt = this.clock.monotonic();
    if (what === 'empty') {
      this.pings += 1;
      this.pingedEmptyAt = this.pingedAt;
    }
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
