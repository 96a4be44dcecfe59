/** The HTTP API with real calls: the life of a session, who may do what, and rubbish. */
import { connect } from 'node:net';
import { iceResponseSchema, sessionInfoSchema } from '../src/protocol/directoryApi';
import { LIMITS, TIMES } from '../src/protocol/limits';
import { SERVER_LIMITS } from './serverLimits';
import { startServer, type RunningServer } from './startServer';
import { FakeClock } from './testing/fakeClock';
import { bearerHeader, call, type Answer } from './testing/http';
import { attendeeTicket, Presenter, randomHex, ticketCall } from './testing/people';

const API_KEY = 'a-key-between-grafana-and-server';
let server: RunningServer;
let clock: FakeClock;

beforeEach(async () => {
  clock = new FakeClock();
  server = await startServer({ config: { port: 0, logLevel: 'silent' }, clock });
});

afterEach(() => server.stop());

const errorOf = ({ status, text }: Answer) => `${status} ${JSON.parse(text).error}`;
const info = async (code: string) =>
  sessionInfoSchema.parse(JSON.parse((await call(`${server.url}/api/sessions/${code}`)).text));

async function withServer(
  config: NonNullable<Parameters<typeof startServer>[0]>['config'],
  body: (url: string) => Promise<void>
): Promise<void> {
  const other = await startServer({ config: { port: 0, logLevel: 'silent', ...config }, clock });
  try {
    await body(other.url);
  } finally {
    await other.stop();
  }
}

describe('the life of a session', () => {
  it('waits for its presenter, is live while the lease is renewed, and waits again when it is not', async () => {
    const presenter = await Presenter.create(server.url);
    expect(await info(presenter.code)).toEqual({
      code: presenter.code,
      sessionId: presenter.sessionId,
      name: 'Logs for all',
      presenterName: 'Ada',
      presenterKey: presenter.presenterKey,
      state: 'waiting',
    });
    const { epoch } = await presenter.start();
    expect(epoch).toBe(1);
    clock.advance(TIMES.lease - 1);
    expect((await info(presenter.code)).state).toBe('live');
    expect(JSON.parse((await presenter.lease(epoch)).text)).toEqual({ leaseMs: TIMES.lease });
    clock.advance(TIMES.lease);
    expect((await info(presenter.code)).state).toBe('waiting');
  });

  it('ends by DELETE, once, and cannot be brought back', async () => {
    const presenter = await Presenter.create(server.url);
    const { epoch } = await presenter.start();
    expect((await presenter.end()).status).toBe(204);
    expect(errorOf(await presenter.end())).toBe('404 not-found');
    expect(errorOf(await call(`${server.url}/api/sessions/${presenter.code}`))).toBe('404 not-found');
    expect(errorOf(await presenter.lease(epoch))).toBe('404 not-found');
    expect(errorOf(await presenter.startCall())).toBe('404 not-found');
  });

  it('tells attendees the presenter of now, and none while nobody holds the lease', async () => {
    const presenter = await Presenter.create(server.url);
    expect((await attendeeTicket(server.url, presenter.code)).presenterPeerId).toBeNull();
    const { epoch, peerId } = await presenter.start();
    expect((await attendeeTicket(server.url, presenter.code)).presenterPeerId).toBe(peerId);
    const next = await presenter.peer(epoch);
    expect(next.peerId).not.toBe(peerId);
    expect((await attendeeTicket(server.url, presenter.code)).presenterPeerId).toBe(next.peerId);
    clock.advance(TIMES.lease);
    expect((await attendeeTicket(server.url, presenter.code)).presenterPeerId).toBeNull();
  });

  it('keeps a second page out while the first one renews, and the first one out once it was taken over', async () => {
    const presenter = await Presenter.create(server.url);
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
    await withServer({ serverSecret }, async (before) => {
      const presenter = await Presenter.create(before);
      const { epoch } = await presenter.start({ knownEpoch: 6 });
      await withServer({ serverSecret }, async (after) => {
        const again = presenter.at(after);
        expect((await presenter.at(after).lease(epoch, { pageId: again.pageId })).status).toBe(200);
        const read = await call(`${after}/api/sessions/${presenter.code}`);
        expect(sessionInfoSchema.parse(JSON.parse(read.text)).sessionId).toBe(presenter.sessionId);
        expect((await again.start({ knownEpoch: epoch })).epoch).toBe(8);
      });
    });
  });

  it('sends as many attendees to direct slots as the presenter has free, and the others to the relay', async () => {
    const presenter = await Presenter.create(server.url);
    const { epoch } = await presenter.start();
    await presenter.lease(epoch, { freeSlots: 2 });
    const [one, two, three] = [randomHex(16), randomHex(16), randomHex(16)];
    const routes = [];
    for (const attendee of [one, two, one, three]) {
      routes.push((await attendeeTicket(server.url, presenter.code, attendee)).route);
    }
    expect(routes).toEqual(['direct', 'direct', 'direct', 'relay']);
    await presenter.lease(epoch, { freeSlots: 1 });
    expect((await attendeeTicket(server.url, presenter.code, three)).route).toBe('direct');
  });
});

describe('who may do what', () => {
  it('a presenter’s calls need the token of this very session', async () => {
    const [own, foreign] = [await Presenter.create(server.url), await Presenter.create(server.url)];
    const { ticket } = await attendeeTicket(server.url, own.code);
    for (const token of ['', 'nonsense', foreign.token, ticket, `${own.token.slice(0, -4)}AAAA`]) {
      for (const [method, path] of [
        ['POST', '/start'],
        ['POST', '/peer'],
        ['PUT', '/lease'],
        ['DELETE', ''],
      ]) {
        const answer = await call(`${server.url}/api/sessions/${own.code}${path}`, {
          method,
          headers: { ...bearerHeader(token), 'content-type': 'application/json' },
          raw: '{}',
        });
        expect(errorOf(answer)).toBe('401 unauthorized');
      }
    }
    expect((await info(own.code)).state).toBe('waiting');
  });

  it('a token does not start a session with another id or another key than it was made for', async () => {
    const presenter = await Presenter.create(server.url);
    const foreign = await Presenter.create(server.url);
    expect(errorOf(await presenter.startCall({ sessionId: foreign.sessionId }))).toBe('400 bad-request');
    expect(errorOf(await presenter.startCall({ presenterKey: foreign.presenterKey }))).toBe('400 bad-request');
  });

  it('with an API key, creating, looking up and joining need it, and a token in X-Live-Token goes beside it', async () => {
    await withServer({ apiKey: API_KEY }, async (url) => {
      const key = bearerHeader(API_KEY);
      const presenter = await Presenter.create(url, key);
      const path = `${url}/api/sessions/${presenter.code}`;
      for (const headers of [{}, bearerHeader('wrong'), bearerHeader(`${API_KEY}x`), bearerHeader(presenter.token)]) {
        expect(errorOf(await call(path, { headers }))).toBe('401 unauthorized');
        expect(errorOf(await ticketCall(url, presenter.code, randomHex(16), headers))).toBe('401 unauthorized');
        expect(errorOf(await call(`${url}/api/sessions`, { method: 'POST', headers, json: {} }))).toBe(
          '401 unauthorized'
        );
      }
      expect((await call(path, { headers: key })).status).toBe(200);
      expect((await ticketCall(url, presenter.code, randomHex(16), key)).status).toBe(200);
      const both = { ...key, 'x-live-token': presenter.token };
      expect((await call(path, { method: 'DELETE', headers: key })).status).toBe(401);
      expect((await call(path, { method: 'DELETE', headers: both })).status).toBe(204);
    });
  });

  it('a page of an allowed origin may read answers and send its tokens, without cookies', async () => {
    const origin = 'http://localhost:3000';
    const preflight = await call(`${server.url}/api/sessions`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'PUT',
        'access-control-request-headers': 'authorization,content-type,x-live-token',
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-headers': 'authorization,content-type,x-live-token',
    });
    expect(preflight.headers['access-control-allow-credentials']).toBeUndefined();
    const refused = await call(`${server.url}/api/sessions/ZZZZZZ`, { headers: { origin } });
    expect(refused.headers['access-control-allow-origin']).toBe(origin);
  });

  it.each(['http://localhost:3001', 'https://localhost:3000', 'http://localhost:3000.attacker.example', 'null'])(
    'a page of %s gets nothing, whatever it calls',
    async (origin) => {
      for (const path of [
        '/api/sessions/ZZZZZZ',
        '/health',
        '/metrics',
        '/api/ice',
        '/pathfinder/pathfinder/id',
        '/x',
      ]) {
        const answer = await call(`${server.url}${path}`, { headers: { origin } });
        expect(errorOf(answer)).toBe('403 forbidden');
        expect(answer.headers['access-control-allow-origin']).toBeUndefined();
      }
    }
  );

  it.each(['attacker.example', 'localhost.attacker.example', 'localhost@attacker.example', 'a b'])(
    'a request addressed to "%s" is refused, as DNS rebinding would send it',
    async (host) => {
      const answer = await call(`${server.url}/health`, { headers: { host } });
      expect([400, 403]).toContain(answer.status);
    }
  );

  it('a request that names no host is refused', async () => {
    const socket = connect(server.port, '127.0.0.1');
    const answered = new Promise<string>((resolve) => socket.once('data', (data) => resolve(data.toString())));
    socket.write('GET /health HTTP/1.0\r\n\r\n');
    expect(await answered).toMatch(/^HTTP\/1\.1 403 /);
    socket.destroy();
  });

  it('is known by its public name and by those that are allowed', async () => {
    await withServer({ publicUrl: 'https://live.example.org/x', allowedHosts: ['sessions'] }, async (url) => {
      for (const host of ['live.example.org', 'LIVE.example.org:443', 'sessions:9000', '[::1]:9000', '10.1.2.3']) {
        expect((await call(`${url}/health`, { headers: { host } })).status).toBe(200);
      }
    });
  });
});

describe('limits', () => {
  it('an address that tries too many wrong codes may look up none for a minute, right ones included', async () => {
    const presenter = await Presenter.create(server.url);
    const attendeeId = randomHex(16);
    await attendeeTicket(server.url, presenter.code, attendeeId);
    const answers = [];
    for (let index = 0; index < SERVER_LIMITS.wrongCodesPerMinute + 2; index += 1) {
      answers.push(errorOf(await call(`${server.url}/api/sessions/ZZZZZZ`)));
    }
    expect(answers.filter((answer) => answer === '404 not-found')).toHaveLength(SERVER_LIMITS.wrongCodesPerMinute);
    expect(answers.slice(-2)).toEqual(['429 too-many', '429 too-many']);
    expect(errorOf(await call(`${server.url}/api/sessions/${presenter.code}`))).toBe('429 too-many');
    expect(errorOf(await ticketCall(server.url, presenter.code, randomHex(16)))).toBe('429 too-many');
    // Who was in the session already is not held up by it, and the presenter neither.
    expect((await ticketCall(server.url, presenter.code, attendeeId)).status).toBe(200);
    expect((await presenter.startCall()).status).toBe(200);
  });

  it('right codes are never counted', async () => {
    const presenter = await Presenter.create(server.url);
    for (let index = 0; index < 3 * SERVER_LIMITS.wrongCodesPerMinute; index += 1) {
      expect((await call(`${server.url}/api/sessions/${presenter.code}`)).status).toBe(200);
    }
  });

  it('counts who is behind a trusted proxy one by one, and believes nobody else about it', async () => {
    const guess = (url: string, from: string) =>
      call(`${url}/api/sessions/ZZZZZZ`, { headers: { 'x-forwarded-for': from } }).then(({ status }) => status);
    const spend = async (url: string) => {
      for (let index = 0; index <= SERVER_LIMITS.wrongCodesPerMinute; index += 1) {
        await guess(url, `10.0.${index}.1, 10.9.9.9`);
      }
    };
    await withServer({ trustedProxies: ['127.0.0.0/8'] }, async (url) => {
      await spend(url);
      expect(await guess(url, '10.9.9.9')).toBe(429);
      expect(await guess(url, '10.9.9.8')).toBe(404);
    });
    await spend(server.url);
    expect(await guess(server.url, '10.9.9.8')).toBe(429);
  });

  it('bounds how many sessions one address creates', async () => {
    for (let index = 0; index < SERVER_LIMITS.createsPerMinute; index += 1) {
      await Presenter.create(server.url);
    }
    const json = { name: 'One more', presenterName: 'Ada', presenterKey: 'A'.repeat(43) };
    expect(errorOf(await call(`${server.url}/api/sessions`, { method: 'POST', json }))).toBe('429 too-many');
  });
});

describe('rubbish', () => {
  const fields = { name: 'n', presenterName: 'p', presenterKey: 'A'.repeat(43) };

  it.each([
    ['an empty name', { ...fields, name: '' }],
    ['a name of invisible characters', { ...fields, name: '\u200b\u202e' }],
    ['a name that is one too long', { ...fields, name: 'n'.repeat(LIMITS.sessionNameLength + 1) }],
    ['a presenter’s name that is one too long', { ...fields, presenterName: 'n'.repeat(LIMITS.nameLength + 1) }],
    ['a short key', { ...fields, presenterKey: 'AAAA' }],
    ['a list', []],
    ['nothing', {}],
  ])('%s is refused without being quoted', async (_what, json) => {
    const answer = await call(`${server.url}/api/sessions`, { method: 'POST', json });
    expect(errorOf(answer)).toBe('400 bad-request');
    expect(answer.text).not.toContain('nnnn');
  });

  it.each(['{', '"text"', 'null', '{"name":"\ud800', 'SECRET'])('a body %j is refused and not echoed', async (raw) => {
    const answer = await call(`${server.url}/api/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      raw,
    });
    expect(errorOf(answer)).toBe('400 bad-request');
    expect(answer.text).not.toContain('SECRET');
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])(
    'a body of type %s, which any page can post, is refused',
    async (type) => {
      const headers = { 'content-type': type };
      const raw = JSON.stringify(fields);
      expect(errorOf(await call(`${server.url}/api/sessions`, { method: 'POST', headers, raw }))).toBe(
        '415 bad-request'
      );
      expect(errorOf(await call(`${server.url}/api/sessions`, { method: 'POST', raw }))).toBe('415 bad-request');
    }
  );

  it('a body of 10 MB is cut off while another call is answered', async () => {
    const { port } = server;
    const body = Buffer.alloc(10_000_000, 0x61);
    const socket = connect(port, '127.0.0.1');
    const ended = new Promise<string>((resolve) => {
      let text = '';
      socket.on('data', (chunk) => (text += chunk.toString()));
      socket.on('error', () => resolve(text));
      socket.on('close', () => resolve(text));
    });
    socket.write(
      `POST /api/sessions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`
    );
    socket.write(body);
    expect((await call(`${server.url}/health`)).status).toBe(200);
    expect(await ended).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('a body at the bound is read and one byte more is not', async () => {
    const sized = (bytes: number) => {
      const frame = JSON.stringify({ ...fields, pad: '' });
      return JSON.stringify({ ...fields, pad: 'x'.repeat(bytes - frame.length) });
    };
    const headers = { 'content-type': 'application/json' };
    const post = (raw: string) => call(`${server.url}/api/sessions`, { method: 'POST', headers, raw });
    expect((await post(sized(SERVER_LIMITS.bodyBytes))).status).toBe(201);
    expect(errorOf(await post(sized(SERVER_LIMITS.bodyBytes + 1)))).toBe('413 bad-request');
  });

  it('a code that can be none, an unknown path and bytes that are no HTTP leave everybody else alone', async () => {
    expect(errorOf(await call(`${server.url}/api/sessions/abc`))).toBe('400 bad-request');
    expect(errorOf(await call(`${server.url}/api/sessions/%ff%00`))).toBe('400 bad-request');
    expect(errorOf(await call(`${server.url}/api/sessions/__proto__/tickets`, { method: 'POST', json: {} }))).toBe(
      '400 bad-request'
    );
    expect(errorOf(await call(`${server.url}/nothing/here`))).toBe('404 not-found');
    const socket = connect(server.port, '127.0.0.1');
    const answered = new Promise<string>((resolve) => socket.once('data', (data) => resolve(data.toString())));
    socket.write('\u0000\u0001rubbish\r\n\r\n');
    expect(await answered).toMatch(/^HTTP\/1\.1 400 /);
    socket.destroy();
    expect((await call(`${server.url}/health`)).status).toBe(200);
  });
});

describe('ICE servers', () => {
  const turn = { turnUrls: ['stun:s.example:3478', 'turn:t.example:3478?transport=tcp'], turnSecret: 'turn-secret' };

  it('go to holders of a ticket, which stays unused, or of a directory token', async () => {
    await withServer(turn, async (url) => {
      const presenter = await Presenter.create(url);
      const { ticket } = await presenter.start();
      for (const token of [ticket, ticket, presenter.token]) {
        const answer = await call(`${url}/api/ice`, { headers: bearerHeader(token) });
        const { iceServers, ttl } = iceResponseSchema.parse(JSON.parse(answer.text));
        expect(iceServers[0]).toEqual({ urls: [turn.turnUrls[0]] });
        expect(iceServers[1].urls).toEqual([turn.turnUrls[1]]);
        expect(Number(iceServers[1].username?.split(':')[0])).toBe(clock.wall() / 1000 + ttl);
      }
      expect((await call(`${url}/api/ice`, { headers: { 'x-live-token': presenter.token } })).status).toBe(200);
    });
  });

  it('go to nobody else, and not for a session that has ended', async () => {
    await withServer(turn, async (url) => {
      const presenter = await Presenter.create(url);
      const { ticket } = await presenter.start();
      await presenter.end();
      for (const headers of [{}, bearerHeader('x'), bearerHeader(ticket), bearerHeader(presenter.token)]) {
        expect(errorOf(await call(`${url}/api/ice`, { headers }))).toBe('401 unauthorized');
      }
    });
  });

  it('are none when the server has none', async () => {
    const presenter = await Presenter.create(server.url);
    const answer = await call(`${server.url}/api/ice`, { headers: bearerHeader(presenter.token) });
    expect(JSON.parse(answer.text).iceServers).toEqual([]);
  });
});
