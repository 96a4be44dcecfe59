/**
 * What is typed, on its way into a pty that may be full. node-pty leaves writing to libuv, which on the master's side of a
 * pty tries again without end while the whole process stands still (`UV_HANDLE_BLOCKING_WRITES` in uv_tty_init): a
 * program that asks its terminal much, and wants its output read before it reads the answers, held the server up for good.
 */
import { writeSync } from 'node:fs';
import { Socket } from 'node:net';
import type { IPty } from '@lydell/node-pty';
import { z } from 'zod';

/** Milliseconds between looking whether a pty that was full has room. */
const LOOK_EVERY = 5;

/** What node-pty keeps inside: the master's side, which libuv has made one that does not block, and the stream that owns it. */
const insideSchema = z.object({ fd: z.number().int().nonnegative(), _socket: z.instanceof(Socket) });

const isFull = (error: unknown) => z.object({ code: z.literal('EAGAIN') }).safeParse(error).success;

export class PtyInput {
  private readonly fd: number;
  private readonly stream: Socket;
  private readonly queue: Buffer[] = [];
  private bytes = 0;
  private again: NodeJS.Timeout | null = null;

  /** @throws ZodError where node-pty is another one inside than this was written for */
  constructor(pty: IPty) {
    const { fd, _socket } = insideSchema.parse(pty);
    this.fd = fd;
    this.stream = _socket;
  }

  /** Bytes that the pty has not taken yet. */
  get waiting(): number {
    return this.bytes;
  }

  /** Whether its number may be another file's by now: a program that gives its terminal up closes it long before it ends. */
  get isClosed(): boolean {
    return this.stream.destroyed;
  }

  onClosed(listener: () => void): void {
    this.stream.once('close', listener);
  }

  write(data: string): void {
    const bytes = Buffer.from(data);
    if (bytes.length === 0) {
      return;
    }
    this.queue.push(bytes);
    this.bytes += bytes.length;
    if (this.again === null) {
      this.flush();
    }
  }

  /** Forgets what waits. */
  close(): void {
    if (this.again !== null) {
      clearTimeout(this.again);
    }
    this.again = null;
    this.queue.length = 0;
    this.bytes = 0;
  }

  private flush(): void {
    this.again = null;
    for (let first = this.queue.at(0); first !== undefined; first = this.queue.at(0)) {
      if (this.isClosed) {
        return this.close();
      }
      let taken: number;
      try {
        taken = writeSync(this.fd, first);
      } catch (error) {
        if (isFull(error)) {
          this.again = setTimeout(() => this.flush(), LOOK_EVERY);
          return;
        }
        // EIO: nobody is at the other side any more.
        return this.close();
      }
      this.bytes -= taken;
      if (taken < first.length) {
        this.queue[0] = first.subarray(taken);
      } else {
        this.queue.shift();
      }
    }
  }
}
