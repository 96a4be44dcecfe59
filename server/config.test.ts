import { defaultConfig, readConfig, isPublic } from './config';

const noFiles = (path: string): string => {
  throw new Error(`there is no ${path}`);
};
const read = (env: Record<string, string | undefined>, readFile = noFiles) => readConfig(env, readFile);

it('an empty environment is a loopback server for the demo Grafana', () => {
  expect(defaultConfig()).toMatchObject({
    port: 9000,
    host: '127.0.0.1',
    peerjsPath: '/pathfinder',
    peerjsKey: 'pathfinder',
    aliveTimeoutMs: 60_000,
    allowedOrigins: ['http://localhost:3000', 'http://127.0.0.1:3000'],
    apiKey: null,
    serverSecret: null,
    logLevel: 'info',
  });
});

it('takes empty variables, as compose files pass them on, for unset ones', () => {
  expect(read({ API_KEY: '', PORT: '', ALLOWED_ORIGINS: '' })).toEqual({ ok: true, config: defaultConfig() });
});

it.each([
  ['PORT', '70000'],
  ['PORT', '0'],
  ['PORT', '9000; rm'],
  ['HOST', 'not a host'],
  ['HOST_PORT', 'x'],
  ['PUBLIC_URL', 'ftp://example.org'],
  ['PUBLIC_URL', 'https://user:hunter2@example.org'],
  ['PEERJS_PATH', 'live'],
  ['PEERJS_PATH', '/api/sessions'],
  ['PEERJS_KEY', 'a key'],
  ['ALIVE_TIMEOUT_MS', '77'],
  ['ALLOWED_ORIGINS', '*'],
  ['ALLOWED_ORIGINS', 'http://localhost:3000/'],
  ['ALLOWED_ORIGINS', 'http://localhost:3000,null'],
  ['ALLOWED_HOSTS', 'a host/'],
  ['TRUSTED_PROXIES', '10.0.0.0/33'],
  ['TRUSTED_PROXIES', 'everybody'],
  ['API_KEY', 'hunter2'],
  ['SERVER_SECRET', 'hunter2'],
  ['RELAY', 'yes'],
  ['TERMINAL', 'true'],
  ['BROWSER', '1'],
  ['BROWSER_USER', 'no body'],
  ['BROWSER_CHROMIUM', 'chromium'],
  ['BROWSER_VIDEO', 'yes'],
  ['BROWSER_ALLOWED_HOSTS', 'https://example.org'],
  ['BROWSER_ALLOWED_HOSTS', 'example.org/path'],
  ['BROWSER_ALLOWED_HOSTS', 'example.org:8080'],
  ['BROWSER_ALLOWED_HOSTS', 'ex*mple.org'],
  ['BROWSER_PRIVATE_HOSTS', '*'],
  ['BROWSER_PRIVATE_HOSTS', 'me@localhost'],
  ['MAX_USERS_PER_SHARED_SESSION', '777'],
  ['SHARED_SESSION_DURATION', '1.5'],
  ['SHARED_SESSION_DURATION', '1441'],
  ['INACTIVITY_TIMEOUT', '4444'],
  ['TURN_URLS', 'http://turn.example.org'],
  ['REDIS_URL', 'http://hunter2@redis'],
  ['REDIS_URL', 'redis://user:hunter2@redis/first'],
  ['REDIS_URL', 'redis://user:hunter2@redis?db=1'],
  ['REDIS_URL', 'redis:///1'],
  ['LOG_LEVEL', 'loud'],
])('%s=%s is refused in one line that names the variable and not the value', (name, value) => {
  const result = read({ [name]: value });
  expect(result).toMatchObject({ ok: false, problem: expect.stringMatching(new RegExp(`^${name} [^\\n]+$`)) });
  expect(!result.ok && result.problem).not.toContain(value);
});

it.each(['0.0.0.0', '::', '192.168.1.2', 'sessions.example.org'])('bound to %s it needs an API key', (host) => {
  expect(read({ HOST: host })).toMatchObject({ ok: false, problem: expect.stringMatching(/^API_KEY /) });
  expect(read({ HOST: host, API_KEY: 'k'.repeat(16) })).toMatchObject({ ok: true, config: { host } });
});

it.each(['127.0.0.1', '127.1.2.3', '::1', 'localhost'])('bound to %s it needs none', (host) => {
  expect(read({ HOST: host })).toMatchObject({ ok: true });
});

it('the shared browser is off, and for ten people, ten minutes and half a minute of idling, unless it says otherwise', () => {
  expect(defaultConfig()).toMatchObject({
    browser: false,
    browserUsers: 10,
    browserDurationMs: 600_000,
    browserIdleMs: 30_000,
    browserUser: 'nobody',
    browserChromium: null,
    browserVideo: true,
  });
  const said = read({
    BROWSER: 'on',
    BROWSER_ALLOWED_HOSTS: 'wiki.example.org, .example.com *.example.net',
    BROWSER_PRIVATE_HOSTS: '10.0.0.7:8080,[::1]:3000 localhost',
    MAX_USERS_PER_SHARED_SESSION: '2',
    SHARED_SESSION_DURATION: '1',
    INACTIVITY_TIMEOUT: '5',
  });
  expect(said).toMatchObject({
    ok: true,
    config: {
      browser: true,
      browserAllowedHosts: ['wiki.example.org', '.example.com', '*.example.net'],
      browserPrivateHosts: ['10.0.0.7:8080', '[::1]:3000', 'localhost'],
      browserUsers: 2,
      browserDurationMs: 60_000,
      browserIdleMs: 5_000,
    },
  });
});

it('several servers need a secret that somebody gives to all of them, and may get the address of Redis by a file', () => {
  const url = 'rediss://user:hunter2@redis.example.org:6380/2';
  const alone = read({ REDIS_URL: url });
  expect(alone).toMatchObject({ ok: false, problem: expect.stringMatching(/^SERVER_SECRET /) });
  expect(!alone.ok && alone.problem).not.toContain('hunter2');
  const secret = 's'.repeat(32);
  expect(read({ REDIS_URL_FILE: '/run/r', SERVER_SECRET: secret }, () => `${url}\n`)).toMatchObject({
    ok: true,
    config: { redisUrl: url },
  });
});

it.each([
  ['a public address in front of it', { PUBLIC_URL: 'https://grafana.example.org/live-sessions' }, 'PUBLIC_URL'],
  ['an address of the network in front of it', { PUBLIC_URL: 'http://192.168.1.2:9000' }, 'PUBLIC_URL'],
  ['a proxy that it trusts', { TRUSTED_PROXIES: '127.0.0.1' }, 'TRUSTED_PROXIES'],
  ['a proxy and an address of this machine', { PUBLIC_URL: 'http://localhost', TRUSTED_PROXIES: '::1' }, 'TRUSTED'],
])('bound to loopback it needs an API key with %s, and says why', (_what, env, why) => {
  const refused = read(env);
  expect(refused).toMatchObject({ ok: false, problem: expect.stringMatching(/^API_KEY must be set [^\n]+$/) });
  expect(!refused.ok && refused.problem).toContain(why);
  expect(read({ ...env, API_KEY: 'k'.repeat(16) })).toMatchObject({ ok: true });
  expect(read({ ...env, API_KEY_FILE: '/run/k' }, () => 'k'.repeat(16))).toMatchObject({ ok: true });
});

it.each([{ PUBLIC_URL: 'http://localhost:9001' }, { PUBLIC_URL: 'http://[::1]:9000/x' }, { TRUSTED_PROXIES: ' ,' }])(
  'with %j nobody but this machine comes in, and it needs none',
  (env) => {
    expect(read(env)).toMatchObject({ ok: true });
  }
);

it('TURN addresses need their secret; STUN addresses need none', () => {
  expect(read({ TURN_URLS: 'turn:t.example' })).toMatchObject({
    ok: false,
    problem: expect.stringMatching(/^TURN_SECRET /),
  });
  expect(read({ TURN_URLS: 'stun:s.example' })).toMatchObject({ ok: true, config: { turnUrls: ['stun:s.example'] } });
});

it('takes TURN over UDP, TCP and TLS, by name and by address', () => {
  const urls = [
    'turn:turn.example.org:3478',
    'turn:turn.example.org:3478?transport=tcp',
    'turn:192.0.2.1?transport=udp',
    'turns:turn.example.org:5349?transport=tcp',
    'turns:[2001:db8::1]:443',
    'stun:turn.example.org',
  ];
  expect(read({ TURN_URLS: urls.join(','), TURN_SECRET: 's' })).toMatchObject({ ok: true, config: { turnUrls: urls } });
});

it.each([
  'turn://turn.example.org',
  'turn:user@turn.example.org',
  'turn:turn.example.org:0',
  'turn:turn.example.org:65536',
  'turn:turn.example.org:3478?transport=tls',
  'turn:turn.example.org:3478?transport=tcp&x=1',
  'turns:turn.example.org:5349?transport=udp',
  'turn:[192.0.2.1]:3478',
  'turn:2001:db8::1',
  'stun:turn.example.org?transport=udp',
  'turn:',
])('refuses %s, with which browsers would make no connection at all', (url) => {
  expect(read({ TURN_URLS: url, TURN_SECRET: 's' })).toMatchObject({
    ok: false,
    problem: expect.stringMatching(/^TURN_URLS /),
  });
});

it('reads secrets from files, and refuses two sources and files that are not there', () => {
  const secret = 's'.repeat(32);
  expect(read({ SERVER_SECRET_FILE: '/run/s' }, () => `${secret}\n`)).toMatchObject({
    ok: true,
    config: { serverSecret: secret },
  });
  expect(read({ API_KEY_FILE: '/run/k' })).toMatchObject({
    ok: false,
    problem: expect.stringMatching(/^API_KEY_FILE /),
  });
  expect(read({ API_KEY_FILE: '/run/k', API_KEY: 'k'.repeat(16) }, () => 'other')).toMatchObject({
    ok: false,
    problem: expect.stringMatching(/^API_KEY /),
  });
  expect(read({ API_KEY_FILE: '/run/k' }, () => 'hunter2')).toEqual({
    ok: false,
    problem: 'API_KEY must have at least 16 characters',
  });
});

it('lets the demo Grafana on another port in without being told twice', () => {
  const result = read({ HOST_PORT: '3001' });
  expect(result).toMatchObject({
    config: { allowedOrigins: expect.arrayContaining(['http://localhost:3001', 'http://127.0.0.1:3001']) },
  });
});

it.each([
  [{ host: '127.0.0.1', publicUrl: null }, false],
  [{ host: 'localhost', publicUrl: 'http://localhost:9000' }, false],
  [{ host: '::1', publicUrl: 'http://[::1]:9000' }, false],
  [{ host: '0.0.0.0', publicUrl: null }, true],
  [{ host: '10.0.0.7', publicUrl: 'http://localhost:9000' }, true],
  [{ host: '127.0.0.1', publicUrl: 'https://live.example.org/live-sessions' }, true],
])('%j is for more than this machine: %s', (addresses, expected) => {
  expect(isPublic(addresses)).toBe(expected);
});
