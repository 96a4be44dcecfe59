/** Where there is a shared browser and where not, and what its server writes down of it. */
import pino from 'pino';
import { defaultConfig } from '../config';
import { memoryStores } from '../memory/memoryStores';
import { startServer } from '../startServer';
import { call, errorOf } from '../testing/http';
import { NoProvider } from './NoProvider';
import { openProvider } from './openProvider';
import { BrowserWorld } from './testing/BrowserWorld';
import { PlainProvider } from './testing/PlainProvider';

const world = new BrowserWorld();
afterEach(() => world.end());

test('BROW-1: a server that shares its sessions with others has none, and its log says why', async () => {
  const lines: string[] = [];
  const server = await startServer({
    config: { port: 0, browser: true },
    stores: Object.assign(memoryStores(world.clock), { kind: 'redis' as const }),
    browserProvider: new PlainProvider(),
    log: pino({ level: 'info' }, { write: (line) => lines.push(line) }),
  });
  const answer = await call(`${server.url}/api/vm/shared/create`, { method: 'POST', json: {} });
  const offers = await call(`${server.url}/api/offers`);
  await server.stop();
  expect(errorOf(answer)).toBe('404 not-found');
  expect(JSON.parse(offers.text).browser).toBe(false);
  expect(lines.join('')).toMatch(/no shared browser[^"]*REDIS_URL/);
});

test('BROW-12: one that can have no browser offers none, and says to who asks what is missing', async () => {
  const why = 'There is no Chromium. Or set HYPERBEAM_API_KEY, which is not set.';
  const { url } = await world.start({}, new NoProvider(why));
  const answer = await world.post('create', {});
  expect(errorOf(answer)).toBe('503 no-browser');
  expect(JSON.parse(answer.text).details).toBe(why);
  expect(JSON.parse((await call(`${url}/api/offers`)).text).browser).toBe(false);
});

test('BROW-12: started with a Chromium that is not there it names the variable', async () => {
  const config = { ...defaultConfig(), browserChromium: '/nowhere/chromium' };
  const provider = openProvider(config, world.clock, pino({ level: 'silent' }));
  await world.start({}, provider);
  const answer = await world.post('create', {});
  expect(errorOf(answer)).toBe('503 no-browser');
  expect(answer.text).toMatch(/BROWSER_CHROMIUM[^]*HYPERBEAM_API_KEY/);
});

test('BROW-11: says in the log who came, went, drove and how it ended, and never a code or a token', async () => {
  await world.start();
  const host = await world.host();
  const bob = await world.guest(host.shareCode);
  await world.post('control', { shareCode: host.shareCode, control: { mode: 'everyone' } }, host.token);
  await world.post('remove', { shareCode: host.shareCode, userId: bob.userId }, host.token);
  await world.post('end', { shareCode: host.shareCode }, host.token);
  const said = world.lines.filter(({ msg }) => String(msg).startsWith('shared browser: '));
  expect(said.map(({ msg }) => String(msg).slice(16))).toEqual(['created', 'joined', 'control', 'removed', 'ended']);
  expect(said.every(({ browser }) => browser === host.sessionId)).toBe(true);
  const all = JSON.stringify(world.lines);
  [host.token, bob.token, host.shareCode].forEach((secret) => expect(all).not.toContain(secret));
});

test('BROW-1: is offered, and counted', async () => {
  const { url } = await world.start();
  const host = await world.create();
  await world.join(host.shareCode);
  expect(JSON.parse((await call(`${url}/api/offers`)).text).browser).toBe(true);
  const { text } = await call(`${url}/metrics`);
  expect(text).toMatch(/^livesessions_browsers 1$/m);
  expect(text).toMatch(/^livesessions_browser_users 2$/m);
});
