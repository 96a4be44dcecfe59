/** A way to a port of this machine that a test can cut. */
import { connect, createServer, type Socket } from 'node:net';

export interface BreakableWire {
  /** Of an HTTP server at the other end. */
  url: string;
  /** Connections are ended, new ones refused until `mend`. */
  cut(): void;
  /** Nothing travels by the connections there are, and nobody is told. */
  silence(): void;
  mend(): void;
  close(): void;
}

export async function breakableWire(port: number): Promise<BreakableWire> {
  const wires = new Set<Socket>();
  let whole = true;
  const proxy = createServer((near) => {
    if (!whole) {
      near.destroy();
      return;
    }
    const far = connect(port, '127.0.0.1');
    [near, far].forEach((wire) => wires.add(wire.on('error', () => wire.destroy())));
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const address = proxy.address();
  const end = () => {
    wires.forEach((wire) => wire.destroy());
    wires.clear();
  };
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    cut() {
      whole = false;
      end();
    },
    silence() {
      wires.forEach((wire) => wire.unpipe().resume());
    },
    mend() {
      whole = true;
    },
    close() {
      end();
      proxy.close();
    },
  };
}
