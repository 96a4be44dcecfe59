/** The life of a session over HTTP. */
import { sessionInfoSchema } from '../src/protocol/directoryApi';
import { TIMES } from '../src/protocol/limits';
import { call, errorOf } from './testing/http';
import { attendeeTicket, Presenter, randomHex } from './testing/people';
import { World } from './testing/room';

let world: World;

beforeEach(async () => {
  world = new World();
  await world.start();
});

afterEach(() => world.end());

const info = async (code: string) =>
  sessionInfoSchema.parse(JSON.parse((await call(`${world.url}/api/sessions/${code}`)).text));

it('waits for its presenter, is live while the lease is renewed, and waits again when it is not', async () => {
  const presenter = await Presenter.create(world.url);
  expect(await info(presenter.code)).toEqual({
    code: presenter.code,
    sessionId: presenter.sessionId,
    name: 'Logs for all',
    presenterName: 'Ada',
    presenterKey: presenter.presenterKey,
    state: 'waiting',
    routes: 'both',
  });
  const { epoch } = await presenter.start();
  expect(epoch).toBe(1);
  world.clock.advance(TIMES.lease - 1);
  expect((await info(presenter.code)).state).toBe('live');
  expect(JSON.parse((await presenter.lease(epoch)).text)).toEqual({ leaseMs: TIMES.lease });
  world.clock.advance(TIMES.lease);
  expect((await info(presenter.code)).state).toBe('waiting');
});

it('ends by DELETE, once, and cannot be brought back', async () => {
  const presenter = await Presenter.create(world.url);
  const { epoch } = await presenter.start();
  expect((await presenter.end()).status).toBe(204);
  expect(errorOf(await presenter.end())).toBe('404 not-found');
  expect(errorOf(await call(`${world.url}/api/sessions/${presenter.code}`))).toBe('404 not-found');
  expect(errorOf(await presenter.lease(epoch))).toBe('404 not-found');
  expect(errorOf(await presenter.startCall())).toBe('404 not-found');
});

it('tells attendees the presenter of now, and none while nobody holds the lease', async () => {
  const presenter = await Presenter.create(world.url);
  expect((await attendeeTicket(world.url, presenter.code)).presenterPeerId).toBeNull();
  const { epoch, peerId } = await presenter.start();
  expect((await attendeeTicket(world.url, presenter.code)).presenterPeerId).toBe(peerId);
  const next = await presenter.peer(epoch);
  expect(next.peerId).not.toBe(peerId);
  expect((await attendeeTicket(world.url, presenter.code)).presenterPeerId).toBe(next.peerId);
  world.clock.advance(TIMES.lease);
  expect((await attendeeTicket(world.url, presenter.code)).presenterPeerId).toBeNull();
});

it('keeps a second page out while the first one renews, and the first one out once it was taken over', async () => {
  const presenter = await Presenter.create(world.url);
  const first = await presenter.start();
  const pageId = randomHex(8);
  expect(errorOf(await presenter.startCall({ pageId }))).toBe('409 lease-held');
  const second = await presenter.start({ pageId, takeOver: true });
  expect(second.epoch).toBe(first.epoch + 1);
  expect(errorOf(await presenter.lease(first.epoch))).toBe('409 superseded');
  expect(errorOf(await presenter.peerCall(first.epoch))).toBe('409 superseded');
  expect((await presenter.lease(second.epoch, { pageId })).status).toBe(200);
});

it('is taken in again by a server that lost it, with the token of before, under the same code', async () => {
  const serverSecret = randomHex(32);
  const { url: before } = await world.start({ serverSecret });
  const presenter = await Presenter.create(before);
  const { epoch } = await presenter.start({ knownEpoch: 6 });
  const { url: after } = await world.start({ serverSecret });
  const again = presenter.at(after);
  expect((await presenter.at(after).lease(epoch, { pageId: again.pageId })).status).toBe(200);
  const read = await call(`${after}/api/sessions/${presenter.code}`);
  expect(sessionInfoSchema.parse(JSON.parse(read.text)).sessionId).toBe(presenter.sessionId);
  expect((await again.start({ knownEpoch: epoch })).epoch).toBe(8);
});

it('sends as many attendees to direct slots as the presenter has free, and the others to the relay', async () => {
  const presenter = await Presenter.create(world.url);
  const { epoch } = await presenter.start();
  await presenter.lease(epoch, { freeSlots: 2 });
  const [one, two, three] = [randomHex(16), randomHex(16), randomHex(16)];
  const routes = [];
  for (const attendee of [one, two, one, three]) {
    routes.push((await attendeeTicket(world.url, presenter.code, attendee)).route);
  }
  expect(routes).toEqual(['direct', 'direct', 'direct', 'relay']);
  await presenter.lease(epoch, { freeSlots: 1 });
  expect((await attendeeTicket(world.url, presenter.code, three)).route).toBe('direct');
});
