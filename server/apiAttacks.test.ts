/** Attacks on every call of the directory, from outside and by those who hold the wrong paper. */
import { connect, type Socket } from 'node:net';
import { SERVER_LIMITS } from './serverLimits';
import { bearerHeader, call, errorOf } from './testing/http';
import { attendeeTicket, Presenter, randomHex, ticketCall } from './testing/people';
import { World } from './testing/room';

let world: World;

beforeEach(async () => {
  world = new World();
  await world.start();
});

afterEach(() => world.end());

const API_KEY = 'a-key-between-grafana-and-server';

/** Every call that there is, with a body that would do. */
function callsOf(presenter: Presenter) {
  const path = `/api/sessions/${presenter.code}`;
  const about = {
    sessionId: presenter.sessionId,
    name: 'Logs for all',
    presenterName: 'Ada',
    presenterKey: presenter.presenterKey,
    pageId: presenter.pageId,
  };
  return [
    { method: 'POST', path: '/api/sessions', json: { name: 'n', presenterName: 'p', presenterKey: 'a'.repeat(64) } },
    { method: 'GET', path },
    { method: 'POST', path: `${path}/tickets`, json: { attendeeId: randomHex(16) } },
    { method: 'GET', path: `${path}/attendees` },
    { method: 'POST', path: `${path}/start`, json: { ...about, knownEpoch: 0, takeOver: true } },
    { method: 'POST', path: `${path}/peer`, json: { pageId: presenter.pageId, epoch: 1 } },
    { method: 'PUT', path: `${path}/lease`, json: { ...about, epoch: 1, freeSlots: 0 } },
    { method: 'GET', path: '/api/ice' },
    { method: 'DELETE', path },
  ];
}

describe('every call', () => {
  it.each([
    ['a page of another origin', { origin: 'https://attacker.example' }],
    ['a page without an origin', { origin: 'null' }],
    ['a name that an attacker has pointed here', { host: 'attacker.example' }],
  ])('is refused to %s, with the right token', async (_who, headers) => {
    const presenter = await Presenter.create(world.url);
    for (const { path, ...rest } of callsOf(presenter)) {
      const answer = await call(world.url + path, {
        ...rest,
        headers: { ...bearerHeader(presenter.token), ...headers },
      });
      expect([path, errorOf(answer)]).toEqual([path, '403 forbidden']);
    }
    expect((await call(`${world.url}/api/sessions/${presenter.code}`)).status).toBe(200);
  });

  it('is refused where a page of another site asks for it as a picture or a script, which names no origin', async () => {
    const presenter = await Presenter.create(world.url);
    for (const site of ['cross-site', 'same-site']) {
      for (const { path, ...rest } of callsOf(presenter)) {
        const headers = { ...bearerHeader(presenter.token), 'sec-fetch-site': site };
        expect([path, errorOf(await call(world.url + path, { ...rest, headers }))]).toEqual([path, '403 forbidden']);
      }
    }
    for (let guess = 0; guess <= SERVER_LIMITS.wrongCodesPerMinute; guess++) {
      await call(`${world.url}/api/sessions/ZZZZZZ`, { headers: { 'sec-fetch-site': 'cross-site' } });
    }
    // Nor does it use up what this address may get wrong.
    expect((await call(`${world.url}/api/sessions/${presenter.code}`)).status).toBe(200);
  });

  it('is answered to a page of an allowed origin, on whatever site', async () => {
    const presenter = await Presenter.create(world.url);
    const headers = { origin: 'http://localhost:3000', 'sec-fetch-site': 'cross-site' };
    expect((await call(`${world.url}/api/sessions/${presenter.code}`, { headers })).status).toBe(200);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''])(
    'with a body needs JSON, not %j',
    async (type) => {
      const presenter = await Presenter.create(world.url);
      for (const { path, method, json } of callsOf(presenter)) {
        if (json) {
          const headers = { ...bearerHeader(presenter.token), ...(type !== '' && { 'content-type': type }) };
          const answer = await call(world.url + path, { method, headers, raw: JSON.stringify(json) });
          expect([path, errorOf(answer)]).toEqual([path, '415 bad-request']);
        }
      }
    }
  );

  it('takes no paper for another: tickets, tokens of other sessions, the key', async () => {
    const { url } = await world.start({ apiKey: API_KEY });
    const key = bearerHeader(API_KEY);
    const presenter = await Presenter.create(url, key);
    const foreign = await Presenter.create(url, key);
    const { ticket } = JSON.parse((await ticketCall(url, presenter.code, randomHex(16), key)).text);
    const started = await presenter.start();
    const ofPresenter = new Set(['attendees', 'start', 'peer', 'lease', presenter.code]);
    for (const { path, method, json } of callsOf(presenter)) {
      const last = path.split('/').at(-1) ?? '';
      const needsKey = (method === 'GET' && last === presenter.code) || ['sessions', 'tickets'].includes(last);
      const wrong: Array<Record<string, string>> = [{}, bearerHeader('x')];
      if (needsKey) {
        wrong.push(bearerHeader(presenter.token), bearerHeader(ticket), { 'x-live-token': API_KEY });
      } else if (ofPresenter.has(last)) {
        wrong.push(bearerHeader(foreign.token), { 'x-live-token': foreign.token }, bearerHeader(ticket));
        wrong.push(bearerHeader(started.ticket), key, { ...key, 'x-live-token': ticket });
      } else {
        wrong.push(key);
      }
      for (const headers of wrong) {
        const answer = await call(url + path, { method, json, headers });
        expect([path, headers, errorOf(answer)]).toEqual([path, headers, '401 unauthorized']);
      }
    }
    expect((await call(`${url}/api/sessions/${presenter.code}`, { headers: key })).status).toBe(200);
  });

  it('believes no Grafana headers without the key, of whoever sends them', async () => {
    const { url } = await world.start({ apiKey: API_KEY });
    const presenter = await Presenter.create(url, bearerHeader(API_KEY));
    const claims = { 'x-grafana-user': 'admin', 'x-grafana-context': '{"Login":"admin"}' };
    expect(errorOf(await ticketCall(url, presenter.code, randomHex(16), claims))).toBe('401 unauthorized');
    // Without a key there is no proxy to believe: the names stay unsaid.
    const open = await Presenter.create(world.url);
    expect((await ticketCall(world.url, open.code, randomHex(16), claims)).status).toBe(200);
    expect(JSON.parse((await open.call('GET', '/attendees')).text)).toEqual({ attendees: [] });
  });
});

it('a directory token opens no socket, and a ticket of one session none of another', async () => {
  const [one, other] = [await Presenter.create(world.url), await Presenter.create(world.url)];
  const started = await one.start();
  await other.start();
  const { peerId, ticket } = await attendeeTicket(world.url, one.code);
  const elsewhere = await attendeeTicket(world.url, other.code);
  for (const [id, token] of [
    [started.peerId, one.token],
    [started.peerId, ticket],
    [elsewhere.peerId, ticket],
    [peerId, elsewhere.ticket],
  ]) {
    const refused = await world.knock(id, token);
    expect(await refused.closed).toBe(1008);
  }
});

it('DIR-10: who sends a thousand guesses in one piece is told of no more than who sends them one by one', async () => {
  const { code } = await Presenter.create(world.url);
  const guesses = Array.from({ length: 1000 }, (_, n) => (n === 999 ? code : `ZZZ${String(n).padStart(3, '0')}`));
  const socket = connect(world.port, '127.0.0.1');
  let answers = '';
  socket.on('data', (data) => (answers += data.toString()));
  const close = (n: number) => (n === guesses.length - 1 ? 'Connection: close\r\n' : '');
  const lines = guesses.map((guess, n) => `GET /api/sessions/${guess} HTTP/1.1\r\nHost: localhost\r\n${close(n)}\r\n`);
  socket.write(lines.join(''));
  await new Promise<void>((resolve) => socket.on('close', () => resolve()));
  const statuses = [...answers.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status);
  expect(statuses).toHaveLength(guesses.length);
  expect(statuses.filter((status) => status === '404')).toHaveLength(SERVER_LIMITS.wrongCodesPerMinute);
  expect(statuses.at(-1)).toBe('429');
});

describe('slow callers', () => {
  /** Sends a byte at a time and never an end. */
  function trickle(port: number, text: string): { socket: Socket; over: Promise<void> } {
    const socket = connect(port, '127.0.0.1');
    let at = 0;
    const timer = setInterval(() => socket.write(text[at++ % text.length]), 20);
    const over = new Promise<void>((resolve) => {
      socket.on('error', () => undefined);
      socket.on('close', () => {
        clearInterval(timer);
        resolve();
      });
    });
    socket.resume();
    return { socket, over };
  }

  it('are cut off, hundreds at once, while everybody else is answered', async () => {
    const { port, url } = await world.start({}, { requestLimit: 500 });
    const presenter = await Presenter.create(url);
    const body = `POST /api/sessions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9000\r\n\r\n`;
    const upgrade = `GET /pathfinder/peerjs?key=pathfinder HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n`;
    const slow = Array.from({ length: 300 }, (_, index) => trickle(port, [body, upgrade, 'GET / HTT'][index % 3]));
    expect((await call(`${url}/api/sessions/${presenter.code}`)).status).toBe(200);
    expect((await ticketCall(url, presenter.code, randomHex(16))).status).toBe(200);
    await Promise.all(slow.map(({ over }) => over));
  });

  it('that open a connection and say nothing are cut off, too', async () => {
    const { port } = await world.start({}, { requestLimit: 300 });
    const silent = connect(port, '127.0.0.1');
    const closed = new Promise<void>((resolve) => silent.on('close', () => resolve()));
    silent.resume();
    await closed;
  });
});
