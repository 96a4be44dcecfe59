/** A client as the terminal's page is one, on a real socket: takes frames, says how much it has taken; draws nothing. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { decodeFrame, type Frame } from '../../src/protocol/terminalFrames';
import { decode, fromServerSchema, SUBPROTOCOL, type FromClient } from '../../src/protocol/terminalWire';
import { LeanSocket, type OnMessage } from './LeanSocket';
import type { Seat } from './sides';

/** As much of a socket as a viewer needs. */
interface Line {
  readonly isOpen: boolean;
  hear(listener: OnMessage): void;
  send(text: string): void;
  pause(): void;
  resume(): void;
  terminate(): void;
}

/** As the page does: after so many bytes, or milliseconds. */
const TELL = { bytes: 128 * 1024, after: 40 };

export class Viewer implements Seat {
  /** Bytes of output that came. */
  bytes = 0;
  /** Whole screens that came, each with the time by `performance.now()`. */
  screens: number[] = [];
  private inputs = 0;
  private taken = 0;
  private told = 0;
  private telling: NodeJS.Timeout | null = null;
  private heard: (bytes: Uint8Array) => void = () => {};
  private readonly welcomed: Promise<void>;

  private constructor(private readonly line: Line) {
    this.welcomed = new Promise((resolve) => {
      line.hear((data, isBinary) => {
        const frame = isBinary ? decodeFrame(data) : null;
        if (frame) {
          this.take(frame, data.length);
        } else if (decode(fromServerSchema, data.toString('utf8'))?.type === 'welcome') {
          resolve();
        }
      });
    });
  }

  /** Resolves when it is in; the first screen comes later. */
  static async join(port: number, session: string): Promise<Viewer> {
    return Viewer.enter(await lineTo(port, session));
  }

  /** One whose own collections of memory are not measured with the server; nobody else's client is like that. */
  static async joinLean(port: number, session: string): Promise<Viewer> {
    return Viewer.enter(await LeanSocket.open(port, `/socket?session=${session}`, SUBPROTOCOL));
  }

  private static async enter(line: Line): Promise<Viewer> {
    const viewer = new Viewer(line);
    const client = randomBytes(16).toString('hex');
    viewer.say({ type: 'hello', client, name: 'Bench', cols: 80, rows: 24, resume: null });
    await viewer.welcomed;
    return viewer;
  }

  type(data: string): void {
    this.say({ type: 'input', seq: (this.inputs += 1), data });
  }

  onOutput(listener: (bytes: Uint8Array) => void): void {
    this.heard = listener;
  }

  /** Takes nothing more, as a page whose computer sleeps. */
  stall(): void {
    this.line.pause();
  }

  resume(): void {
    this.line.resume();
  }

  close(): void {
    this.line.terminate();
    clearTimeout(this.telling ?? undefined);
  }

  private take(frame: Frame, length: number): void {
    if (frame.kind === 'screen') {
      this.screens.push(performance.now());
    }
    if (frame.kind !== 'resize') {
      this.bytes += frame.bytes.length;
      this.heard(frame.bytes);
    }
    this.taken += length;
    if (this.taken - this.told >= TELL.bytes) {
      this.tell();
    } else {
      this.telling ??= setTimeout(() => this.tell(), TELL.after);
    }
  }

  private tell(): void {
    clearTimeout(this.telling ?? undefined);
    this.telling = null;
    this.told = this.taken;
    this.say({ type: 'drawn', bytes: this.taken });
  }

  private say(message: FromClient): void {
    if (this.line.isOpen) {
      this.line.send(JSON.stringify(message));
    }
  }
}

async function lineTo(port: number, session: string): Promise<Line> {
  const socket = new WebSocket(`ws://localhost:${port}/socket?session=${session}`, [SUBPROTOCOL], {
    origin: `http://localhost:${port}`,
    perMessageDeflate: false,
  });
  socket.on('error', () => {});
  await once(socket, 'open');
  return {
    get isOpen() {
      return socket.readyState === WebSocket.OPEN;
    },
    hear: (listener) => void socket.on('message', (data: Buffer, isBinary) => listener(data, isBinary)),
    send: (text) => socket.send(text),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    terminate: () => socket.terminate(),
  };
}
