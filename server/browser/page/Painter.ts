/** Draws pictures on the canvas, and decodes a video where the browser can. */
import type { Picture } from '../../../src/protocol/browserWire';
import { codecOf } from './h264';

/** Asked before the server is told that video can be shown: what the server encodes, in its usual profile. */
const LIKELY: VideoDecoderConfig = { codec: 'avc1.42e01f', optimizeForLatency: true };

export async function canDecodeVideo(): Promise<boolean> {
  try {
    return 'VideoDecoder' in window && (await VideoDecoder.isConfigSupported(LIKELY)).supported === true;
  } catch {
    return false;
  }
}

/** Never shows an older picture over a newer one, whichever of stills and video takes longer to decode. */
export class Painter {
  private newest = -1;
  private connection = 0;
  private readonly context: CanvasRenderingContext2D | null;

  constructor(private readonly canvas: HTMLCanvasElement) {
    this.context = canvas.getContext('2d', { alpha: false });
  }

  async still({ number, bytes }: Picture): Promise<void> {
    const { connection } = this;
    const image = await createImageBitmap(new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'image/jpeg' }));
    if (connection === this.connection) {
      this.draw(number, image, image.width, image.height);
    }
    image.close();
  }

  draw(number: number, image: CanvasImageSource, width: number, height: number): void {
    if (number < this.newest) {
      return;
    }
    this.newest = number;
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
    }
    this.context?.drawImage(image, 0, 0);
  }

  /** Numbers begin anew. */
  restart(): void {
    this.newest = -1;
    this.connection += 1;
  }
}

interface VideoEvents {
  onShown(number: number): void;
  onFailed(): void;
}

/** The number of a picture travels through the decoder as its time. */
export class Video {
  private decoder: VideoDecoder | null = null;

  constructor(
    private readonly painter: Painter,
    private readonly events: VideoEvents
  ) {}

  decode({ kind, number, bytes }: Picture): void {
    if (kind === 'key' && !this.decoder) {
      this.decoder = this.open(bytes);
    }
    this.decoder?.decode(
      new EncodedVideoChunk({
        type: kind === 'key' ? 'key' : 'delta',
        timestamp: number,
        data: bytes as Uint8Array<ArrayBuffer>,
      })
    );
  }

  reset(): void {
    if (this.decoder && this.decoder.state !== 'closed') {
      this.decoder.close();
    }
    this.decoder = null;
  }

  private open(key: Uint8Array): VideoDecoder {
    const codec = codecOf(key);
    if (codec === null) {
      throw new Error('a key picture without its parameters');
    }
    const decoder = new VideoDecoder({
      output: (frame) => {
        const { timestamp, displayWidth, displayHeight } = frame;
        this.painter.draw(timestamp, frame, displayWidth, displayHeight);
        frame.close();
        this.events.onShown(timestamp);
      },
      error: () => {
        this.decoder = null;
        this.events.onFailed();
      },
    });
    // Without a description the bytes are taken for Annex B.
    decoder.configure({ ...LIKELY, codec });
    return decoder;
  }
}
