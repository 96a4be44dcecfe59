/**
 * A WebSocket client that makes no memory of its own for what it gets. `ws` makes a buffer for each read, and what a flood of
 * them has collected stands the measuring program still for up to 30 ms at a time, which was taken for the server's doing.
 * Knows as much of RFC 6455 as the terminal's server says: whole frames, pings, an end.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

const OPCODE = { text: 1, binary: 2, close: 8, ping: 9, pong: 10 };
const FINAL = 0x80;
const MASKED = 0x80;
/** More than one frame of the terminal and one read. */
const MOST = 8 * 1024 * 1024;

export type OnMessage = (data: Buffer, isBinary: boolean) => void;

export class LeanSocket {
  private readonly held = Buffer.allocUnsafeSlow(MOST);
  private length = 0;
  private isUpgraded = false;
  private upgraded: () => void = () => {};
  private onMessage: OnMessage = () => {};
  private socket!: Socket;

  private constructor() {}

  /** @returns one that is open */
  static async open(port: number, path: string, protocol: string): Promise<LeanSocket> {
    const lean = new LeanSocket();
    const open = new Promise<void>((resolve) => (lean.upgraded = resolve));
    lean.socket = connect({
      port,
      host: 'localhost',
      onread: {
        buffer: Buffer.allocUnsafeSlow(64 * 1024),
        callback(bytes, buffer) {
          lean.take(Buffer.from(buffer.buffer, buffer.byteOffset, bytes));
          return true;
        },
      },
    });
    lean.socket.on('error', () => {});
    lean.socket.setNoDelay();
    await once(lean.socket, 'connect');
    lean.socket.write(
      [
        `GET ${path} HTTP/1.1`,
        `Host: localhost:${port}`,
        `Origin: http://localhost:${port}`,
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
        `Sec-WebSocket-Protocol: ${protocol}`,
        '\r\n',
      ].join('\r\n')
    );
    await open;
    return lean;
  }

  get isOpen(): boolean {
    return !this.socket.destroyed;
  }

  /** @param listener gets bytes that are others once it returns */
  hear(listener: OnMessage): void {
    this.onMessage = listener;
  }

  send(text: string): void {
    this.write(OPCODE.text, Buffer.from(text));
  }

  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  terminate(): void {
    this.socket.destroy();
  }

  private write(opcode: number, body: Buffer): void {
    // A mask of zeros is one, too.
    const mask = Buffer.alloc(4);
    const head =
      body.length < 126
        ? Buffer.of(FINAL | opcode, MASKED | body.length)
        : Buffer.of(FINAL | opcode, MASKED | 126, body.length >> 8, body.length & 0xff);
    this.socket.write(Buffer.concat([head, mask, body]));
  }

  private take(bytes: Buffer): void {
    bytes.copy(this.held, this.length);
    this.length += bytes.length;
    let at = this.isUpgraded ? 0 : this.answered();
    for (let end = this.endOf(at); end !== null; end = this.endOf(at)) {
      this.frame(this.held.subarray(at, end));
      at = end;
    }
    this.held.copyWithin(0, at, this.length);
    this.length -= at;
  }

  /** Bytes of the server's answer; 0 while it is not there. */
  private answered(): number {
    const end = this.held.subarray(0, this.length).indexOf('\r\n\r\n');
    if (end === -1) {
      return 0;
    }
    const [status] = this.held.toString('latin1', 0, end).split('\r\n');
    if (!status.includes(' 101 ')) {
      throw new Error(`the terminal said ${status}`);
    }
    this.isUpgraded = true;
    this.upgraded();
    return end + 4;
  }

  /** Null where the frame is not all there. */
  private endOf(at: number): number | null {
    const there = this.length - at;
    if (!this.isUpgraded || there < 2) {
      return null;
    }
    const end = at + headOf(this.held, at) + bodyOf(this.held, at);
    return end <= this.length && there >= headOf(this.held, at) ? end : null;
  }

  private frame(frame: Buffer): void {
    const body = frame.subarray(headOf(frame, 0));
    const opcode = frame[0] & 0x0f;
    if (opcode === OPCODE.ping) {
      this.write(OPCODE.pong, Buffer.from(body));
    } else if (opcode === OPCODE.close) {
      this.socket.destroy();
    } else {
      this.onMessage(body, opcode === OPCODE.binary);
    }
  }
}

const headOf = (bytes: Buffer, at: number) => ({ 126: 4, 127: 10 })[bytes[at + 1]] ?? 2;

function bodyOf(bytes: Buffer, at: number): number {
  const short = bytes[at + 1];
  return short === 126 ? bytes.readUInt16BE(at + 2) : short === 127 ? Number(bytes.readBigUInt64BE(at + 2)) : short;
}
