/** Every hole that the `peer` package has by itself, tried with real sockets. */
import { SIGNALLING_LIMITS } from './serverLimits';
import { call } from './testing/http';
import { answer, candidate, offer, PeerClient } from './testing/peerClient';
import { attendeeTicket, Presenter, randomHex } from './testing/people';
import { World } from './testing/room';

let world: World;

beforeEach(async () => {
  world = new World();
  await world.start();
});

afterEach(() => world.end());

it('a malformed frame closes its own socket and neither the process nor another one', async () => {
  const { presenter, stage } = await world.room();
  for (const rubbish of ['{', 'null', '[]', '"OFFER"', '{"type":"NOPE"}', '{"type":"OFFER","dst":{}}', '\u0000']) {
    const attendee = await world.attendee(presenter.code);
    attendee.send(rubbish);
    expect(await attendee.closed).toBe(1008);
  }
  const binary = await world.attendee(presenter.code);
  binary.ws.send(Buffer.from(JSON.stringify({ type: 'HEARTBEAT' })));
  expect(await binary.closed).toBe(1008);
  await stage.settled();
});

it('the same id and ticket again is told so while the old socket is half open, and the old one stays', async () => {
  const presenter = await Presenter.create(world.url);
  const started = await presenter.start();
  const stage = await world.open(started);
  stage.ws.pause();
  const again = await world.knock(started.peerId, started.ticket);
  expect(await again.next('ERROR')).toMatchObject({ payload: { msg: 'Invalid ticket' } });
  expect(await again.closed).toBe(1008);
  stage.ws.resume();
  await stage.settled();
});

it('an id that was released cannot be taken with its old ticket or with one for another id', async () => {
  const { presenter, started, stage } = await world.room();
  stage.close();
  await stage.closed;
  const other = await attendeeTicket(world.url, presenter.code);
  for (const ticket of [started.ticket, other.ticket]) {
    expect(await (await world.knock(started.peerId, ticket)).next('ERROR')).toMatchObject({
      payload: { msg: 'Invalid ticket' },
    });
  }
});

it('an unused ticket of before a restart opens nothing after it', async () => {
  const serverSecret = randomHex(32);
  const before = await world.start({ serverSecret });
  const presenter = await Presenter.create(before.url);
  const { epoch, peerId, ticket } = await presenter.start();
  await before.stop();
  const after = await world.start({ serverSecret });
  await presenter.at(after.url).lease(epoch);
  const client = await PeerClient.knock(after.url, { id: peerId, token: ticket });
  expect(client instanceof PeerClient && (await client.next('ERROR'))).toMatchObject({
    payload: { msg: 'Invalid ticket' },
  });
});

it('an offer to nobody is answered at once and kept nowhere', async () => {
  const { presenter, stage } = await world.room();
  const attendee = await world.attendee(presenter.code);
  const late = await presenter.peer(1);
  attendee.send(offer(stage.id));
  attendee.send(offer(late.peerId, 'dc_two'));
  await attendee.settled();
  expect(attendee.ofType('EXPIRE')).toEqual([
    { type: 'EXPIRE', src: stage.id },
    { type: 'EXPIRE', src: late.peerId },
  ]);
  const lateStage = await world.open(late);
  await lateStage.settled();
  expect(lateStage.frames.map((frame) => frame.type)).toEqual(['OPEN']);
});

it('frames to peers that left are dropped and not handed to them when they come back', async () => {
  const { presenter, stage } = await world.room();
  const attendee = await world.attendee(presenter.code);
  attendee.send(offer(stage.id));
  await stage.next('OFFER');
  attendee.close();
  await attendee.closed;
  stage.send(answer(attendee.id));
  stage.send(candidate(attendee.id));
  await stage.settled();
  expect(await world.metric('livesessions_refused_frames_total{reason="no-offer"}')).toBe(2);
  expect(stage.frames.map((frame) => frame.type)).toEqual(['OPEN', 'OFFER']);
});

it.each([5, 10])('an offer of %i MB reaches nobody and ends only its own socket', async (megabytes) => {
  const { presenter, stage } = await world.room();
  const attendee = await world.attendee(presenter.code);
  attendee.send(offer(stage.id, 'dc_big', { sdp: { type: 'offer', sdp: 'x'.repeat(megabytes * 1_000_000) } }));
  expect(await attendee.closed).toBe(1009);
  await stage.settled();
  expect(stage.ofType('OFFER')).toEqual([]);
});

it.each([
  [SIGNALLING_LIMITS.sdpLength, 1],
  [SIGNALLING_LIMITS.sdpLength + 1, 0],
])('an offer with a description of %i characters goes through %i times', async (length, times) => {
  const { presenter, stage } = await world.room();
  const attendee = await world.attendee(presenter.code);
  attendee.send(offer(stage.id, 'dc_one', { sdp: { type: 'offer', sdp: 'x'.repeat(length) } }));
  await (times === 1 ? attendee.settled() : attendee.closed);
  await stage.settled();
  expect(stage.ofType('OFFER')).toHaveLength(times);
});

it('1000 sockets of one address without a ticket are refused and leave room for the others', async () => {
  const { presenter } = await world.room();
  const answers = await Promise.all(Array.from({ length: 1000 }, () => PeerClient.knock(world.url, {})));
  expect(new Set(answers)).toEqual(new Set([401]));
  await world.attendee(presenter.code);
  expect(await world.metric('livesessions_signalling_sockets')).toBe(2);
});

it('sockets with forged tickets are told why only so often, and valid tickets still pass', async () => {
  const { presenter } = await world.room();
  const forged = { id: 'a-0000-0000', token: 'forged' };
  const answers: Array<PeerClient | number> = [];
  for (let index = 0; index < SIGNALLING_LIMITS.explainedRefusalsPerMinute + 5; index += 1) {
    const client = await PeerClient.knock(world.url, forged);
    answers.push(client);
    await (client instanceof PeerClient && client.closed);
  }
  expect(answers.filter((each) => each === 401)).toHaveLength(5);
  await world.attendee(presenter.code);
});

it('another key gets no id over HTTP, the right one does, and nobody gets a list of peers', async () => {
  await world.room();
  expect((await call(`${world.url}/pathfinder/peerjs/id`)).status).toBe(401);
  expect((await call(`${world.url}/pathfinder/peerjs/peers`)).status).toBe(401);
  expect((await call(`${world.url}/pathfinder/pathfinder/peers`)).status).toBe(401);
  expect((await call(`${world.url}/pathfinder/pathfinder/id`)).status).toBe(200);
});

it('another key on a socket is told as such, with a ticket or without, and does not use the ticket up', async () => {
  const presenter = await Presenter.create(world.url);
  const started = await presenter.start();
  const refused = await world.knock(started.peerId, started.ticket, 'peerjs');
  expect(await refused.next('ERROR')).toMatchObject({ payload: { msg: 'Invalid key provided' } });
  expect(await refused.closed).toBe(1008);
  await world.open(started);
});

it.each(['binary', 'json', 'toString', '__proto__', 'constructor'])(
  'an offer with serialization %s does not reach the presenter',
  async (serialization) => {
    const { presenter, stage } = await world.room();
    const attendee = await world.attendee(presenter.code);
    attendee.send(offer(stage.id, 'dc_one', { serialization }));
    expect(await attendee.closed).toBe(1008);
    await stage.settled();
    expect(stage.ofType('OFFER')).toEqual([]);
  }
);

it('a media offer and an offer with metadata do not reach the presenter', async () => {
  const { presenter, stage } = await world.room();
  for (const over of [{ type: 'media' }, { metadata: { admin: true } }]) {
    const attendee = await world.attendee(presenter.code);
    attendee.send(offer(stage.id, 'dc_one', over));
    expect(await attendee.closed).toBe(1008);
  }
  await stage.settled();
  expect(stage.ofType('OFFER')).toEqual([]);
});

it('a candidate without an offer of the same connection between the same two reaches nobody', async () => {
  const { presenter, stage } = await world.room();
  const [one, other] = [await world.attendee(presenter.code), await world.attendee(presenter.code)];
  one.send(candidate(stage.id, 'dc_stray'));
  one.send(offer(stage.id, 'dc_one'));
  one.send(candidate(stage.id, 'dc_two'));
  other.send(candidate(stage.id, 'dc_one'));
  await Promise.all([one.settled(), other.settled()]);
  stage.send(candidate(other.id, 'dc_one'));
  stage.send(candidate(one.id, 'dc_two'));
  await stage.settled();
  await Promise.all([one.settled(), other.settled()]);
  expect([stage, one, other].flatMap((client) => client.ofType('CANDIDATE'))).toEqual([]);
});

it('a candidate of an offer goes to the peer that the offer went to and to no other', async () => {
  const [own, foreign] = [await world.room(), await world.room()];
  const [attendee, neighbour] = [await world.attendee(own.presenter.code), await world.attendee(own.presenter.code)];
  attendee.send(offer(own.stage.id));
  attendee.send(candidate(neighbour.id));
  attendee.send(candidate(foreign.stage.id));
  await attendee.settled();
  await Promise.all([neighbour.settled(), foreign.stage.settled()]);
  expect([neighbour, foreign.stage].flatMap((client) => client.ofType('CANDIDATE'))).toEqual([]);
});

it('an offer is answered once', async () => {
  const { presenter, stage } = await world.room();
  const attendee = await world.attendee(presenter.code);
  attendee.send(offer(stage.id));
  await stage.next('OFFER');
  stage.send(answer(attendee.id));
  stage.send(answer(attendee.id));
  await stage.settled();
  await attendee.settled();
  expect(attendee.ofType('ANSWER')).toHaveLength(1);
});

it('passes at most 100 candidates each way for one offer', async () => {
  const { presenter, stage } = await world.room();
  const attendee = await world.attendee(presenter.code);
  attendee.send(offer(stage.id));
  await stage.next('OFFER');
  for (let index = 0; index <= SIGNALLING_LIMITS.candidatesPerOffer; index += 1) {
    stage.send(candidate(attendee.id));
  }
  await stage.settled();
  await attendee.settled();
  expect(attendee.ofType('CANDIDATE')).toHaveLength(100);
});
