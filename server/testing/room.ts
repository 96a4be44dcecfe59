/** A running server with a fake clock for one test file, and rooms of people in it. */
import { startServer, type RunningServer, type StartOptions } from '../startServer';
import { FakeClock } from './fakeClock';
import { call } from './http';
import { PeerClient } from './peerClient';
import { attendeeTicket, Presenter } from './people';

export class World {
  readonly clock = new FakeClock();
  private readonly servers: RunningServer[] = [];
  private readonly clients: PeerClient[] = [];

  /** Of the server that was started first. */
  get url(): string {
    return this.servers[0].url;
  }

  get port(): number {
    return this.servers[0].port;
  }

  async start(
    config: StartOptions['config'] = {},
    options: Pick<StartOptions, 'requestLimit' | 'log'> = {}
  ): Promise<RunningServer> {
    const whole = { port: 0, logLevel: 'silent' as const, ...config };
    const server = await startServer({ config: whole, clock: this.clock, ...options });
    this.servers.push(server);
    return server;
  }

  async end(): Promise<void> {
    this.clients.splice(0).forEach((client) => client.ws.terminate());
    await Promise.all(this.servers.splice(0).map((server) => server.stop()));
  }

  async open(entry: { peerId: string; ticket: string }): Promise<PeerClient> {
    const client = await PeerClient.open(this.url, entry);
    this.clients.push(client);
    return client;
  }

  /** A socket that the server opens only to say why not. */
  async knock(id: string, token: string, key?: string): Promise<PeerClient> {
    const client = await PeerClient.knock(this.url, { id, token, key });
    if (typeof client === 'number') {
      throw new Error(`refused with ${client}`);
    }
    this.clients.push(client);
    return client;
  }

  /** A presenter whose signalling socket is open. */
  async room() {
    const presenter = await Presenter.create(this.url);
    const started = await presenter.start();
    const stage = await this.open(started);
    return { presenter, started, stage };
  }

  /** An attendee of the session whose signalling socket is open. */
  async attendee(code: string, attendeeId?: string): Promise<PeerClient> {
    return this.open(await attendeeTicket(this.url, code, attendeeId));
  }

  /** A figure of /metrics; 0 where it has not been counted yet. */
  async metric(name: string): Promise<number> {
    const { text } = await call(`${this.url}/metrics`);
    return Number(
      text
        .split('\n')
        .find((line) => line.startsWith(`${name} `))
        ?.slice(name.length + 1) ?? 0
    );
  }
}
