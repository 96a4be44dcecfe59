/** A way to get pictures of what a browser shows. */
import type { Picture } from '../../../src/protocol/browserWire';
import type { CdpSession } from './cdp';

/** Made once, sent to everybody as it is. Numbers rise, whatever the kinds. */
export interface Frame {
  kind: Picture['kind'];
  number: number;
  /** As `encodePicture` makes it. */
  bytes: Uint8Array;
}

/** What those who look can show. */
export interface Wanted {
  /** Somebody shows stills alone. */
  stills: boolean;
  /** Somebody shows video, too. */
  video: boolean;
}

export interface PictureSource {
  /** Begins to show this target, or nothing. A first picture comes also when nothing changes. */
  show(session: CdpSession | null): void;
  /** Told whenever it changes; nothing is wanted where nobody looks. */
  want(wanted: Wanted): void;
  close(): void;
}
