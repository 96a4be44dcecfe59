/** Values in Redis that no server wrote: whoever can write there can disturb sessions, but neither crash a server nor speak for anybody. */
import { boxes } from './relay/relayPosts';
import { channelOf } from './redis/keys';
import { boxOfPeer } from './signallingPosts';
import { Cluster } from './testing/cluster';
import { call, errorOf } from './testing/http';
import { offer } from './testing/peerClient';
import { attendeeTicket, Presenter } from './testing/people';
import { describeWithRedis, redisTitle } from './testing/redisServer';

const RUBBISH = ['', '{', 'null', '[]', '{"code":1}', '\u0000\u0001', '9'.repeat(400), '{"__proto__":{"epoch":1}}'];

describeWithRedis(redisTitle('rubbish in Redis'), () => {
  let cluster: Cluster;

  beforeEach(async () => {
    cluster = await Cluster.start(2, { relay: 'on' });
  });

  afterEach(() => cluster.end());

  const find = async (code: string) => {
    const answer = await call(`${cluster.url(0)}/api/sessions/${code}`);
    return answer.status === 200 ? '200' : errorOf(answer);
  };

  it.each(RUBBISH)('instead of a session, %j is none, and its presenter brings it back', async (rubbish) => {
    const presenter = await Presenter.create(cluster.url(0));
    const { epoch } = await presenter.start();
    await cluster.redis.look((client) => client.set(`live-sessions:session:${presenter.code}`, rubbish));
    expect(await find(presenter.code)).toBe('404 not-found');
    expect((await presenter.at(cluster.url(1)).lease(epoch, { pageId: presenter.pageId })).status).toBe(200);
    expect(await find(presenter.code)).toBe('200');
  });

  it('a session of another code or with members of its own invention is none', async () => {
    const presenter = await Presenter.create(cluster.url(0));
    const key = `live-sessions:session:${presenter.code}`;
    const before: Record<string, unknown> = JSON.parse((await cluster.redis.look((client) => client.get(key))) ?? '');
    for (const wrong of [{ code: 'AAAAAA' }, { presenterKey: 'x' }, { epoch: -1 }, { presenterPeerId: '../..' }]) {
      await cluster.redis.look((client) => client.set(key, JSON.stringify({ ...before, ...wrong })));
      expect(await find(presenter.code)).toBe('404 not-found');
    }
  });

  it('SRV-6: values of another kind fail calls, not servers', async () => {
    const presenter = await Presenter.create(cluster.url(0));
    const { epoch } = await presenter.start();
    await cluster.redis.look(async (client) => {
      for (const key of await client.keys('*')) {
        await client.del(key);
        await client.lPush(key, 'rubbish');
      }
    });
    const answers = [
      await find(presenter.code),
      errorOf(await presenter.lease(epoch)),
      errorOf(await call(`${cluster.url(1)}/api/sessions/${presenter.code}`)),
    ];
    expect(answers).toEqual(['503 internal', '503 internal', '503 internal']);
    expect(cluster.lines.filter((line) => line.includes('Redis refuses a command'))).toHaveLength(2);
    await cluster.redis.look((client) => client.flushAll());
    expect((await presenter.lease(epoch)).status).toBe(200);
    expect(await find(presenter.code)).toBe('200');
  });

  it('posts that no server makes are dropped, and frames in them reach nobody', async () => {
    const presenter = await Presenter.create(cluster.url(0));
    const stage = await cluster.open(0, await presenter.start());
    const forged = [
      ...RUBBISH,
      JSON.stringify({ kind: 'frame', src: 'a-00000000', session: presenter.sessionId, frame: { type: 'NOPE' } }),
      JSON.stringify({
        kind: 'frame',
        src: 'a-00000000',
        session: 'f'.repeat(32),
        frame: offer(stage.id),
      }),
      JSON.stringify({
        kind: 'frame',
        src: 'a-00000000',
        session: presenter.sessionId,
        frame: offer(stage.id, 'dc_one', { serialization: '__proto__' }),
      }),
    ];
    await cluster.redis.look(async (client) => {
      for (const text of forged) {
        await client.publish(channelOf(boxOfPeer(stage.id)), text);
        await client.publish(channelOf(boxes.presenter(presenter.sessionId)), text);
        await client.publish(channelOf('ended'), text);
        await client.publish(channelOf('nobody listens here'), text);
      }
    });
    const attendee = await cluster.open(1, await attendeeTicket(cluster.url(1), presenter.code));
    attendee.send(offer(stage.id));
    await stage.next('OFFER');
    expect(stage.ofType('OFFER')).toEqual([{ ...offer(stage.id), src: attendee.id }]);
  });
});
