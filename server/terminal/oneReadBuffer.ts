/**
 * A pty's output without a buffer for each read. Node makes one of 64 KiB for every read of a stream, of which a pty fills
 * 4 KiB, so that a flood is mostly spent on collecting them: 100 MB took 1.6 s, and take 1.25 s with one buffer for all
 * (`bench -- terminal`). Node's way to that is a stream's `onread`, which node-pty does not offer; it makes its stream of the
 * class that `node:tty` exports, so that is another one while it does.
 */
import type { OnReadOpts, SocketConstructorOpts } from 'node:net';
import tty from 'node:tty';

/** Of all streams: reads are taken one after the other. */
const buffer = Buffer.allocUnsafeSlow(64 * 1024);

/**
 * @param make calls node-pty's `spawn`
 * @param onRead takes what was read; the bytes are others once it returns
 * @returns what `make` made, and whether its output goes to `onRead`; where it does not, it comes by its own events
 */
export function withOneReadBuffer<T>(make: () => T, onRead: (bytes: Uint8Array) => void): { made: T; isRead: boolean } {
  let isRead = false;
  class OneBufferStream extends tty.ReadStream {
    constructor(fd: number) {
      // Any stream of node's takes it (net.Socket); its types know it of `connect` alone.
      const options: SocketConstructorOpts & { onread: OnReadOpts } = {
        onread: {
          buffer,
          callback(length, bytes) {
            onRead(bytes.subarray(0, length));
            return true;
          },
        },
      };
      super(fd, options);
      isRead = true;
    }
  }
  const own = { ReadStream: tty.ReadStream };
  Object.assign(tty, { ReadStream: OneBufferStream });
  try {
    return { made: make(), isRead };
  } finally {
    Object.assign(tty, own);
  }
}
