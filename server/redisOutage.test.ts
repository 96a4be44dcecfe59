/** Redis goes away and comes back, with nothing left of what it held. */
import type { Presenting } from '../src/session/Presenting';
import { Cluster } from './testing/cluster';
import { call, errorOf } from './testing/http';
import { offer, PeerClient } from './testing/peerClient';
import { attendeeTicket, Presenter } from './testing/people';
import { present, RelayedAttendee } from './testing/relayedPeople';
import { describeWithRedis, redisTitle } from './testing/redisServer';
import { until } from './testing/until';

jest.setTimeout(90_000);

describeWithRedis(redisTitle('servers whose Redis goes away'), () => {
  let cluster: Cluster;
  let presenting: Presenting | null = null;
  const attendees: RelayedAttendee[] = [];

  beforeEach(async () => {
    cluster = await Cluster.start(2);
  });

  afterEach(async () => {
    attendees.splice(0).forEach((attendee) => attendee.close());
    presenting?.close();
    presenting = null;
    await cluster.end();
  });

  const health = async (index: number) => {
    const { status, text } = await call(`${cluster.url(index)}/health`);
    return `${status} ${JSON.parse(text).redis}`;
  };
  async function healthy(index: number, expected: string): Promise<void> {
    while ((await health(index)) !== expected) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  const said = (text: string) => cluster.lines.filter((line) => line.includes(text)).length;

  it('SRV-5: sessions go on, and what was missed is there when Redis is back and empty', async () => {
    presenting = await present(cluster.url(0));
    const { session } = presenting;
    const { code } = presenting.view();
    for (const index of [0, 1]) {
      attendees.push(await RelayedAttendee.join(cluster.url(index), code, `Attendee ${index}`));
    }
    await until(() => attendees.every(({ live }) => live), 'everybody');
    const [here, elsewhere] = attendees;
    session.setPolicy('on');
    await until(() => attendees.every(({ events }) => events.length === 1), 'the first event');

    await cluster.redis.kill();
    await Promise.all([healthy(0, '503 down'), healthy(1, '503 down')]);
    expect(errorOf(await call(`${cluster.url(0)}/api/sessions/${code}`))).toBe('503 internal');
    expect(await PeerClient.knock(cluster.url(1), { id: 'a-00000000', token: 'x'.repeat(32) })).toBe(503);
    session.setPolicy('ask');
    session.setPolicy('off');
    await until(() => here.events.length === 3, 'what is said to those at the presenter’s server');

    await cluster.redis.resume();
    await Promise.all([healthy(0, '200 up'), healthy(1, '200 up')]);
    session.setPolicy('on');
    await until(() => attendees.every(({ events }) => events.length === 4), 'everything');
    const policies = elsewhere.events.map(({ event }) => event.type === 'mode_policy' && event.policy);
    expect(policies).toEqual(['on', 'ask', 'off', 'on']);
    expect(attendees.map(({ ended }) => ended)).toEqual([null, null]);
    expect([said('Redis is away'), said('Redis is back')]).toEqual([2, 2]);

    // The presenter's page brings its session back with the next renewal of its lease.
    const found = async () => (await call(`${cluster.url(1)}/api/sessions/${code}`)).status === 200;
    while (!(await found())) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  });

  it('SRV-5: newcomers find a presenter again whose signalling socket stayed open while Redis lost who it is', async () => {
    const presenter = await Presenter.create(cluster.url(0));
    const started = await presenter.start();
    const stage = await cluster.open(0, started);
    await cluster.redis.kill();
    await healthy(0, '503 down');
    await cluster.redis.resume();
    await Promise.all([healthy(0, '200 up'), healthy(1, '200 up')]);
    expect((await presenter.lease(started.epoch)).status).toBe(200);
    expect(await stage.closed).toBe(1008);
    const again = await cluster.open(0, await presenter.peer(started.epoch));
    const attendee = await cluster.open(1, await attendeeTicket(cluster.url(1), presenter.code));
    attendee.send(offer(again.id));
    expect(await again.next('OFFER')).toMatchObject({ src: attendee.id });
  });

  it('says so when Redis answers no longer, though its connections stand', async () => {
    cluster.redis.freeze();
    await healthy(0, '503 down');
    cluster.redis.thaw();
    await healthy(0, '200 up');
    expect(errorOf(await call(`${cluster.url(0)}/api/sessions/ZZZZZZ`))).toBe('404 not-found');
  });
});
