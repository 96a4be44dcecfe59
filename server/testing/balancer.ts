/** A load balancer as plain as can be: TCP, one server after the other, the next one where one does not answer. */
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

export class Balancer {
  private next = 0;
  private readonly wires = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    readonly url: string
  ) {}

  static async start(ports: () => readonly number[]): Promise<Balancer> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const balancer = new Balancer(server, `http://127.0.0.1:${port}`);
    server.on('connection', (near) => {
      near.on('error', () => near.destroy());
      balancer.serve(near, [...ports()]);
    });
    return balancer;
  }

  async close(): Promise<void> {
    this.wires.forEach((wire) => wire.destroy());
    this.server.close();
    await once(this.server, 'close');
  }

  private serve(near: Socket, ports: number[]): void {
    const [port] = ports.splice(this.next++ % Math.max(1, ports.length), 1);
    if (port === undefined) {
      near.destroy();
      return;
    }
    const far = connect(port, '127.0.0.1');
    let reached = false;
    far.on('connect', () => {
      reached = true;
      [near, far].forEach((wire) => this.wires.add(wire));
      near.pipe(far).pipe(near);
    });
    far.on('error', () => (reached ? near.destroy() : this.serve(near, ports)));
    far.on('close', () => reached && near.destroy());
    near.on('close', () => {
      far.destroy();
      [near, far].forEach((wire) => this.wires.delete(wire));
    });
  }
}
