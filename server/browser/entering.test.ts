/** The shared browser's API: who gets in, as whom, and what anyone else is told. */
import { browserSessionSchema, joinBrowserResponseSchema } from '../../src/protocol/browserApi';
import { bearerHeader, call, errorOf, statusOf } from '../testing/http';
import { ProviderFailure } from './provider';
import { BrowserWorld } from './testing/BrowserWorld';

const world = new BrowserWorld();
afterEach(() => world.end());

describe('BROW-5, BROW-6: entering', () => {
  test('whoever creates one gets a code, a page, its end, and a token that is theirs alone', async () => {
    await world.start();
    const host = await world.create({ name: '  Ada\u202e ', startUrl: 'https://example.org/a' });
    expect(host.url).toBe(`${world.url}/shared-session/${host.shareCode}`);
    expect(host.expiresAt).toBe(world.clock.wall() + 10 * 60_000);
    const seen = browserSessionSchema.parse(JSON.parse((await world.get(host.shareCode, host.token)).text));
    expect(seen).toEqual({
      sessionId: host.sessionId,
      shareCode: host.shareCode,
      users: [{ id: host.userId, name: 'Ada', joinedAt: world.clock.wall(), isCreator: true }],
      createdAt: world.clock.wall(),
      expiresAt: host.expiresAt,
      url: host.url,
    });
    expect(world.provider.browsers.get(host.sessionId)?.launch.startUrl).toBe('https://example.org/a');
    expect(world.provider.browsers.get(host.sessionId)?.control).toEqual({ mode: 'one', driver: host.userId });
  });

  test('the address is for members alone, and nobody is told an address of anybody', async () => {
    await world.start();
    const host = await world.host();
    const guest = await world.guest(host.shareCode);
    const text = (await world.get(host.shareCode)).text;
    expect(browserSessionSchema.parse(JSON.parse(text)).url).toBeUndefined();
    const told = [text, (await world.get(host.shareCode, guest.token)).text, ...host.tab.texts, ...guest.tab.texts];
    expect(told.join('\n').replaceAll(world.url, '')).not.toMatch(/127\.0\.0\.1|::1/);
    expect(told.join('\n')).not.toContain(host.token);
  });

  test.each(['lower case', 'blanks and dashes', 'look-alikes'])(
    'a code is taken as people type it: %s',
    async (how) => {
      await world.start();
      const { shareCode } = await world.create();
      const typed = {
        'lower case': shareCode.toLowerCase(),
        'blanks and dashes': ` ${shareCode.slice(0, 3)}-${shareCode.slice(3)} `,
        'look-alikes': shareCode.replaceAll('1', 'l').replaceAll('0', 'o'),
      }[how];
      expect(await statusOf(world.post('join', { shareCode: typed }))).toBe(200);
      expect(await statusOf(world.get(encodeURIComponent(typed ?? '')))).toBe(200);
    }
  );

  test('a user is a token: two behind one router are two, and the same token again is the same one', async () => {
    await world.start();
    const host = await world.create();
    const bob = await world.join(host.shareCode, 'Bob');
    const eve = await world.join(host.shareCode);
    expect(new Set([host.userId, bob.userId, eve.userId]).size).toBe(3);
    expect(new Set([host.token, bob.token, eve.token]).size).toBe(3);
    const again = await world.join(host.shareCode, 'Robert', bob.token);
    expect(again).toMatchObject({ userId: bob.userId, token: bob.token, isNewUser: false });
    expect(bob.isNewUser).toBe(true);
    expect(again.users.map(({ name }) => name)).toEqual(['Host', 'Bob', 'Guest 2']);
    expect((await world.join(host.shareCode, 'x', host.token)).users[0].isCreator).toBe(true);
  });

  test('in Grafana, where the bearer is the key, the token comes in a header of its own', async () => {
    await world.start({ apiKey: 'k'.repeat(16) });
    const key = bearerHeader('k'.repeat(16));
    expect(errorOf(await world.post('create', {}))).toBe('401 unauthorized');
    const host = await world.create({}, key);
    const again = await world.post('join', { shareCode: host.shareCode }, undefined, {
      ...key,
      'x-live-token': host.token,
    });
    expect(joinBrowserResponseSchema.parse(JSON.parse(again.text))).toMatchObject({
      userId: host.userId,
      isNewUser: false,
    });
    // The code alone lets in.
    expect(await statusOf(world.post('join', { shareCode: host.shareCode }))).toBe(200);
  });

  test('the eleventh is told that it is full, and gets in when somebody leaves', async () => {
    await world.start();
    const host = await world.create();
    const guests = await Promise.all(Array.from({ length: 9 }, () => world.join(host.shareCode)));
    expect(errorOf(await world.post('join', { shareCode: host.shareCode }))).toBe('409 full');
    // Who is in already is not held up by that.
    expect((await world.join(host.shareCode, undefined, guests[0].token)).isNewUser).toBe(false);
    await world.post('leave', { shareCode: host.shareCode }, guests[3].token);
    expect((await world.join(host.shareCode)).users).toHaveLength(10);
  });

  test('what cannot be is answered with what to do', async () => {
    await world.start();
    const { shareCode, token } = await world.create();
    const answers: Array<[string, Promise<{ status: number; text: string }>]> = [
      ['404 not-found', world.get('ZZZZZZ')],
      ['404 not-found', world.get('no%20code')],
      ['404 not-found', world.post('join', { shareCode: 'ZZZZZZ' })],
      ['400 bad-request', world.post('join', {})],
      ['400 bad-request', world.post('create', { startUrl: 'file:///etc/passwd' })],
      ['400 bad-request', world.post('create', { startUrl: 'https://me:secret@example.org/' })],
      ['400 bad-request', world.post('create', { startUrl: 'javascript:alert(1)' })],
      ['400 bad-request', world.post('create', { name: 7 })],
      ['401 unauthorized', world.post('leave', { shareCode })],
      ['404 not-found', world.post('nothing', { shareCode }, token)],
    ];
    for (const [wanted, asked] of answers) {
      const { error, details } = JSON.parse((await asked).text);
      expect(`${(await asked).status} ${error}`).toBe(wanted);
      expect(details).toMatch(/^\w.{10,}\.$/);
      expect(details).not.toContain('secret');
    }
    expect(world.provider.launches).toBe(1);
  });

  test.each([
    ['unavailable', 'HYPERBEAM_API_KEY is not set.', '503 no-browser', undefined],
    ['failed', 'It has failed.', '502 browser-failed', undefined],
    ['busy', 'No room.', '429 too-many', '30'],
  ] as const)('a provider that is %s says so, and leaves nothing behind', async (kind, message, wanted, retry) => {
    await world.start();
    world.provider.failure = new ProviderFailure(kind, message);
    for (let n = 0; n < 3; n += 1) {
      const answer = await world.post('create', {});
      expect(errorOf(answer)).toBe(wanted);
      expect(JSON.parse(answer.text).details).toBe(message);
      expect(answer.headers['retry-after']).toBe(retry);
    }
    world.provider.failure = null;
    expect(await statusOf(world.post('create', {}))).toBe(201);
  });

  test('a server without any says which variable there is', async () => {
    const { url } = await world.start({ browser: false });
    const answer = await call(`${url}/api/vm/shared/create`, { method: 'POST', json: {} });
    expect(errorOf(answer)).toBe('404 not-found');
    expect(answer.text).toContain('BROWSER');
    expect(JSON.parse((await call(`${url}/api/offers`)).text).browser).toBe(false);
  });
});
