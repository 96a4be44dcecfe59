/** People who try to reach others or to wear the server down, with real sockets. */
import { TIMES } from '../src/protocol/limits';
import { SIGNALLING_LIMITS } from './serverLimits';
import { answer, candidate, offer, PeerClient, SDP } from './testing/peerClient';
import { attendeeTicket, Presenter } from './testing/people';
import { World } from './testing/room';

let world: World;

beforeEach(async () => {
  world = new World();
  await world.start();
});

afterEach(() => world.end());

it('an attendee reaches neither another session nor another attendee', async () => {
  const [own, foreign] = [await world.room(), await world.room()];
  const attendee = await world.attendee(own.presenter.code);
  const neighbour = await world.attendee(own.presenter.code);
  attendee.send(offer(foreign.stage.id, 'dc_one'));
  attendee.send(offer(neighbour.id, 'dc_two'));
  attendee.send(answer(neighbour.id, 'dc_two'));
  attendee.send(candidate(foreign.stage.id, 'dc_one'));
  attendee.send({ type: 'LEAVE', dst: foreign.stage.id });
  await attendee.settled();
  await Promise.all([foreign.stage.settled(), neighbour.settled()]);
  expect([...foreign.stage.frames, ...neighbour.frames].map((frame) => frame.type)).toEqual(['OPEN', 'OPEN']);
  expect(attendee.ofType('EXPIRE')).toHaveLength(2);
});

it('a presenter cannot reach attendees of another session, nor offer to its own', async () => {
  const [own, foreign] = [await world.room(), await world.room()];
  const [mine, theirs] = [await world.attendee(own.presenter.code), await world.attendee(foreign.presenter.code)];
  theirs.send(offer(foreign.stage.id));
  await foreign.stage.next('OFFER');
  own.stage.send(answer(theirs.id));
  own.stage.send(candidate(theirs.id));
  own.stage.send({ type: 'LEAVE', dst: theirs.id });
  own.stage.send(offer(mine.id));
  await own.stage.settled();
  await Promise.all([mine.settled(), theirs.settled()]);
  expect([...mine.frames, ...theirs.frames].map((frame) => frame.type)).toEqual(['OPEN', 'OPEN']);
});

it('a sender cannot pretend to be somebody else', async () => {
  const { presenter, stage } = await world.room();
  const attendee = await world.attendee(presenter.code);
  attendee.send({ ...offer(stage.id), src: 'p-somebody' });
  expect(await attendee.closed).toBe(1008);
  await stage.settled();
  expect(stage.ofType('OFFER')).toEqual([]);
});

it('DIR-7: an attendee whose ticket says relay cannot offer, and hears it at once', async () => {
  const { presenter, stage } = await world.room();
  await presenter.lease(1, { freeSlots: 0 });
  const entry = await attendeeTicket(world.url, presenter.code);
  expect(entry.route).toBe('relay');
  const attendee = await world.open(entry);
  attendee.send(offer(stage.id));
  expect(await attendee.next('EXPIRE')).toEqual({ type: 'EXPIRE', src: stage.id });
  await stage.settled();
  expect(stage.ofType('OFFER')).toEqual([]);
});

it('a second offer of one socket closes it', async () => {
  const { presenter, stage } = await world.room();
  const attendee = await world.attendee(presenter.code);
  for (let index = 0; index <= SIGNALLING_LIMITS.offersPerSocket; index += 1) {
    attendee.send(offer(stage.id, `dc_${index}`));
  }
  expect(await attendee.closed).toBe(1008);
  await stage.settled();
  expect(stage.ofType('OFFER')).toHaveLength(SIGNALLING_LIMITS.offersPerSocket);
});

it('DIR-7: a presenter is offered no more connections than its page can stand, and soon some again', async () => {
  const { presenter, stage } = await world.room();
  const { burst, perSecond } = SIGNALLING_LIMITS.offersToPresenter;
  const answers = { OFFER: 0, EXPIRE: 0 };
  for (let index = 0; index < burst + 20; index += 1) {
    await presenter.lease(1);
    const attendee = await world.attendee(presenter.code);
    attendee.send(offer(stage.id));
    await attendee.settled();
    answers.EXPIRE += attendee.ofType('EXPIRE').length;
    attendee.close();
  }
  await stage.settled();
  expect(stage.ofType('OFFER')).toHaveLength(burst);
  expect(answers.EXPIRE).toBe(20);
  world.clock.advance(1000);
  for (let index = 0; index < perSecond; index += 1) {
    (await world.attendee(presenter.code)).send(offer(stage.id));
  }
  await world.attendee(presenter.code).then((last) => last.settled());
  await stage.settled();
  expect(stage.ofType('OFFER')).toHaveLength(burst + perSecond);
});

it('an attendee that floods is cut off after 60 frames; one that keeps to 20 a second is not', async () => {
  const { presenter, stage } = await world.room();
  const [flooding, steady] = [await world.attendee(presenter.code), await world.attendee(presenter.code)];
  for (let index = 0; index < 60; index += 1) {
    flooding.send({ type: 'HEARTBEAT' });
    steady.send({ type: 'HEARTBEAT' });
  }
  await Promise.all([flooding.settled(), steady.settled()]);
  flooding.send({ type: 'HEARTBEAT' });
  expect(await flooding.closed).toBe(1008);
  world.clock.advance(1000);
  for (let index = 0; index < 20; index += 1) {
    steady.send({ type: 'HEARTBEAT' });
  }
  await steady.settled();
  await stage.settled();
});

it('a presenter that does not read is dropped before it costs more than a bounded piece of memory', async () => {
  const { presenter, stage } = await world.room();
  stage.ws.pause();
  const sdp = { type: 'offer', sdp: 'x'.repeat(SIGNALLING_LIMITS.sdpLength) };
  let sent = 0;
  while ((await world.metric('livesessions_refused_sockets_total{reason="slow"}')) === 0) {
    await presenter.lease(1);
    world.clock.advance(1000 / SIGNALLING_LIMITS.offersToPresenter.perSecond);
    const attendee = await world.attendee(presenter.code);
    attendee.send(offer(stage.id, 'dc_one', { sdp }));
    sent += sdp.sdp.length;
    await attendee.settled();
    attendee.close();
    await attendee.closed;
    expect(sent).toBeLessThan(40 * SIGNALLING_LIMITS.bufferedBytes.presenter);
  }
  expect(sent).toBeGreaterThan(SIGNALLING_LIMITS.bufferedBytes.presenter);
  // Hundreds of attendees one after another; a busy machine needs more than jest's 5 s.
}, 30_000);

it('a ticket is good for 60 s and not longer', async () => {
  const { presenter } = await world.room();
  const [inTime, late] = [
    await attendeeTicket(world.url, presenter.code),
    await attendeeTicket(world.url, presenter.code),
  ];
  world.clock.advance(TIMES.ticket - 1000);
  await world.open(inTime);
  world.clock.advance(1000);
  expect(await (await world.knock(late.peerId, late.ticket)).next('ERROR')).toMatchObject({
    payload: { msg: 'Invalid ticket' },
  });
});

it('a ticket of a session that has ended opens nothing', async () => {
  const { presenter } = await world.room();
  const { peerId, ticket } = await attendeeTicket(world.url, presenter.code);
  await presenter.end();
  expect(await (await world.knock(peerId, ticket)).next('ERROR')).toMatchObject({ payload: { msg: 'Invalid ticket' } });
});

it('a page of another origin and a foreign host name get no socket, a page of the allowed one does', async () => {
  const presenter = await Presenter.create(world.url);
  const { peerId: id, ticket: token } = await presenter.start();
  const refusals = [{ origin: 'http://localhost:3001' }, { origin: 'null' }, { headers: { host: 'attacker.example' } }];
  for (const options of refusals) {
    expect(await PeerClient.knock(world.url, { id, token, options })).toBe(403);
  }
  expect(await PeerClient.knock(world.url, { id, token, options: { origin: 'http://localhost:3000' } })).toBeInstanceOf(
    PeerClient
  );
});

it('an upgrade at another path is answered with 404', async () => {
  expect(await PeerClient.knock(world.url, { path: '/' })).toBe(404);
  expect(await PeerClient.knock(world.url, { path: '/peerjs' })).toBe(404);
});

it('an SDP that is an answer does not pass as an offer', async () => {
  const { presenter, stage } = await world.room();
  const attendee = await world.attendee(presenter.code);
  attendee.send(offer(stage.id, 'dc_one', { sdp: { type: 'answer', sdp: SDP } }));
  expect(await attendee.closed).toBe(1008);
});
