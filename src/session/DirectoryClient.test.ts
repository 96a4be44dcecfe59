import type { StartRequest } from '../protocol/directoryApi';
import { FakeClock } from '../testing/FakeClock';
import { ANSWER_LENGTH, ANSWER_WITHIN, DirectoryClient, STARTED_WITHIN, type Fetch } from './DirectoryClient';
import { SessionError, type SessionErrorReason } from './SessionError';

const BASE = 'https://live.example.com/sessions';
const CODE = '7K3M9Q';
const TOKEN = 'token.'.repeat(4);
const ICE = { iceServers: [{ urls: ['stun:stun.example.com'] }], ttl: 14_400 };
const INFO = {
  code: CODE,
  sessionId: '01'.repeat(16),
  name: 'A tour',
  presenterName: 'Grace',
  presenterKey: '02'.repeat(32),
  state: 'live',
  routes: 'both',
};
const TICKET = {
  route: 'direct',
  peerId: 'a-12345678',
  ticket: TOKEN,
  presenterPeerId: null,
  relay: TOKEN,
  terminal: null,
  browser: null,
};
const TERMINAL = {
  shell: '0a'.repeat(16),
  key: '0b'.repeat(32),
  typists: [{ attendeeId: '02'.repeat(16), key: '0c'.repeat(32) }],
  ticket: TOKEN,
};
const START: StartRequest = {
  sessionId: INFO.sessionId,
  name: INFO.name,
  presenterName: INFO.presenterName,
  presenterKey: INFO.presenterKey,
  pageId: '0123456789abcdef',
  knownEpoch: 3,
  takeOver: false,
};

type Request = Parameters<Fetch>;
interface Answer {
  status: number;
  body: string;
}

/** A server that gives every request the same answer. */
function answering(
  answer: Answer | ((request: Request) => ReturnType<Fetch>),
  through: 'directly' | 'grafana' = 'directly'
) {
  const requests: Request[] = [];
  const clock = new FakeClock();
  const fetch: Fetch = (...request) => {
    requests.push(request);
    if (typeof answer === 'function') {
      return answer(request);
    }
    const { status, body } = answer;
    return Promise.resolve({ status, ok: status >= 200 && status < 300, text: () => Promise.resolve(body) });
  };
  const proxied: Fetch = (path, init) => fetch(`grafana:${path}`, init);
  return { client: new DirectoryClient(BASE, through === 'grafana' ? proxied : null, fetch, clock), clock, requests };
}

test('DIR-11: what needs the server’s key goes through Grafana, what has a token goes to the server itself', async () => {
  const at = async (call: (client: DirectoryClient) => Promise<unknown>) => {
    const { client, requests } = answering({ status: 500, body: '' }, 'grafana');
    await reasonOf(call(client));
    const [[url, { method }]] = requests;
    return `${method} ${url}`;
  };
  const create = { name: 'A tour', presenterName: 'Grace', presenterKey: INFO.presenterKey };
  expect(await at((client) => client.create(create))).toEqual('POST grafana:/sessions');
  expect(await at((client) => client.info(CODE))).toEqual(`GET grafana:/sessions/${CODE}`);
  expect(await at((client) => client.ticket(CODE, { attendeeId: '0a'.repeat(16), route: 'direct' }))).toEqual(
    `POST grafana:/sessions/${CODE}/tickets`
  );
  expect(await at((client) => client.start(CODE, TOKEN, START))).toEqual(`POST ${BASE}/api/sessions/${CODE}/start`);
  expect(await at((client) => client.ice(TOKEN))).toEqual(`GET ${BASE}/api/ice`);
});

test.each([
  [401, 'unauthorized'],
  [403, 'unauthorized'],
  [404, 'server-answer'],
  [502, 'server-down'],
])('DIR-8: a refusal with status %s that is Grafana’s own is told as %s', async (status, reason) => {
  const { client } = answering({ status, body: '{"message":"plugin proxy route access denied"}' }, 'grafana');
  expect(await reasonOf(client.info(CODE))).toBe(reason);
});

test('DIR-11: attendees whom Grafana vouches for come by id', async () => {
  const attendees = [{ attendeeId: '0a'.repeat(16), login: 'ada' }];
  const { client, requests } = answering(json(200, { attendees }));
  expect(await client.vouchedFor(CODE, TOKEN)).toEqual(new Map([['0a'.repeat(16), 'ada']]));
  expect(requests[0][0]).toBe(`${BASE}/api/sessions/${CODE}/attendees`);
});

const json = (status: number, body: unknown): Answer => ({ status, body: JSON.stringify(body) });

/** The reason of the SessionError that the promise rejects with. */
async function reasonOf(promise: Promise<unknown>): Promise<SessionErrorReason | 'none'> {
  try {
    await promise;
    return 'none';
  } catch (error) {
    if (!(error instanceof SessionError)) {
      throw error;
    }
    return error.reason;
  }
}

describe('DIR-1: the calls', () => {
  const ok = (body: unknown, status = 200) => json(status, body);
  const calls: ReadonlyArray<{
    name: string;
    answer: Answer;
    call: (client: DirectoryClient) => Promise<unknown>;
    method: string;
    path: string;
    token: boolean;
    body: unknown;
    result: unknown;
  }> = [
    {
      name: 'create',
      answer: ok({ code: CODE, sessionId: INFO.sessionId, directoryToken: TOKEN }, 201),
      call: (client) => client.create({ name: 'A tour', presenterName: 'Grace', presenterKey: INFO.presenterKey }),
      method: 'POST',
      path: '/api/sessions',
      token: false,
      body: { name: 'A tour', presenterName: 'Grace', presenterKey: INFO.presenterKey },
      result: { code: CODE, sessionId: INFO.sessionId, directoryToken: TOKEN },
    },
    {
      name: 'terminal',
      answer: ok(TERMINAL),
      call: (client) =>
        client.terminal(CODE, TOKEN, { pageId: '01'.repeat(8), epoch: 3, start: true, typists: ['02'.repeat(16)] }),
      method: 'PUT',
      path: `/api/sessions/${CODE}/terminal`,
      token: true,
      body: { pageId: '01'.repeat(8), epoch: 3, start: true, typists: ['02'.repeat(16)] },
      result: TERMINAL,
    },
    {
      name: 'end of the terminal',
      answer: { status: 204, body: '' },
      call: (client) => client.endTerminal(CODE, TOKEN),
      method: 'DELETE',
      path: `/api/sessions/${CODE}/terminal`,
      token: true,
      body: undefined,
      result: undefined,
    },
    {
      name: 'start',
      answer: ok({ epoch: 4, peerId: 'p-12345678', ticket: TOKEN, routes: 'both' }),
      call: (client) => client.start(CODE, TOKEN, START),
      method: 'POST',
      path: `/api/sessions/${CODE}/start`,
      token: true,
      body: START,
      result: { epoch: 4, peerId: 'p-12345678', ticket: TOKEN, routes: 'both' },
    },
    {
      name: 'peer',
      answer: ok({ peerId: 'p-12345678', ticket: TOKEN }),
      call: (client) => client.peer(CODE, TOKEN, { pageId: START.pageId, epoch: 4 }),
      method: 'POST',
      path: `/api/sessions/${CODE}/peer`,
      token: true,
      body: { pageId: START.pageId, epoch: 4 },
      result: { peerId: 'p-12345678', ticket: TOKEN },
    },
    {
      name: 'renewLease',
      answer: ok({ leaseMs: 15_000 }),
      call: (client) => client.renewLease(CODE, TOKEN, { ...START, epoch: 4, freeSlots: 150 }),
      method: 'PUT',
      path: `/api/sessions/${CODE}/lease`,
      token: true,
      body: { ...START, epoch: 4, freeSlots: 150 },
      result: undefined,
    },
    {
      name: 'end',
      answer: { status: 204, body: '' },
      call: (client) => client.end(CODE, TOKEN),
      method: 'DELETE',
      path: `/api/sessions/${CODE}`,
      token: true,
      body: undefined,
      result: undefined,
    },
    {
      name: 'info',
      answer: ok(INFO),
      call: (client) => client.info(CODE),
      method: 'GET',
      path: `/api/sessions/${CODE}`,
      token: false,
      body: undefined,
      result: INFO,
    },
    {
      name: 'ticket',
      answer: ok(TICKET),
      call: (client) => client.ticket(CODE, { attendeeId: '03'.repeat(16), route: 'direct' }),
      method: 'POST',
      path: `/api/sessions/${CODE}/tickets`,
      token: false,
      body: { attendeeId: '03'.repeat(16), route: 'direct' },
      result: TICKET,
    },
    {
      name: 'ice',
      answer: ok(ICE),
      call: (client) => client.ice(TOKEN),
      method: 'GET',
      path: '/api/ice',
      token: true,
      body: undefined,
      result: ICE,
    },
  ];

  test.each(calls)('$name asks $method $path', async ({ answer, call, method, path, token, body, result }) => {
    const { client, requests } = answering(answer);
    expect(await call(client)).toEqual(result);
    const [[url, init]] = requests;
    expect(url).toBe(BASE + path);
    expect(init).toEqual({
      method,
      headers: {
        Accept: 'application/json',
        ...(token ? { Authorization: `Bearer ${TOKEN}` } : {}),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: 'omit',
    });
  });

  test.each(calls)('$name: an answer that is none is refused, an empty one too', async ({ answer, call }) => {
    const refused = json(200, { anything: 'else' });
    expect(await reasonOf(call(answering(refused).client))).toBe('server-answer');
    expect(await reasonOf(call(answering({ ...refused, body: '' }).client))).toBe('server-answer');
    expect(await reasonOf(call(answering({ ...answer, body: '<!doctype html>', status: 200 }).client))).toBe(
      'server-answer'
    );
  });
});

describe('DIR-8: what goes wrong, by reason', () => {
  test('a refused call with a session’s own token is not about the server’s key', async () => {
    const { client } = answering(json(401, { error: 'unauthorized', details: 'The directory token is not good.' }));
    expect(await reasonOf(client.start(CODE, TOKEN, START))).toBe('unauthorized');
    expect(await reasonOf(client.ice(TOKEN))).toBe('unauthorized');
  });

  test.each([
    [400, 'bad-request', 'server-answer'],
    [401, 'unauthorized', 'api-key'],
    [403, 'forbidden', 'unauthorized'],
    [404, 'not-found', 'code-unknown'],
    [409, 'lease-held', 'lease-held'],
    [409, 'superseded', 'superseded'],
    [429, 'too-many', 'too-many'],
    [503, 'full', 'full'],
    [500, 'internal', 'server-down'],
  ])('%i %s is %s', async (status, error, reason) => {
    const { client } = answering(json(status, { error, details: 'why' }));
    expect(await reasonOf(client.info(CODE))).toBe(reason);
  });

  test.each([
    ['another service that has no such page', { status: 404, body: 'Not found' }, 'server-answer'],
    ['a proxy that has lost the server', { status: 502, body: '<html>Bad gateway</html>' }, 'server-down'],
    ['a server that is starting', { status: 503, body: '' }, 'server-down'],
    ['an error that a later version may name', json(418, { error: 'teapot', details: '' }), 'server-answer'],
    ['an error with endless details', json(404, { error: 'not-found', details: 'x'.repeat(501) }), 'server-answer'],
    ['a redirection that was not followed', { status: 302, body: '' }, 'server-answer'],
  ] as ReadonlyArray<[string, Answer, SessionErrorReason]>)('%s', async (_what, answer, reason) => {
    expect(await reasonOf(answering(answer).client.info(CODE))).toBe(reason);
  });

  test('no network, an address that is none, and an answer that breaks off are a server that is down', async () => {
    const lost = () => Promise.reject(new TypeError('Failed to fetch'));
    expect(await reasonOf(answering(lost).client.info(CODE))).toBe('server-down');
    const thrown = () => {
      throw new TypeError('Invalid URL');
    };
    expect(await reasonOf(answering(thrown).client.info(CODE))).toBe('server-down');
    const broken = () => Promise.resolve({ status: 200, ok: true, text: lost });
    expect(await reasonOf(answering(broken).client.info(CODE))).toBe('server-down');
  });

  test('an oversized answer is not read, one at the bound is', async () => {
    const padded = (length: number): Answer => ({ status: 200, body: JSON.stringify(INFO).padEnd(length) });
    expect(await answering(padded(ANSWER_LENGTH)).client.info(CODE)).toEqual(INFO);
    expect(await reasonOf(answering(padded(ANSWER_LENGTH + 1)).client.info(CODE))).toBe('server-answer');
  });

  test('fields that are not known are left out', async () => {
    const { client } = answering(json(200, { ...INFO, admin: true }));
    expect(await client.info(CODE)).toEqual(INFO);
  });
});

describe('DIR-9: five seconds for an answer', () => {
  const never = <T>() => new Promise<T>(() => {});

  test.each([
    ['that never comes', () => never<Awaited<ReturnType<Fetch>>>()],
    ['whose body never ends', () => Promise.resolve({ status: 200, ok: true, text: () => never<string>() })],
  ])('one %s is given up', async (_what, answer) => {
    const { client, clock } = answering(answer);
    const asked = reasonOf(client.info(CODE));
    let settled = false;
    void asked.then(() => (settled = true));
    await clock.advance(ANSWER_WITHIN - 1);
    expect(settled).toBe(false);
    await clock.advance(1);
    expect(await asked).toBe('server-down');
  });

  test('BROW-1: a browser that has to be started first may take half a minute', async () => {
    const { client, clock, requests } = answering(() => never<Awaited<ReturnType<Fetch>>>());
    const wanted = { pageId: '0a'.repeat(8), epoch: 1, control: { mode: 'one', driver: null } } as const;
    const [starts, looks] = [true, false].map((start) =>
      reasonOf(client.browser(CODE, 'a token of some length', { ...wanted, start }))
    );
    const settled: string[] = [];
    void starts.then(() => settled.push('starts'));
    void looks.then(() => settled.push('looks'));
    await clock.advance(ANSWER_WITHIN);
    expect(settled).toEqual(['looks']);
    await clock.advance(STARTED_WITHIN - ANSWER_WITHIN);
    expect(settled).toEqual(['looks', 'starts']);
    // Nor does what carries it give up before.
    expect(requests.map(([, init]) => init.within)).toEqual([STARTED_WITHIN, undefined]);
  });

  test('one that comes in time is taken, and no timer stays behind', async () => {
    let answer: (response: Awaited<ReturnType<Fetch>>) => void = () => {};
    const { client, clock } = answering(() => new Promise((resolve) => (answer = resolve)));
    const asked = client.info(CODE);
    await clock.advance(ANSWER_WITHIN - 1);
    answer({ status: 200, ok: true, text: () => Promise.resolve(JSON.stringify(INFO)) });
    expect(await asked).toEqual(INFO);
    await clock.advance(0);
    expect(clock.pending()).toBe(0);
  });
});
