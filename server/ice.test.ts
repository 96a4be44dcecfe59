/** ICE servers over HTTP. */
import { iceResponseSchema } from '../src/protocol/directoryApi';
import { bearerHeader, call, errorOf } from './testing/http';
import { Presenter } from './testing/people';
import { World } from './testing/room';

let world: World;

beforeEach(async () => {
  world = new World();
  await world.start();
});

afterEach(() => world.end());

const turn = { turnUrls: ['stun:s.example:3478', 'turn:t.example:3478?transport=tcp'], turnSecret: 'turn-secret' };

it('go to holders of a ticket, which stays unused, or of a directory token', async () => {
  const { url } = await world.start(turn);
  const presenter = await Presenter.create(url);
  const { ticket } = await presenter.start();
  for (const token of [ticket, ticket, presenter.token]) {
    const answer = await call(`${url}/api/ice`, { headers: bearerHeader(token) });
    const { iceServers, ttl } = iceResponseSchema.parse(JSON.parse(answer.text));
    expect(iceServers[0]).toEqual({ urls: [turn.turnUrls[0]] });
    expect(iceServers[1].urls).toEqual([turn.turnUrls[1]]);
    expect(Number(iceServers[1].username?.split(':')[0])).toBe(world.clock.wall() / 1000 + ttl);
  }
  expect((await call(`${url}/api/ice`, { headers: { 'x-live-token': presenter.token } })).status).toBe(200);
});

it('go to nobody else, and not for a session that has ended', async () => {
  const { url } = await world.start(turn);
  const presenter = await Presenter.create(url);
  const { ticket } = await presenter.start();
  await presenter.end();
  for (const headers of [{}, bearerHeader('x'), bearerHeader(ticket), bearerHeader(presenter.token)]) {
    expect(errorOf(await call(`${url}/api/ice`, { headers }))).toBe('401 unauthorized');
  }
});

it('are none when the server has none', async () => {
  const presenter = await Presenter.create(world.url);
  const answer = await call(`${world.url}/api/ice`, { headers: bearerHeader(presenter.token) });
  expect(JSON.parse(answer.text).iceServers).toEqual([]);
});
