/**
 * Pictures in the order in which they are to be shown, however long each takes: of stills only the newest that waits, of a video
 * each one, since it builds on those before. Knows no DOM; what decodes is passed in.
 */
import type { Picture } from '../../../src/protocol/browserWire';

export interface PictureQueueDeps {
  /** Resolves once it is on the screen. */
  showStill(picture: Picture): Promise<void>;
  video: {
    /** Shows it in a while and then says `shown`. Throws what cannot be decoded. */
    decode(picture: Picture): void;
    reset(): void;
  } | null;
  /** The newest that is on the screen; the server waits for it. */
  onSeen(number: number): void;
  /** This page shows no video any more. */
  onVideoFailed(): void;
}

export class PictureQueue {
  private isShowing = false;
  private waiting: Picture | null = null;
  /** Whether what a delta builds on is there. */
  private hasKey = false;
  private isVideoBroken = false;
  private newest = -1;

  constructor(private readonly deps: PictureQueueDeps) {}

  take(picture: Picture): void {
    if (picture.kind === 'jpeg') {
      this.hasKey = false;
      this.waiting = picture;
      void this.showNext();
      return;
    }
    const { video } = this.deps;
    if (!video || this.isVideoBroken || (picture.kind === 'delta' && !this.hasKey)) {
      // The server would wait for it for ever.
      this.deps.onSeen(picture.number);
      return;
    }
    this.hasKey = true;
    try {
      video.decode(picture);
    } catch {
      this.videoFailed();
    }
  }

  /** Said by the video, of a picture that is on the screen now. */
  shown(number: number): void {
    this.seen(number);
  }

  /** Said by the video: from here on only stills come through. */
  videoFailed(): void {
    if (!this.isVideoBroken) {
      this.isVideoBroken = true;
      this.deps.onVideoFailed();
    }
  }

  /** A new connection begins anew, with its own numbers. */
  restart(): void {
    this.waiting = null;
    this.hasKey = false;
    this.newest = -1;
    this.deps.video?.reset();
  }

  private async showNext(): Promise<void> {
    if (this.isShowing) {
      return;
    }
    this.isShowing = true;
    while (this.waiting) {
      const picture: Picture = this.waiting;
      this.waiting = null;
      // One that is broken is over as well: the next will be whole.
      await this.deps.showStill(picture).catch(() => {});
      this.seen(picture.number);
    }
    this.isShowing = false;
  }

  private seen(number: number): void {
    if (number > this.newest) {
      this.newest = number;
      this.deps.onSeen(number);
    }
  }
}
