/** Several session servers at one real Redis, for a test file. */
import { createLog } from '../log';
import { redisStores } from '../redis/redisStores';
import { startServer, type RunningServer, type StartOptions } from '../startServer';
import { PeerClient } from './peerClient';
import { RedisServer } from './redisServer';

const SECRET = 'a secret that all servers share, of a test';

export class Cluster {
  readonly servers: RunningServer[] = [];
  readonly lines: string[] = [];
  private readonly clients: PeerClient[] = [];

  private constructor(readonly redis: RedisServer) {}

  static async start(size: number, config: StartOptions['config'] = {}): Promise<Cluster> {
    const cluster = new Cluster(await RedisServer.start());
    for (let index = 0; index < size; index += 1) {
      await cluster.add(config);
    }
    return cluster;
  }

  async add(config: StartOptions['config'] = {}): Promise<RunningServer> {
    const log = createLog('info', { write: (line) => this.lines.push(line) });
    const stores = await redisStores(this.redis.url, SECRET, log);
    const server = await startServer({ config: { port: 0, serverSecret: SECRET, ...config }, stores, log });
    this.servers.push(server);
    return server;
  }

  url(index: number): string {
    return this.servers[index].url;
  }

  async open(index: number, entry: { peerId: string; ticket: string }): Promise<PeerClient> {
    const client = await PeerClient.open(this.url(index), entry);
    this.clients.push(client);
    return client;
  }

  async knock(index: number, { peerId, ticket }: { peerId: string; ticket: string }): Promise<PeerClient> {
    const client = await PeerClient.knock(this.url(index), { id: peerId, token: ticket });
    if (typeof client === 'number') {
      throw new Error(`refused with ${client}`);
    }
    this.clients.push(client);
    return client;
  }

  async end(): Promise<void> {
    this.clients.splice(0).forEach((client) => client.ws.terminate());
    await Promise.all(this.servers.splice(0).map((server) => server.stop()));
    await this.redis.stop();
  }
}
