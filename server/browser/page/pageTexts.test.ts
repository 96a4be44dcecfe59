/** Countdowns, addresses, what is said, and when it is tried again. */
import type { BrowserEvent, BrowserUser } from '../../../src/protocol/browserApi';
import { readAddress } from './address';
import { clock, clockOffset, isSoon, secondsLeft, timeLeft } from './countdown';
import { codecOf } from './h264';
import { colourOf } from './people';
import { pauseBefore } from './retry';
import { driverOf, isCreator, mayDrive, roomAfter, type Room } from './room';
import { addressOf, shownAddress } from './webAddress';
import { driveWords, refusedWords, watchingWords } from './words';

describe('time left', () => {
  it.each([
    [2 * 3_600_000 + 5 * 60_000, '2 h 05 min left'],
    [3_600_000, '1 h 00 min left'],
    [3_599_000, '1 h 00 min left'],
    [599_000, '10 min left'],
    [120_000, '2 min left'],
    [119_999, '2:00 left'],
    [61_000, '1:01 left'],
    [900, '0:01 left'],
    [0, 'Ending'],
    [-5000, 'Ending'],
  ])('of %d ms is "%s"', (left, words) => expect(timeLeft(left)).toBe(words));

  it('says seconds where it matters', () => {
    expect([clock(14_200), clock(-1), secondsLeft(1000), secondsLeft(14_001)]).toEqual([
      '0:15',
      '0:00',
      '1 second',
      '15 seconds',
    ]);
    expect([isSoon(119_999), isSoon(120_000)]).toEqual([true, false]);
  });

  it('goes by the server’s clock, where that differs by more than the header can tell', () => {
    const now = Date.parse('2026-01-01T00:00:00Z');
    expect(clockOffset('Thu, 01 Jan 2026 00:05:00 GMT', now)).toBe(300_000);
    expect(clockOffset('Thu, 01 Jan 2026 00:00:01 GMT', now)).toBe(0);
    expect(clockOffset('rubbish', now)).toBe(0);
    expect(clockOffset(null, now)).toBe(0);
  });
});

describe('a typed address', () => {
  it.each([
    ['example.com', 'https://example.com'],
    ['  example.com/a b ', 'https://example.com/a b'],
    ['localhost:3000/d', 'http://localhost:3000/d'],
    ['10.0.0.7', 'http://10.0.0.7'],
    ['a.example:8080', 'http://a.example:8080'],
    ['a.example:443', 'https://a.example:443'],
    ['[::1]:80', 'http://[::1]:80'],
    ['http://example.com', 'http://example.com'],
    ['file:///etc/passwd', 'file:///etc/passwd'],
    ['javascript:alert(1)', 'javascript:alert(1)'],
    ['grafana dashboards', 'https://duckduckgo.com/?q=grafana%20dashboards'],
    ['what is a.b', 'https://duckduckgo.com/?q=what%20is%20a.b'],
    ['grafana', 'https://duckduckgo.com/?q=grafana'],
  ])('"%s" opens %s', (typed, url) => expect(addressOf(typed)).toBe(url));

  it('is none where nothing is typed', () => expect(addressOf('  ')).toBeNull());
});

describe('a shown address', () => {
  it('says whose page it is, whatever the address pretends', () => {
    expect(shownAddress('https://grafana.com@evil.example/grafana.com')).toEqual({
      isSecure: true,
      host: 'evil.example',
      rest: '/grafana.com',
    });
    expect(shownAddress('https://gr\u0430fana.com/').host).toMatch(/^xn--/);
    expect(shownAddress('http://example.com:8080/')).toEqual({ isSecure: false, host: 'example.com:8080', rest: '' });
  });

  it('keeps the end of a long host, which decides', () => {
    const { host } = shownAddress(`https://${'accounts.google.com.'.repeat(6)}evil.example/`);
    expect(host.startsWith('…')).toBe(true);
    expect(host.endsWith('.evil.example')).toBe(true);
    expect(host.length).toBeLessThanOrEqual(49);
  });

  it.each(['data:text/html,https://grafana.com', 'blob:https://grafana.com/1', 'about:blank', 'rubbish'])(
    'names no host for %s',
    (url) => expect(shownAddress(url)).toEqual({ isSecure: false, host: '', rest: url })
  );
});

describe('the page’s own address', () => {
  const at = (href: string) => readAddress(new URL(href));
  const token = 'a'.repeat(43);

  it('says session, token and frame, below whatever a proxy puts before it', () => {
    expect(at('https://live.example/shared-session')).toMatchObject({ base: 'https://live.example', code: null });
    expect(at(`https://g.example/live/shared-session/k7m-2qx?embed=1&theme=light#token=${token}`)).toEqual({
      base: 'https://g.example/live',
      code: 'K7M2QX',
      token,
      isEmbedded: true,
      theme: 'light',
    });
  });

  it('BROW-18: takes no token from the query, and none that is malformed', () => {
    expect(at(`https://live.example/shared-session/K7M2QX?token=${token}`).token).toBeNull();
    expect(at('https://live.example/shared-session/K7M2QX#token=short').token).toBeNull();
  });

  it('lives with a code that cannot be decoded', () => {
    expect(at('https://live.example/shared-session/%E0%A4').code).toBeNull();
  });
});

describe('a connection that broke', () => {
  it('is tried at once, then slower, never all in the same moment', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 100].map((attempts) => pauseBefore(attempts, 0.5))).toEqual([
      100, 300, 700, 1500, 3000, 5000, 5000, 5000,
    ]);
    expect([pauseBefore(9, 0), pauseBefore(9, 1)]).toEqual([3750, 6250]);
  });
});

describe('the room', () => {
  const user = (id: string, name: string, created = false): BrowserUser => ({
    id: id.repeat(16),
    name,
    joinedAt: 1,
    isCreator: created,
  });
  const [ada, bob, eve] = [user('a', 'Ada', true), user('b', 'Bob'), user('e', 'Eve')];
  const info = (you: BrowserUser, driver: BrowserUser | null): BrowserEvent => ({
    type: 'session_info',
    session: { sessionId: '0'.repeat(32), shareCode: 'K7M2QX', users: [ada, bob], createdAt: 1, expiresAt: 9 },
    userId: you.id,
    provider: 'local',
    control: { mode: 'one', driver: driver?.id ?? null },
    pass: null,
    endsWhenIdle: true,
  });
  const roomOf = (you: BrowserUser, ...events: BrowserEvent[]) =>
    events.reduce<Room | null>(roomAfter, null) ?? fail(you);
  const fail = (you: BrowserUser): never => {
    throw new Error(`no room for ${you.name}`);
  };

  it('is nothing before it is told', () => {
    expect(roomAfter(null, { type: 'user_joined', user: eve, totalUsers: 3 })).toBeNull();
  });

  it('knows who is here, also where somebody is told twice', () => {
    const joined: BrowserEvent = { type: 'user_joined', user: eve, totalUsers: 3 };
    const room = roomOf(bob, info(bob, ada), joined, joined, {
      type: 'user_left',
      user: ada,
      totalUsers: 2,
      how: 'left',
    });
    expect(room.users).toEqual([bob, eve]);
    expect(driverOf(room)).toBeNull();
  });

  it('knows who drives', () => {
    const room = roomOf(bob, info(bob, ada));
    expect([mayDrive(room), isCreator(room), driverOf(room)]).toEqual([false, false, ada]);
    expect(mayDrive(roomOf(bob, info(bob, bob)))).toBe(true);
    const everyone = roomOf(bob, info(bob, ada), { type: 'control_changed', control: { mode: 'everyone' } });
    expect([mayDrive(everyone), driveWords(everyone)]).toEqual([true, 'Everyone drives']);
  });

  it('forgets a warning when somebody does something, but not that the time is up', () => {
    const warned = (reason: 'inactivity' | 'time_limit') =>
      roomOf(ada, info(ada, ada), { type: 'warning', reason, endsAt: 5 }, { type: 'active' }).warning;
    expect(warned('inactivity')).toBeNull();
    expect(warned('time_limit')).toEqual({ reason: 'time_limit', endsAt: 5 });
  });

  it('says why a click does nothing, and whom to ask', () => {
    expect(watchingWords(roomOf(bob, info(bob, ada)))).toBe('Ada drives. Ask for control to click and type.');
    expect(watchingWords(roomOf(ada, info(ada, bob)))).toBe('Bob drives. Take control to click and type.');
    const third = roomOf(eve, info(eve, bob), { type: 'user_joined', user: eve, totalUsers: 3 });
    expect(watchingWords(third)).toBe('Bob drives. Ask Ada for control to click and type.');
    expect(watchingWords(roomOf(bob, info(bob, null)))).toContain('Nobody drives just now.');
  });
});

it('what a page did not get is told in plain words, cut where it is long', () => {
  expect(refusedWords({ type: 'refused', what: 'download', about: 'report.pdf' })).toContain('report.pdf was not');
  expect(refusedWords({ type: 'refused', what: 'address', about: 'x'.repeat(5000) }).length).toBeLessThan(250);
  expect(refusedWords({ type: 'refused', what: 'scheme', about: '' })).toMatch(/^That is not opened/);
});

it('a video’s codec is read off its first picture', () => {
  const parameters = [0, 0, 0, 1, 0x09, 0x10, 0, 0, 0, 1, 0x67, 0x42, 0xc0, 0x1f, 0xda];
  expect(codecOf(new Uint8Array(parameters))).toBe('avc1.42c01f');
  expect(codecOf(new Uint8Array([0, 0, 1, 0x65, 1, 2, 3, 4]))).toBeNull();
  expect(codecOf(new Uint8Array())).toBeNull();
});

it('nobody has another’s colour, as long as there are enough, and all pages agree', () => {
  const users = Array.from({ length: 9 }, (_each, index) => ({
    id: `0001${String(index).padStart(12, '0')}`,
    name: `Guest ${index}`,
    joinedAt: 100 - index,
    isCreator: false,
  }));
  const colours = users.slice(0, 8).map((user) => colourOf(user, users.slice(0, 8)));
  expect([...colours].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(users.slice(0, 8).map((user) => colourOf(user, [...users.slice(0, 8)].reverse()))).toEqual(colours);
  expect(colourOf(users[0], users)).toBe(1);
});
