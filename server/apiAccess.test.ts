/** Who may call what: tokens, the API key, origins, hosts and limits. */
import { connect } from 'node:net';
import { attendeesResponseSchema } from '../src/protocol/directoryApi';
import { LIMITS } from '../src/protocol/limits';
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

describe('who may do what', () => {
  it('a presenter’s calls need the token of this very session', async () => {
    const [own, foreign] = [await Presenter.create(world.url), await Presenter.create(world.url)];
    const { ticket } = await attendeeTicket(world.url, own.code);
    for (const token of ['', 'nonsense', foreign.token, ticket, `${own.token.slice(0, -4)}AAAA`]) {
      for (const [method, path] of [
        ['POST', '/start'],
        ['POST', '/peer'],
        ['PUT', '/lease'],
        ['DELETE', ''],
      ]) {
        const answer = await call(`${world.url}/api/sessions/${own.code}${path}`, {
          method,
          headers: { ...bearerHeader(token), 'content-type': 'application/json' },
          raw: '{}',
        });
        expect(errorOf(answer)).toBe('401 unauthorized');
      }
    }
    expect((await call(`${world.url}/api/sessions/${own.code}`)).status).toBe(200);
  });

  it('a token does not start a session with another id or another key than it was made for', async () => {
    const presenter = await Presenter.create(world.url);
    const foreign = await Presenter.create(world.url);
    expect(errorOf(await presenter.startCall({ sessionId: foreign.sessionId }))).toBe('400 bad-request');
    expect(errorOf(await presenter.startCall({ presenterKey: foreign.presenterKey }))).toBe('400 bad-request');
  });

  it('with an API key, creating, looking up and joining need it, and a token in X-Live-Token goes beside it', async () => {
    const { url } = await world.start({ apiKey: API_KEY });
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

  describe('DIR-11: what Grafana’s proxy says of its users', () => {
    const key = bearerHeader(API_KEY);
    const context = (user: Record<string, unknown>) => ({ ...key, 'x-grafana-context': JSON.stringify(user) });
    const vouchedFor = async (presenter: Presenter) => {
      const answer = await presenter.call('GET', '/attendees');
      return attendeesResponseSchema.parse(JSON.parse(answer.text)).attendees;
    };

    it('is told to the presenter, and nobody else comes in under the same id', async () => {
      const { url } = await world.start({ apiKey: API_KEY });
      const presenter = await Presenter.create(url, key);
      const [ada, bob, eve] = [randomHex(16), randomHex(16), randomHex(16)];
      await ticketCall(url, presenter.code, ada, context({ Login: 'ada', OrgRole: 'Viewer', IsAnonymous: false }));
      await ticketCall(url, presenter.code, bob, { ...key, 'x-grafana-user': 'bob' });
      await ticketCall(url, presenter.code, eve, key);
      expect(await vouchedFor(presenter)).toEqual([
        { attendeeId: ada, login: 'ada' },
        { attendeeId: bob, login: 'bob' },
      ]);
      for (const headers of [context({ Login: 'eve' }), key]) {
        expect(errorOf(await ticketCall(url, presenter.code, ada, headers))).toBe('403 forbidden');
      }
      expect((await ticketCall(url, presenter.code, ada, context({ Login: 'ada' }))).status).toBe(200);
    });

    it('keeps anonymous users out', async () => {
      const { url } = await world.start({ apiKey: API_KEY });
      const presenter = await Presenter.create(url, key);
      const anonymous = context({ Login: '', IsAnonymous: true });
      expect(errorOf(await call(`${url}/api/sessions/${presenter.code}`, { headers: anonymous }))).toBe(
        '403 forbidden'
      );
      expect(errorOf(await ticketCall(url, presenter.code, randomHex(16), anonymous))).toBe('403 forbidden');
    });

    it('is not believed of anyone who comes without the key', async () => {
      const presenter = await Presenter.create(world.url);
      const headers = { 'x-grafana-context': JSON.stringify({ Login: 'admin' }), 'x-grafana-user': 'admin' };
      expect((await ticketCall(world.url, presenter.code, randomHex(16), headers)).status).toBe(200);
      expect(await vouchedFor(presenter)).toEqual([]);
    });

    it.each([
      ['with a sign that nobody sees', 'admin\u200b'],
      ['turned around', 'ad\u202emin'],
      ['with a blank behind it', 'admin '],
      ['with two blanks for one', 'the  admin'],
      ['written with other code points', 'cafe\u0301'],
      ['that begins like it, where the end is cut off', 'x'.repeat(LIMITS.nameLength + 1)],
    ])('vouches for no login that would look like another’s: one %s', async (_what, Login) => {
      const { url } = await world.start({ apiKey: API_KEY });
      const presenter = await Presenter.create(url, key);
      const ascii = JSON.stringify({ Login }).replace(
        /[^ -~]/g,
        (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`
      );
      const headers = { ...key, 'x-grafana-context': ascii };
      expect((await ticketCall(url, presenter.code, randomHex(16), headers)).status).toBe(200);
      expect(await vouchedFor(presenter)).toEqual([]);
    });

    it('is read in the encoding in which Grafana writes it', async () => {
      const { url } = await world.start({ apiKey: API_KEY });
      const presenter = await Presenter.create(url, key);
      // Node's client writes headers in the encoding of the body that goes with them: UTF-8.
      const headers = context({ Login: 'zoë' });
      await ticketCall(url, presenter.code, randomHex(16), headers);
      expect((await vouchedFor(presenter)).map(({ login }) => login)).toEqual(['zoë']);
    });

    it.each(['{', 'null', '[]', '{"Login":7}', '{"Login":"a\\u202eb"}'])('may be rubbish: %s', async (rubbish) => {
      const { url } = await world.start({ apiKey: API_KEY });
      const presenter = await Presenter.create(url, key);
      const answer = await ticketCall(url, presenter.code, randomHex(16), { ...key, 'x-grafana-context': rubbish });
      expect(answer.status).toBe(200);
      expect(await vouchedFor(presenter)).toEqual([]);
    });

    it('counts wrong codes by person, so that one who guesses does not keep a whole company out', async () => {
      const { url } = await world.start({ apiKey: API_KEY });
      const presenter = await Presenter.create(url, key);
      const eve = context({ Login: 'eve' });
      for (let n = 0; n < SERVER_LIMITS.wrongCodesPerMinute; n++) {
        await call(`${url}/api/sessions/ZZZZZZ`, { headers: eve });
      }
      const path = `${url}/api/sessions/${presenter.code}`;
      expect(errorOf(await call(path, { headers: eve }))).toBe('429 too-many');
      expect((await call(path, { headers: context({ Login: 'ada' }) })).status).toBe(200);
    });

    it('and only the presenter may ask for it', async () => {
      const [own, foreign] = [await Presenter.create(world.url), await Presenter.create(world.url)];
      const path = `${world.url}/api/sessions/${own.code}/attendees`;
      for (const headers of [{}, bearerHeader(foreign.token), bearerHeader(API_KEY)]) {
        expect(errorOf(await call(path, { headers }))).toBe('401 unauthorized');
      }
    });
  });

  it('a page of an allowed origin may read answers and send its tokens, without cookies', async () => {
    const origin = 'http://localhost:3000';
    const preflight = await call(`${world.url}/api/sessions`, {
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
    const refused = await call(`${world.url}/api/sessions/ZZZZZZ`, { headers: { origin } });
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
        const answer = await call(`${world.url}${path}`, { headers: { origin } });
        expect(errorOf(answer)).toBe('403 forbidden');
        expect(answer.headers['access-control-allow-origin']).toBeUndefined();
      }
    }
  );

  it.each(['attacker.example', 'localhost.attacker.example', 'localhost@attacker.example', 'a b'])(
    'a request addressed to "%s" is refused, as DNS rebinding would send it',
    async (host) => {
      const answer = await call(`${world.url}/health`, { headers: { host } });
      expect([400, 403]).toContain(answer.status);
    }
  );

  it('a request that names no host is refused', async () => {
    const socket = connect(world.port, '127.0.0.1');
    const answered = new Promise<string>((resolve) => socket.once('data', (data) => resolve(data.toString())));
    socket.write('GET /health HTTP/1.0\r\n\r\n');
    expect(await answered).toMatch(/^HTTP\/1\.1 403 /);
    socket.destroy();
  });

  it('is known by its public name and by those that are allowed', async () => {
    const { url } = await world.start({ publicUrl: 'https://live.example.org/x', allowedHosts: ['sessions'] });
    for (const host of ['live.example.org', 'LIVE.example.org:443', 'sessions:9000', '[::1]:9000', '10.1.2.3']) {
      expect((await call(`${url}/health`, { headers: { host } })).status).toBe(200);
    }
  });
});

describe('DIR-10: limits', () => {
  it('an address that tries too many wrong codes may look up none for a minute, right ones included', async () => {
    const presenter = await Presenter.create(world.url);
    const attendeeId = randomHex(16);
    await attendeeTicket(world.url, presenter.code, attendeeId);
    const answers = [];
    for (let index = 0; index < SERVER_LIMITS.wrongCodesPerMinute + 2; index += 1) {
      answers.push(errorOf(await call(`${world.url}/api/sessions/ZZZZZZ`)));
    }
    expect(answers.filter((answer) => answer === '404 not-found')).toHaveLength(SERVER_LIMITS.wrongCodesPerMinute);
    expect(answers.slice(-2)).toEqual(['429 too-many', '429 too-many']);
    expect(errorOf(await call(`${world.url}/api/sessions/${presenter.code}`))).toBe('429 too-many');
    expect(errorOf(await ticketCall(world.url, presenter.code, randomHex(16)))).toBe('429 too-many');
    // Who was in the session already is not held up by it, and the presenter neither.
    expect((await ticketCall(world.url, presenter.code, attendeeId)).status).toBe(200);
    expect((await presenter.startCall()).status).toBe(200);
  });

  it('right codes are never counted', async () => {
    const presenter = await Presenter.create(world.url);
    for (let index = 0; index < 3 * SERVER_LIMITS.wrongCodesPerMinute; index += 1) {
      expect((await call(`${world.url}/api/sessions/${presenter.code}`)).status).toBe(200);
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
    const { url } = await world.start({ trustedProxies: ['127.0.0.0/8'] });
    await spend(url);
    expect(await guess(url, '10.9.9.9')).toBe(429);
    expect(await guess(url, '10.9.9.8')).toBe(404);
    await spend(world.url);
    expect(await guess(world.url, '10.9.9.8')).toBe(429);
  });

  it('bounds how many sessions one address creates', async () => {
    for (let index = 0; index < SERVER_LIMITS.createsPerMinute; index += 1) {
      await Presenter.create(world.url);
    }
    const json = { name: 'One more', presenterName: 'Ada', presenterKey: 'a'.repeat(64) };
    expect(errorOf(await call(`${world.url}/api/sessions`, { method: 'POST', json }))).toBe('429 too-many');
  });
});

describe('DIR-12: the lock', () => {
  it('is for the holder of this session’s token, and refuses newcomers with 423', async () => {
    const presenter = await Presenter.create(world.url);
    const { epoch } = await presenter.start();
    const known = randomHex(16);
    const locking = (headers: Record<string, string>) =>
      call(`${world.url}/api/sessions/${presenter.code}/lease`, {
        method: 'PUT',
        headers,
        json: {
          sessionId: presenter.sessionId,
          name: 'Logs for all',
          presenterName: 'Ada',
          presenterKey: presenter.presenterKey,
          pageId: presenter.pageId,
          epoch,
          freeSlots: 150,
          locked: true,
        },
      });
    const { ticket } = await attendeeTicket(world.url, presenter.code, known);
    const foreign = await Presenter.create(world.url);
    for (const headers of [{}, bearerHeader(ticket), bearerHeader(foreign.token)]) {
      expect(errorOf(await locking(headers))).toBe('401 unauthorized');
    }
    expect((await ticketCall(world.url, presenter.code, randomHex(16))).status).toBe(200);

    expect((await locking(bearerHeader(presenter.token))).status).toBe(200);
    expect(errorOf(await ticketCall(world.url, presenter.code, randomHex(16)))).toBe('423 locked');
    expect((await ticketCall(world.url, presenter.code, known)).status).toBe(200);
  });
});
