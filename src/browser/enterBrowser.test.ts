import { enterBrowser, pageOf } from './enterBrowser';

const BROWSER = '0d'.repeat(16);
const TOKEN = 'T'.repeat(43);
const ENTRY = { ticket: 'a ticket of some length', view: '0e'.repeat(32), driving: null, name: 'Grace' };
const ANSWER = {
  sessionId: BROWSER,
  shareCode: '7K3M9Q',
  url: 'https://live.example.com/shared-session/7K3M9Q',
  expiresAt: 1,
  userId: '01'.repeat(8),
  token: TOKEN,
  users: [],
  isNewUser: true,
};

function at(answer: () => Response | Promise<Response>) {
  const kept = new Map<string, string>();
  const calls: Array<{ url: string; init: RequestInit }> = [];
  const deps = {
    serverUrl: 'https://live.example.com',
    async fetch(url: string, init: RequestInit) {
      calls.push({ url, init });
      return answer();
    },
    store: {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    },
  };
  return { deps, calls };
}

test('BROW-2: shows ticket and keys, without cookies, and is the same person the next time', async () => {
  const { deps, calls } = at(() => Response.json(ANSWER));
  expect(await enterBrowser(ENTRY, BROWSER, deps)).toEqual({ kind: 'in', shareCode: '7K3M9Q', token: TOKEN });
  await enterBrowser(ENTRY, BROWSER, deps);
  await enterBrowser(ENTRY, '0c'.repeat(16), deps);
  expect(calls.map(({ url }) => url)).toEqual(Array(3).fill('https://live.example.com/api/vm/shared/enter'));
  expect(JSON.parse(String(calls[0].init.body))).toEqual(ENTRY);
  expect(calls.map(({ init }) => init.credentials)).toEqual(['omit', 'omit', 'omit']);
  expect(calls.map(({ init }) => new Headers(init.headers).get('authorization'))).toEqual([
    null,
    `Bearer ${TOKEN}`,
    // Another browser knows nobody yet.
    null,
  ]);
});

test.each([
  ['another key is needed', () => Response.json({ error: 'forbidden', details: '' }, { status: 403 }), 'refused'],
  ['the server says what nobody understands', () => Response.json({ token: 'x' }), 'refused'],
  [
    'the server has no browser for it',
    () => Response.json({ error: 'browser-failed', details: '' }, { status: 502 }),
    'failed',
  ],
  ['something in front of it answers', () => new Response('<html>', { status: 200 }), 'failed'],
  ['nothing answers', () => Promise.reject(new TypeError('fetch failed')), 'failed'],
] as const)('where %s it is said to be tried again', async (_why, answer, kind) => {
  expect(await enterBrowser(ENTRY, BROWSER, at(answer).deps)).toEqual({ kind });
});

test('the token is behind “#”, which no server is sent', () => {
  const url = new URL(pageOf('https://live.example.com', { shareCode: '7K3M9Q', token: TOKEN }, 'light'));
  expect(url.pathname + url.search).toBe('/shared-session/7K3M9Q?embed=1&theme=light');
  expect(url.hash).toBe(`#token=${TOKEN}`);
});
