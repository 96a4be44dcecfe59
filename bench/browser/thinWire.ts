/** A wire that is thin towards who dials it: reads from the server only as fast as it may, so that TCP holds the server up. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Milliseconds between two reads, and what may be saved up while nothing comes, in milliseconds, too. */
const EVERY = 5;
const SAVED = 20;

export interface ThinWire {
  port: number;
  close(): Promise<void>;
}

/** @param bits a second, of all connections together */
export async function startThinWire(to: number, bits: number): Promise<ThinWire> {
  const rate = bits / 8 / 1000;
  const pairs = new Map<Socket, Socket>();
  const server = createServer((near) => {
    const far = connect({ port: to, host: '127.0.0.1', noDelay: true });
    pairs.set(far, near);
    const over = () => {
      pairs.delete(far);
      near.destroy();
      far.destroy();
    };
    near.pipe(far);
    // Has what comes read up to the socket's own small buffer; the rest waits in the kernel's.
    far.on('readable', () => {});
    far.once('end', () => near.end());
    [near, far].forEach((socket) => socket.on('error', over).once('close', over));
  });
  let allowed = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    allowed = Math.min(allowed + (now - last) * rate, SAVED * rate);
    last = now;
    for (const [far, near] of pairs) {
      const chunk: unknown = far.read(Math.min(far.readableLength, Math.floor(allowed)));
      if (Buffer.isBuffer(chunk)) {
        allowed -= chunk.length;
        near.write(chunk);
      }
    }
  }, EVERY);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      clearInterval(timer);
      pairs.forEach((near, far) => [near, far].forEach((socket) => socket.destroy()));
      server.close();
      await once(server, 'close');
    },
  };
}
