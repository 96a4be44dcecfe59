/** deploy/several-servers.yaml and .conf: what they promise, and the latter with a real nginx before two real servers. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { readConfig } from '../server/config';
import { Cluster } from '../server/testing/cluster';
import { call } from '../server/testing/http';
import { offer, PeerClient } from '../server/testing/peerClient';
import { attendeeTicket, Presenter } from '../server/testing/people';
import { describeWithRedis, redisTitle } from '../server/testing/redisServer';
import { nginxIsThere } from './testing/nginx';
import { startNginxBalancer, type NginxBalancer } from './testing/nginxBalancer';

const ROOT = path.resolve(__dirname, '..');
const text = readFileSync(path.join(ROOT, 'deploy/several-servers.yaml'), 'utf8');
const service = z.object({
  image: z.string().optional(),
  cap_drop: z.array(z.string()).optional(),
  read_only: z.boolean().optional(),
  environment: z.record(z.string(), z.string()).default({}),
  networks: z.array(z.string()).default(['default']),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
});
const { services, networks } = z
  .object({
    services: z.object({ redis: service, 'session-server': service, balancer: service }),
    networks: z.object({
      default: z.object({ ipam: z.object({ config: z.array(z.object({ subnet: z.string() })) }) }),
      redis: z.object({ internal: z.literal(true) }),
    }),
  })
  .parse(parse(text, { customTags: [{ tag: '!reset', collection: 'seq' }] }));

describe('the compose file for several servers', () => {
  it('publishes the balancer alone, on 127.0.0.1', () => {
    expect(services.balancer.ports).toEqual(['127.0.0.1:9000:9000']);
    expect([...services.redis.ports, ...services['session-server'].ports]).toEqual([]);
  });

  it('has Redis alone with the session servers', () => {
    expect(services.redis.networks).toEqual(['redis']);
    expect(services['session-server'].networks).toEqual(['default', 'redis']);
    expect(services.balancer.networks).toEqual(['default']);
  });

  it.each(['redis', 'balancer'] as const)(
    'gives %s no more rights than it needs, and an image of one version',
    (name) => {
      expect(services[name].cap_drop).toEqual(['ALL']);
      expect(services[name].read_only).toBe(true);
      expect(services[name].image).toMatch(/:\d[\w.-]*$/);
    }
  );

  it('gives the servers an address of Redis that they take, and believes the balancer about addresses', () => {
    const environment = {
      API_KEY: 'k'.repeat(16),
      SERVER_SECRET: 's'.repeat(32),
      ...services['session-server'].environment,
    };
    expect(readConfig(environment, () => '')).toMatchObject({
      ok: true,
      config: { redisUrl: 'redis://redis:6379', trustedProxies: [networks.default.ipam.config[0].subnet] },
    });
  });
});

(nginxIsThere ? describeWithRedis : describe.skip)(redisTitle('a real nginx before two servers'), () => {
  let cluster: Cluster;
  let balancer: NginxBalancer;
  let url: string;

  beforeAll(async () => {
    cluster = await Cluster.start(2, { trustedProxies: ['127.0.0.1'] });
    balancer = await startNginxBalancer(cluster.servers.map(({ port }) => port));
    url = balancer.url;
  });

  afterAll(async () => {
    await balancer.stop();
    await cluster.end();
  });

  it('SRV-3: carries a session whose calls and sockets go to any of them', async () => {
    const presenter = await Presenter.create(url);
    const stage = await PeerClient.open(url, await presenter.start());
    // One after the other, as nginx takes turns: the sockets come to both.
    const tickets = [];
    for (let index = 0; index < 4; index += 1) {
      tickets.push(await attendeeTicket(url, presenter.code));
    }
    const attendees: PeerClient[] = [];
    for (const ticket of tickets) {
      const attendee = await PeerClient.open(url, ticket);
      attendee.send(offer(stage.id));
      attendees.push(attendee);
    }
    const all = () => stage.ofType('OFFER').length === attendees.length;
    while (!all()) {
      await stage.settled();
    }
    const sockets = await Promise.all(
      cluster.servers.map(async (server) => {
        const { text: figures } = await call(`${server.url}/metrics`);
        return Number(/^livesessions_signalling_sockets (\d+)$/m.exec(figures)?.[1]);
      })
    );
    expect(sockets[0] + sockets[1]).toBe(5);
    expect(Math.min(...sockets)).toBeGreaterThan(0);
    [stage, ...attendees].forEach((client) => client.ws.terminate());
  });

  it('keeps metrics back', async () => {
    expect((await call(`${url}/metrics`)).status).toBe(404);
  });

  it('leaves out a server that is gone', async () => {
    await cluster.servers[1].stop();
    cluster.servers.splice(1, 1);
    for (let index = 0; index < 6; index += 1) {
      expect((await call(`${url}/health`)).status).toBe(200);
    }
  });
});
