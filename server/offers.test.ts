import { offersSchema } from '../src/protocol/directoryApi';
import { offersOf, PARTS, type Part } from './offers';
import { call } from './testing/http';
import { World } from './testing/room';

const world = new World();
afterEach(() => world.end());

it('offers what is there and switched on, and nothing else', () => {
  const asked = { relay: 'on' as const, terminal: false, browser: true };
  expect(offersOf(asked, new Set<Part>(['relay', 'terminal']))).toEqual({
    relay: true,
    terminal: false,
    browser: false,
  });
});

it('tells every page of an allowed origin, with a key or without, and no other', async () => {
  const { url } = await world.start({ browser: true, terminal: true, apiKey: 'a key of 16 characters' });
  const allowed = await call(`${url}/api/offers`, { headers: { origin: 'http://localhost:3000' } });
  expect(allowed.status).toBe(200);
  expect(offersSchema.parse(JSON.parse(allowed.text))).toEqual(
    offersOf({ relay: 'on', terminal: true, browser: true }, PARTS)
  );
  expect((await call(`${url}/api/offers`, { headers: { origin: 'https://evil.example' } })).status).toBe(403);
});
