/** A viewer as the page is one on the wire, that draws nothing: takes pictures and says at once that they are seen. */
import { WebSocket } from 'ws';
import { TOKEN_PREFIX } from '../../src/protocol/browserApi';
import { decodePicture, VIEW_SUBPROTOCOL, type ViewCall } from '../../src/protocol/browserWire';
import type { Seen } from './probe';
import type { Ticket } from './Stage';

export class Sink {
  private begun = performance.now();
  private counted = { frames: 0, bytes: 0, jpeg: 0, h264: 0 };

  private constructor(private readonly socket: WebSocket) {
    socket.on('error', () => {});
    socket.on('message', (data: Buffer, isBinary) => {
      this.counted.bytes += data.length;
      const picture = isBinary ? decodePicture(data) : null;
      if (picture) {
        this.counted.frames += 1;
        this.counted[picture.kind === 'jpeg' ? 'jpeg' : 'h264'] += 1;
        this.say({ type: 'seen', frame: picture.number });
      }
    });
  }

  /** @param codecs as the real page told the server */
  static async open(url: string, { code, token }: Ticket, codecs: Array<'jpeg' | 'h264'>): Promise<Sink> {
    const socket = new WebSocket(
      `${url.replace('http', 'ws')}/api/vm/shared/view?shareCode=${code}`,
      [VIEW_SUBPROTOCOL, `${TOKEN_PREFIX}${token}`],
      { origin: url, perMessageDeflate: false }
    );
    const sink = new Sink(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', () => resolve());
      socket.once('error', reject);
    });
    sink.say({ type: 'quality', codecs });
    return sink;
  }

  watch(): Promise<void> {
    this.begun = performance.now();
    this.counted = { frames: 0, bytes: 0, jpeg: 0, h264: 0 };
    return Promise.resolve();
  }

  seen(): Promise<Seen> {
    return Promise.resolve({ ...this.counted, time: performance.now() - this.begun, ages: [] });
  }

  close(): void {
    this.socket.close();
  }

  private say(call: ViewCall): void {
    if (this.socket.readyState === WebSocket.OPEN) {
      this.socket.send(JSON.stringify(call));
    }
  }
}
