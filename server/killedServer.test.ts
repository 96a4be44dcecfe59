/** One of three servers is killed while a presenter shows five steps a second: nobody loses any. */
import type { Presenting } from '../src/session/Presenting';
import { Balancer } from './testing/balancer';
import { call } from './testing/http';
import { describeWithRedis, redisTitle, RedisServer } from './testing/redisServer';
import { present, RelayedAttendee } from './testing/relayedPeople';
import { ServerProcess } from './testing/serverProcess';
import { until } from './testing/until';

const EVENTS = 30;
const KILL_AFTER = 10;
/** Between two events, in milliseconds. */
const PACE = 200;
const ATTENDEES = 9;

jest.setTimeout(90_000);

describeWithRedis(redisTitle('three servers behind a balancer, one Redis'), () => {
  let redis: RedisServer;
  let servers: ServerProcess[];
  let balancer: Balancer;
  let presenting: Presenting | null = null;
  const attendees: RelayedAttendee[] = [];

  beforeEach(async () => {
    redis = await RedisServer.start();
    const env = {
      REDIS_URL: redis.url,
      SERVER_SECRET: 'one secret of all the servers of a test',
      RELAY: 'only',
      LOG_LEVEL: 'warn',
    };
    servers = await Promise.all([1, 2, 3].map(() => ServerProcess.start(env)));
    balancer = await Balancer.start(() => servers.map(({ port }) => port));
  });

  afterEach(async () => {
    attendees.splice(0).forEach((attendee) => attendee.close());
    presenting?.close();
    await balancer.close();
    await Promise.all(servers.map((server) => server.kill()));
    await redis.stop();
  });

  async function relaySockets(server: ServerProcess): Promise<number> {
    const { text } = await call(`${server.url}/metrics`);
    return Number(/^livesessions_relay_sockets (\d+)$/m.exec(text)?.[1]);
  }

  /** The server that has the presenter's socket, as long as nobody else has one. */
  async function serverOfPresenter(): Promise<ServerProcess> {
    for (;;) {
      for (const server of servers) {
        if ((await relaySockets(server)) === 1) {
          return server;
        }
      }
    }
  }

  async function busiestBut(other: ServerProcess): Promise<ServerProcess> {
    const counted = await Promise.all(
      servers
        .filter((server) => server !== other)
        .map(async (server) => ({ server, sockets: await relaySockets(server) }))
    );
    return counted.sort((one, two) => two.sockets - one.sockets)[0].server;
  }

  it.each([
    ['SRV-4: loses nothing when the presenter’s server is killed', true],
    ['SRV-4: loses nothing when a server of attendees is killed', false],
  ])('%s', async (_title, presenters) => {
    presenting = await present(balancer.url);
    const { session } = presenting;
    const { code } = presenting.view();
    const presentersServer = await serverOfPresenter();
    for (let index = 0; index < ATTENDEES; index += 1) {
      attendees.push(await RelayedAttendee.join(balancer.url, code, `Attendee ${index}`));
    }
    await until(() => attendees.every(({ live }) => live), 'everybody');
    const victim = presenters ? presentersServer : await busiestBut(presentersServer);
    expect(await relaySockets(victim)).toBeGreaterThan(0);

    let killed: Promise<void> | null = null;
    const said: string[] = [];
    for (let index = 0; index < EVENTS; index += 1) {
      session.publish({ type: 'mode_policy', policy: index % 2 ? 'on' : 'ask' });
      said.push(index % 2 ? 'on' : 'ask');
      if (index === KILL_AFTER) {
        killed = victim.kill();
      }
      await new Promise((resolve) => setTimeout(resolve, PACE));
    }
    await killed;
    await until(() => attendees.every(({ events }) => events.length >= EVENTS), 'the last event at everybody');
    const published = session.events().map(({ epoch, seq }) => ({ epoch, seq }));
    expect(published).toHaveLength(EVENTS);
    for (const { events, ended } of attendees) {
      expect(ended).toBeNull();
      expect(events.map(({ of }) => of)).toEqual(published);
      expect(events.map(({ event }) => event.type === 'mode_policy' && event.policy)).toEqual(said);
    }
    await until(() => attendees.every(({ live }) => live), 'everybody again');
    const rows = () => session.view().rows.map(({ awaySince }) => (awaySince === null ? 'present' : 'away'));
    await until(() => rows().length === ATTENDEES && rows().every((state) => state === 'present'), 'everybody’s row');
  });
});
