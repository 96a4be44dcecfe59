/** Who holds the relay's sockets, memory or wire without saying anything that counts. */
import { WebSocket } from 'ws';
import { concatBytes } from '../src/protocol/bytes';
import { RELAY_PATH } from '../src/protocol/relayApi';
import { MemoryRooms } from './memory/MemoryRooms';
import { RELAY_LIMITS } from './serverLimits';
import { attendeeTicket, randomHex } from './testing/people';
import { enter, handshake, hubOf, open, room, seqOf, stage, world } from './testing/relay';
import { until } from './testing/until';

const sockets = () => world.metric('livesessions_relay_sockets');

/** A socket that says what a test makes it say; engine.io's pings are answered. */
async function rawSocket(path = `${RELAY_PATH}/`) {
  const ws = new WebSocket(`${world.url.replace('http', 'ws')}${path}?EIO=4&transport=websocket`);
  open.push({ close: () => ws.terminate() });
  const texts: string[] = [];
  let frames = 0;
  let closed = false;
  ws.on('error', () => {});
  ws.on('close', () => (closed = true));
  ws.on('message', (data) => {
    if (String(data).startsWith('42["frame",')) {
      frames++;
    } else if (String(data) === '2') {
      ws.send('3');
    } else {
      texts.push(String(data));
    }
  });
  await until(() => closed || texts.length > 0, 'the first word of the relay');
  return {
    ws,
    texts,
    frames: () => frames,
    closed: () => closed,
    async enter(code: string, attendeeId = randomHex(16)) {
      const { relay } = await attendeeTicket(world.url, code, attendeeId);
      const said = texts.length;
      ws.send(`40${JSON.stringify({ ticket: relay })}`);
      await until(() => texts.slice(said).some((text) => text.includes('taken')), 'a place');
    },
  };
}

it('RELAY-6: who takes its leave of a place and stays on the wire is cut off', async () => {
  const { presenter } = await room();
  const before = await sockets();
  const lingering = await rawSocket();
  await lingering.enter(presenter.code);
  lingering.ws.send('41');
  await until(() => lingering.closed(), 'the end of the wire');
  expect(await sockets()).toBe(before);
});

it.each([
  ['an event that is none', () => '42["no such event",1]'],
  ['an answer that nobody waits for', (n: number) => `43${n}["x"]`],
])('RELAY-6: cuts off who sends %s without end', async (_what, message) => {
  const { presenter } = await room();
  const flooder = await rawSocket();
  await flooder.enter(presenter.code);
  for (let n = 0; n < 20_000; n++) {
    flooder.ws.send(message(n));
  }
  await until(() => flooder.closed(), 'the end of the flooder');
});

it('RELAY-1: cuts off who tries one ticket after the other on a socket', async () => {
  const guesser = await rawSocket();
  for (let n = 0; n < 20_000; n++) {
    guesser.ws.send(`40{"ticket":"a.b.${n}"}`);
  }
  await until(() => guesser.closed(), 'the end of the guesser');
  expect(guesser.texts.filter((text) => text.startsWith('44')).length).toBeLessThan(20);
});

it('RELAY-3: says again what was kept no more often than an honest page asks', async () => {
  const { presenter, epoch, hub } = await room();
  const greedy = await rawSocket();
  await greedy.enter(presenter.code);
  const large = (seq: number) => concatBytes(stage(presenter.sessionId, epoch, seq), new Uint8Array(20_000));
  for (let seq = 1; seq <= 50; seq++) {
    hub.broadcast(large(seq));
  }
  await until(() => greedy.frames() === 50, 'the events');
  for (let n = 0; n < 30; n++) {
    greedy.ws.send(`42${n}["after",{"epoch":${epoch},"seq":0}]`);
    await until(() => greedy.texts.some((text) => text.startsWith(`43${n}[`)), 'an answer');
  }
  expect(greedy.frames()).toBe(50 + RELAY_LIMITS.asks.burst * 50);
  const honest = await enter(presenter.code);
  const seen: Array<number | null> = [];
  honest.onFrame((frame) => seen.push(seqOf(frame)));
  expect(await honest.after?.({ epoch, seq: 48 })).toBe(true);
  await until(() => seen.length === 2, 'what an honest page missed');
});

it('RELAY-5: what waits for the presenter is bounded also where it is many empty frames', async () => {
  const { presenter, epoch, hub } = await room();
  const members: string[] = [];
  hub.onMember((memberId) => members.push(memberId));
  const flooders = await Promise.all(Array.from({ length: 6 }, () => enter(presenter.code)));
  await until(() => members.length === 6, 'all of them at the presenter');
  hub.close();
  await until(() => !hub.connected, 'the end of the wire');
  for (let n = 0; n < 1000; n++) {
    flooders.forEach((link) => link.send(handshake()));
  }
  await Promise.all(flooders.map((link) => link.after?.({ epoch: 1, seq: 0 })));
  const again = hubOf(presenter, epoch);
  let waited = 0;
  let last = 0;
  again.onFrame((_memberId, frame) => {
    waited++;
    last = frame.at(-1) ?? 0;
  });
  await new Promise<void>((resolve) => again.onAttached(() => resolve()));
  flooders[0].send(handshake(1));
  await until(() => last === 1, 'what is said after that');
  expect(waited - 1).toBe(Math.floor(RELAY_LIMITS.waitingBytes / 257));
});

it('RELAY-1: bounds how many sockets one address holds that show no ticket, and leaves those alone that do', async () => {
  const { presenter } = await room();
  const before = await sockets();
  // A slow machine hangs up on the first of them before the last are there: more come until one is too many.
  const silent: Array<Awaited<ReturnType<typeof rawSocket>>> = [];
  while (!silent.some(({ closed }) => closed())) {
    silent.push(...(await Promise.all(Array.from({ length: 200 }, () => rawSocket()))));
  }
  expect(await sockets()).toBeLessThanOrEqual(before + RELAY_LIMITS.unprovedPerAddress);
  silent.forEach(({ ws }) => ws.terminate());
  const limit = Date.now() + 10_000;
  let again = await rawSocket();
  while (again.closed() && Date.now() < limit) {
    again = await rawSocket();
  }
  await again.enter(presenter.code);
});

it('RELAY-6: who comes and goes without end reaches the presenter no more often than its page can stand', async () => {
  let now = 0;
  const rooms = new MemoryRooms(() => now);
  const come = async (times: number) => {
    const taken = await Promise.all(Array.from({ length: times }, () => rooms.takesNewcomer('a'.repeat(32))));
    return taken.filter(Boolean).length;
  };
  const { burst, perSecond } = RELAY_LIMITS.newcomers;
  expect(await come(burst + 100)).toBe(burst);
  now += 1_000;
  expect(await come(burst)).toBe(perSecond);
});

it('answers whoever is below its path, and nobody else does so as well', async () => {
  const below = await rawSocket(`${RELAY_PATH}/x`);
  expect(below.texts[0]).toMatch(/^0/);
  expect(below.closed()).toBe(false);
});
