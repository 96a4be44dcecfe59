import { testConnection, type Check, type Ask, type TestWorld } from './testConnection';

const answer = (status: number, body: unknown): ReturnType<Ask> =>
  Promise.resolve({
    status,
    ok: status < 300,
    text: async () => (typeof body === 'string' ? body : JSON.stringify(body)),
  });
const unanswered = () => Promise.reject(new TypeError('Failed to fetch'));
const frame = (msg: string) => JSON.stringify({ type: 'ERROR', payload: { msg } });

const WELL: TestWorld = {
  barriers: {
    pageOrigin: 'https://grafana.example.com',
    refusedByPolicy: async () => false,
    isDenied: async () => false,
    onRefusal: () => () => undefined,
  },
  ask: () => answer(200, { ready: true, version: '1.2.3', uptimeSeconds: 4 }),
  firstFrame: async () => frame('The ticket is not good.'),
  proxied: () => answer(404, { error: 'not-found', details: 'No session has this code.' }),
};
/** The browser has refused to let the page connect to addresses with this beginning. */
const policyAgainst = (start: string): TestWorld['barriers'] => ({
  ...WELL.barriers,
  refusedByPolicy: async (url) => url.startsWith(start),
});
const SETTINGS = { serverUrl: 'https://live.example.com', peerjsKey: 'pathfinder' };

const tried = (change: Partial<TestWorld>, serverUrl = SETTINGS.serverUrl) =>
  testConnection({ ...SETTINGS, serverUrl }, { ...WELL, ...change });
const of = (checks: Check[], way: Check['way']) => checks.find((check) => check.way === way);

test('three ways that work are said to work', async () => {
  const checks = await tried({});
  expect(checks.map(({ way, ok }) => [way, ok])).toEqual([
    ['browser', true],
    ['signalling', true],
    ['grafana', true],
  ]);
  expect(of(checks, 'browser')?.words).toContain('1.2.3');
});

test('without a key Grafana’s way is not tried', async () => {
  expect((await tried({ proxied: null })).map(({ way }) => way)).toEqual(['browser', 'signalling']);
});

describe('what is wrong is named, with what to do', () => {
  const cases: ReadonlyArray<[string, Check['way'], Partial<TestWorld>, RegExp, string?]> = [
    ['a server that is down', 'browser', { ask: unanswered }, /ALLOWED_ORIGINS does not list https:\/\/grafana/],
    [
      'a browser that was told not to let the page into the local network',
      'browser',
      { ask: unanswered, barriers: { ...WELL.barriers, isDenied: async (network) => network === 'local-network' } },
      /Allow local network access/,
      'https://192.168.1.7',
    ],
    ['mixed content', 'browser', { ask: unanswered }, /refuse that\. Give the server https/, 'http://live.example.com'],
    ['somebody else’s server', 'browser', { ask: () => answer(200, '<html>') }, /not the session server/],
    ['one that stops', 'browser', { ask: () => answer(503, { ready: false, version: '1' }) }, /just starting/],
    ['another PeerJS key', 'signalling', { firstFrame: async () => frame('Invalid key provided') }, /PEERJS_KEY/],
    ['a proxy without WebSockets', 'signalling', { firstFrame: unanswered }, /Upgrade and Connection/],
    ['a wrong API key', 'grafana', { proxied: () => answer(401, { error: 'unauthorized', details: '' }) }, /API_KEY/],
    [
      'a host name that the server does not know',
      'grafana',
      { proxied: () => answer(403, { error: 'forbidden', details: 'see ALLOWED_HOSTS' }) },
      /ALLOWED_HOSTS/,
    ],
    ['an address that Grafana does not reach', 'grafana', { proxied: () => answer(502, '') }, /as Grafana sees it/],
    ['a plugin that is new to Grafana', 'grafana', { proxied: () => answer(404, { message: 'no' }) }, /Restart/],
    ['a Grafana that is gone', 'grafana', { proxied: unanswered }, /Grafana does not answer/],
  ];
  test.each(cases.map(([name, ...rest]) => ({ name, rest })))(
    '$name',
    async ({ rest: [way, change, words, serverUrl] }) => {
      const check = of(await tried(change, serverUrl), way);
      expect(check?.ok).toBe(false);
      expect(check?.words).toMatch(words);
    }
  );

  test('the line that the content security policy lacks', async () => {
    const checks = await tried({
      ask: unanswered,
      firstFrame: unanswered,
      barriers: { ...WELL.barriers, refusedByPolicy: async () => true },
    });
    for (const way of ['browser', 'signalling'] as const) {
      expect(of(checks, way)?.policySources).toBe('https://live.example.com wss://live.example.com');
    }
    expect(of(checks, 'grafana')?.ok).toBe(true);
  });

  test('a policy that has the calls and not the sockets', async () => {
    const checks = await tried({ firstFrame: unanswered, barriers: policyAgainst('wss:') });
    expect(of(checks, 'browser')?.ok).toBe(true);
    expect(of(checks, 'signalling')?.policySources).toBe('https://live.example.com wss://live.example.com');
  });
});

test('loopback over http is no mixed content', async () => {
  const checks = await tried({ ask: unanswered }, 'http://localhost:9000');
  expect(of(checks, 'browser')?.words).toContain('No answer');
});
