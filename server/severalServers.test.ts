/** Several servers with one Redis: whatever one of them is asked, it is as if there were one. */
import { SERVER_LIMITS } from './serverLimits';
import { Cluster } from './testing/cluster';
import { call, errorOf } from './testing/http';
import { answer, candidate, offer } from './testing/peerClient';
import { attendeeTicket, Presenter, randomHex } from './testing/people';
import { describeWithRedis, redisTitle } from './testing/redisServer';

describeWithRedis(redisTitle('several servers with one Redis'), () => {
  let cluster: Cluster;

  beforeEach(async () => {
    cluster = await Cluster.start(2);
  });

  afterEach(() => cluster.end());

  /** Presented at the first server. */
  async function room() {
    const presenter = await Presenter.create(cluster.url(0));
    const started = await presenter.start();
    return { presenter, started, stage: await cluster.open(0, started) };
  }

  it('SRV-1: a session that was made at one is found, joined and ended at another', async () => {
    const { presenter, started, stage } = await room();
    const info = await call(`${cluster.url(1)}/api/sessions/${presenter.code}`);
    expect(JSON.parse(info.text)).toMatchObject({ sessionId: presenter.sessionId, state: 'live' });
    const entry = await attendeeTicket(cluster.url(1), presenter.code);
    expect(entry.presenterPeerId).toBe(started.peerId);
    const attendee = await cluster.open(0, entry);
    await presenter.at(cluster.url(1)).end();
    expect(await Promise.all([stage.closed, attendee.closed])).toEqual([1008, 1008]);
    expect(errorOf(await call(`${cluster.url(0)}/api/sessions/${presenter.code}`))).toBe('404 not-found');
  });

  it('TERM-14: with several there is no shared terminal, since a shell would be in one of them', async () => {
    const { presenter, started } = await room();
    const offers = await call(`${cluster.url(1)}/api/offers`);
    expect(JSON.parse(offers.text)).toMatchObject({ terminal: false });
    const body = { pageId: presenter.pageId, epoch: started.epoch, start: true, typists: [] };
    expect((await presenter.call('PUT', '/terminal', body)).status).toBe(404);
    expect((await attendeeTicket(cluster.url(0), presenter.code)).terminal).toBeNull();
  });

  it('SRV-2: a ticket opens one socket at all servers together', async () => {
    const { presenter } = await room();
    const entry = await attendeeTicket(cluster.url(0), presenter.code);
    await cluster.open(1, entry);
    const again = await cluster.knock(0, entry);
    expect(await again.next('ERROR')).toMatchObject({ payload: { msg: 'Invalid ticket' } });
  });

  it('SRV-3: offer, answer and candidates find the other peer at another server', async () => {
    const { presenter, stage } = await room();
    const attendee = await cluster.open(1, await attendeeTicket(cluster.url(1), presenter.code));
    attendee.send(offer(stage.id));
    attendee.send(candidate(stage.id));
    expect(await stage.next('OFFER')).toEqual({ ...offer(stage.id), src: attendee.id });
    expect(await stage.next('CANDIDATE')).toEqual({ ...candidate(stage.id), src: attendee.id });
    stage.send(answer(attendee.id));
    stage.send(candidate(attendee.id));
    expect(await attendee.next('ANSWER')).toEqual({ ...answer(attendee.id), src: stage.id });
    expect(await attendee.next('CANDIDATE')).toMatchObject({ src: stage.id });
    stage.send({ type: 'LEAVE', dst: attendee.id });
    expect(await attendee.next('LEAVE')).toMatchObject({ src: stage.id });
  });

  it('DIR-7: an offer to a presenter of another session, to an attendee or to nobody is refused across servers, too', async () => {
    const [own, foreign] = [await room(), await room()];
    const neighbour = await cluster.open(0, await attendeeTicket(cluster.url(0), own.presenter.code));
    for (const target of [foreign.stage.id, neighbour.id, 'p-00000000-nobody']) {
      const attendee = await cluster.open(1, await attendeeTicket(cluster.url(1), own.presenter.code));
      attendee.send(offer(target));
      expect(await attendee.next('EXPIRE')).toEqual({ type: 'EXPIRE', src: target });
    }
    expect([foreign.stage, neighbour].flatMap((client) => client.ofType('OFFER'))).toEqual([]);
  });

  it('SRV-3: closes the socket of a page whose session another page took over at another server', async () => {
    const { presenter, stage } = await room();
    await presenter.at(cluster.url(1)).start({ pageId: randomHex(8), takeOver: true, knownEpoch: 1 });
    expect(await stage.closed).toBe(1008);
  });

  it('SRV-2, DIR-10: counts wrong codes of one address at all servers together', async () => {
    const wrong = (index: number) => call(`${cluster.url(index % 2)}/api/sessions/ZZZZZZ`);
    const refusals = new Map<string, number>();
    for (let index = 0; index < SERVER_LIMITS.wrongCodesPerMinute + 10; index += 1) {
      const refusal = errorOf(await wrong(index));
      refusals.set(refusal, (refusals.get(refusal) ?? 0) + 1);
    }
    expect([...refusals]).toEqual([
      ['404 not-found', SERVER_LIMITS.wrongCodesPerMinute],
      ['429 too-many', 10],
    ]);
  });

  it('gives every session a code of its own, wherever it is made', async () => {
    const made = await Promise.all(Array.from({ length: 50 }, (_, index) => Presenter.create(cluster.url(index % 2))));
    expect(new Set(made.map(({ code }) => code)).size).toBe(50);
    const { text } = await call(`${cluster.url(1)}/metrics`);
    expect(text).toContain('\nlivesessions_sessions 50\n');
  });
});
