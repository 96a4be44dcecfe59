import { grafanaWay, testConnection, type Ask, type Check, type GrafanaWay, type TestWorld } from './testConnection';

const answer = (status: number, body: unknown): ReturnType<Ask> =>
  Promise.resolve({
    status,
    ok: status < 300,
    text: async () => (typeof body === 'string' ? body : JSON.stringify(body)),
  });
const unanswered = () => Promise.reject(new TypeError('Failed to fetch'));
const frame = (msg: string) => JSON.stringify({ type: 'ERROR', payload: { msg } });

/** A session server that answers to its health, and so to who comes without a key. */
function serverWith(error: 'unauthorized' | 'not-found'): Ask {
  return (url) =>
    url.endsWith('/health')
      ? answer(200, { ready: true, version: '1.2.3', uptimeSeconds: 4 })
      : answer(error === 'unauthorized' ? 401 : 404, { error, details: '' });
}

const WELL: TestWorld = {
  barriers: {
    pageOrigin: 'https://grafana.example.com',
    refusedByPolicy: async () => false,
    isDenied: async () => false,
    onRefusal: () => () => undefined,
  },
  ask: serverWith('unauthorized'),
  firstFrame: async () => frame('The ticket is not good.'),
  proxied: () => answer(404, { error: 'not-found', details: 'No session has this code.' }),
};
/** The browser has refused to let the page connect to addresses with this beginning. */
const policyAgainst = (start: string): TestWorld['barriers'] => ({
  ...WELL.barriers,
  refusedByPolicy: async (url) => url.startsWith(start),
});
const SETTINGS = { serverUrl: 'https://live.example.com', peerjsKey: 'pathfinder' };

const tried = (change: Partial<TestWorld>, serverUrl = SETTINGS.serverUrl, grafana: GrafanaWay = 'saved') =>
  testConnection({ ...SETTINGS, serverUrl }, grafana, { ...WELL, ...change });
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

describe('Grafana’s own way', () => {
  const noKey = { ask: serverWith('not-found') };

  test('says that the key is right only where the server asks for one', async () => {
    expect(of(await tried({}), 'grafana')?.words).toContain('the key is right');
    expect(of(await tried(noKey), 'grafana')?.words).toBe(
      'Grafana’s own server reaches the session server; this server asks for no key.'
    );
  });

  test('and says nothing of it where browsers cannot tell', async () => {
    const words = of(await tried({ ask: unanswered }), 'grafana')?.words;
    expect(words).toBe('Grafana’s own server reaches the session server and is let in.');
  });

  test('is told to be missing where the server asks for a key, which nobody could bring', async () => {
    const check = of(await tried({ proxied: unanswered }, undefined, 'none'), 'grafana');
    expect(check).toMatchObject({ ok: false, words: expect.stringMatching(/asks for a key.*URL for Grafana.*key/) });
  });

  test('is not needed where the server asks for none', async () => {
    const checks = await tried({ ...noKey, proxied: unanswered }, undefined, 'none');
    expect(checks.map(({ way }) => way)).toEqual(['browser', 'signalling']);
  });

  test('is tried as it is saved, and says so where something else is entered', async () => {
    const check = of(await tried({}, undefined, 'changed'), 'grafana');
    expect(check).toMatchObject({ ok: true, words: expect.stringContaining('tried with what is saved') });
  });

  test('is not tried where none is saved', async () => {
    const proxied = jest.fn(WELL.proxied);
    const check = of(await tried({ proxied }, undefined, 'new'), 'grafana');
    expect(check).toMatchObject({ ok: false, words: expect.stringContaining('Save, then test') });
    expect(proxied).not.toHaveBeenCalled();
  });

  test.each<[string, string, boolean, GrafanaWay]>([
    ['', '', true, 'none'],
    ['http://live:9000', '', false, 'none'],
    ['', 'http://live:9000', false, 'new'],
    ['http://live:9000', 'http://live:9000', false, 'saved'],
    ['http://live:9000', 'http://live:9000', true, 'changed'],
    ['http://live:9000', 'http://live:9001', false, 'changed'],
  ])('saved as %j, entered as %j, key changed %s: %s', (saved, typed, keyChanged, way) => {
    expect(grafanaWay({ grafanaServerUrl: saved }, { grafanaServerUrl: typed }, keyChanged)).toBe(way);
  });
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

  test.each([
    ['a dead address', { ask: unanswered, firstFrame: unanswered }],
    ['a stranger’s server', { ask: () => answer(200, '<html>'), firstFrame: unanswered }],
  ])('%s is one line: that no WebSocket gets there only follows from it', async (_what, change) => {
    expect((await tried(change, undefined, 'none')).map(({ way }) => way)).toEqual(['browser']);
  });

  test('the line that the content security policy lacks', async () => {
    const checks = await tried({
      ask: unanswered,
      firstFrame: unanswered,
      barriers: { ...WELL.barriers, refusedByPolicy: async () => true },
    });
    expect(of(checks, 'browser')?.policySources).toBe('https://live.example.com wss://live.example.com');
    expect(of(checks, 'signalling')).toBeUndefined();
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
