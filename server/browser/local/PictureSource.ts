/** A way to get pictures of what a browser shows. */
import type { CdpSession } from './cdp';

/** Made once, sent to everybody as it is. */
export interface Frame {
  number: number;
  /** As `encodePicture` makes it. */
  bytes: Uint8Array;
}

export interface PictureSource {
  /** Begins to show this target, or nothing. A first picture comes also when nothing changes. */
  show(session: CdpSession | null): void;
  /** Whether anybody looks. */
  watched(isWatched: boolean): void;
  close(): void;
}
