/** Signalling with real sockets: what works. */
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

it('carries offer, candidates and answer between an attendee and the presenter of its session', async () => {
  const { presenter, stage } = await world.room();
  const attendee = await world.attendee(presenter.code);
  attendee.send(offer(stage.id));
  attendee.send(candidate(stage.id));
  const offered = await stage.next('OFFER');
  expect(offered).toEqual({ ...offer(stage.id), src: attendee.id });
  expect(await stage.next('CANDIDATE')).toEqual({ ...candidate(stage.id), src: attendee.id });
  stage.send(answer(attendee.id));
  stage.send(candidate(attendee.id));
  expect(await attendee.next('ANSWER')).toEqual({ ...answer(attendee.id), src: stage.id });
  expect(await attendee.next('CANDIDATE')).toMatchObject({ src: stage.id });
});

it('lets 200 attendees behind one address in, although wrong codes and bad sockets came from there', async () => {
  const { presenter, stage } = await world.room();
  await call(`${world.url}/api/sessions/ZZZZZZ`);
  await PeerClient.knock(world.url, {});
  const tickets = await Promise.all(Array.from({ length: 200 }, () => attendeeTicket(world.url, presenter.code)));
  const attendees = await Promise.all(tickets.map((ticket) => world.open(ticket)));
  expect(tickets.filter((ticket) => ticket.route === 'direct')).toHaveLength(150);
  for (const [index, attendee] of attendees.entries()) {
    attendee.send(offer(stage.id, `dc_${index}`));
  }
  await Promise.all(attendees.map((attendee) => attendee.settled()));
  await stage.settled();
  expect(stage.ofType('OFFER')).toHaveLength(150);
  expect(await world.metric('livesessions_signalling_sockets')).toBe(201);
});

it('closes a socket that is silent for too long, but not one that answers pings, as hidden tabs do', async () => {
  const impatient = await world.start({ aliveTimeoutMs: 600 });
  const presenter = await Presenter.create(impatient.url);
  const hidden = await PeerClient.open(impatient.url, await presenter.start());
  const entry = await attendeeTicket(impatient.url, presenter.code);
  const dead = await PeerClient.open(impatient.url, entry, { autoPong: false });
  expect(await dead.closed).toBe(1008);
  await hidden.settled();
});

it('passes LEAVE on between two that have an offer between them, and to nobody else', async () => {
  const { presenter, stage } = await world.room();
  const [one, other] = [await world.attendee(presenter.code), await world.attendee(presenter.code)];
  one.send(offer(stage.id));
  await stage.next('OFFER');
  stage.send({ type: 'LEAVE', dst: other.id });
  stage.send({ type: 'LEAVE', dst: one.id });
  expect(await one.next('LEAVE')).toMatchObject({ src: stage.id });
  await other.settled();
  expect(other.ofType('LEAVE')).toEqual([]);
});

it('closes the socket of a page whose session another page took over', async () => {
  const { presenter, stage } = await world.room();
  await presenter.start({ pageId: randomHex(8), takeOver: true, knownEpoch: 1 });
  expect(await stage.closed).toBe(1008);
});

it('closes all sockets of a session that ends, and of no other', async () => {
  const [ending, staying] = [await world.room(), await world.room()];
  const attendee = await world.attendee(ending.presenter.code);
  await ending.presenter.end();
  expect(await Promise.all([ending.stage.closed, attendee.closed])).toEqual([1008, 1008]);
  await staying.stage.settled();
});

it('closes the oldest of more overlapping attempts than an attendee may have', async () => {
  const { presenter } = await world.room();
  const attendeeId = randomHex(16);
  const attempts: PeerClient[] = [];
  for (let index = 0; index <= SIGNALLING_LIMITS.socketsPerAttendee; index += 1) {
    attempts.push(await world.attendee(presenter.code, attendeeId));
  }
  expect(await attempts[0].closed).toBe(1008);
  await Promise.all(attempts.slice(1).map((attempt) => attempt.settled()));
});
