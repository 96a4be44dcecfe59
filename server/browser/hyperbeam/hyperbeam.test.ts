/** Browsers at Hyperbeam, by a double of its service: the contract, and what is Hyperbeam's own. */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { systemClock } from '../../clock';
import { freePort } from '../../../scripts/testing/freePort';
import { errorOf } from '../../testing/http';
import { until } from '../../testing/until';
import { BrowserWorld } from '../testing/BrowserWorld';
import { providerContract, type MemberPage } from '../testing/contract';
import { HyperbeamDouble } from '../testing/HyperbeamDouble';
import type { Launch } from '../provider';
import { fileBook } from './book';
import { HyperbeamProvider, type HyperbeamOptions } from './HyperbeamProvider';

const log = pino({ level: 'silent' });

async function hyperbeam(options: Partial<HyperbeamOptions> = {}) {
  const double = await HyperbeamDouble.start();
  const folder = mkdtempSync(path.join(tmpdir(), 'hyperbeam-'));
  const file = path.join(folder, 'state', 'book.json');
  const providers: HyperbeamProvider[] = [];
  const provider = (more: Partial<HyperbeamOptions> = {}) => {
    const made = new HyperbeamProvider({
      apiKey: double.apiKey,
      apiUrl: double.url,
      book: fileBook(file),
      clock: systemClock,
      log,
      lookEvery: 20,
      tryEvery: 5,
      ...options,
      ...more,
    });
    providers.push(made);
    return made;
  };
  return {
    double,
    file,
    provider,
    close: async () => {
      double.trouble = null;
      await Promise.all(providers.map((each) => each.close()));
      await double.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

providerContract('Hyperbeam', async () => {
  const { double, provider, close } = await hyperbeam();
  return {
    provider: provider(),
    startUrl: 'https://example.org/',
    page: async (browser, member): Promise<MemberPage> => {
      const viewer = double.visit(browser.embedUrl ?? '');
      if (!viewer) {
        throw new Error('not let in');
      }
      // The server's own page says as whom Hyperbeam knows it.
      await browser.introduce(member, viewer.id);
      return {
        get isOpen() {
          return viewer.isConnected;
        },
        act: async () => viewer.isConnected && viewer.mayDrive,
        close: () => {},
      };
    },
    kill: async (sessionId) => double.terminate(sessionId),
    left: async () => double.running.length,
    // The one before is left as it is: it has its book on paper, and is not asked again.
    crash: async () => {
      const killed = provider();
      for (const digit of ['1', '2']) {
        await killed.launch({
          sessionId: digit.repeat(32),
          startUrl: 'https://example.org/',
          expiresAt: Date.now() + 600_000,
          onActivity: () => {},
          onGone: () => {},
        });
      }
      return { before: double.running.length, next: provider() };
    },
    failing: {
      unavailable: async () => provider({ apiKey: 'not a key that is taken' }),
      failed: async () => {
        double.trouble = { on: /^POST \/v0\/vm$/, is: 500, times: 1 };
        return provider();
      },
    },
    close,
  };
});

describe('BROW-17: Hyperbeam', () => {
  const ends: Array<() => Promise<void>> = [];
  afterEach(async () => {
    for (const end of ends.splice(0)) {
      await end();
    }
  });
  const set = async (options: Partial<HyperbeamOptions> = {}) => {
    const made = await hyperbeam(options);
    ends.push(made.close);
    return made;
  };
  const launchOf = (more: Partial<Launch> = {}): Launch => ({
    sessionId: 'ab'.repeat(16),
    startUrl: 'https://example.org/',
    expiresAt: Date.now() + 600_000,
    onActivity: () => {},
    onGone: () => {},
    ...more,
  });
  const ada = { id: '0'.repeat(16), name: 'Ada', isCreator: true };
  const bob = { id: '1'.repeat(16), name: 'Bob', isCreator: false };

  test('a machine is asked for as documented, drives for nobody at first, and ends by itself, whatever becomes of the server', async () => {
    const { double, provider } = await set();
    await provider().launch(launchOf());
    expect(double.bodies[0]).toEqual({
      tag: 'ab'.repeat(16),
      start_url: 'https://example.org/',
      control_disable_default: true,
      timeout: { absolute: expect.any(Number), offline: 120 },
    });
    const absolute = double.running[0].wanted.timeout?.absolute ?? 0;
    expect(absolute).toBeGreaterThan(600);
    expect(absolute).toBeLessThan(640);
  });

  test.each([
    [401, 'unavailable', /HYPERBEAM_API_KEY/],
    [403, 'unavailable', /HYPERBEAM_API_KEY/],
    [429, 'busy', /no room/],
    [400, 'failed', /refused the call \(400\)/],
    [503, 'failed', /has failed \(503\)/],
    ['rubbish', 'failed', /something else than its documentation/],
    ['lost', 'failed', /cannot be reached/],
  ] as const)('its %s is said as %s, and leaves no machine behind', async (is, kind, message) => {
    const { double, provider, file } = await set();
    double.trouble = { on: /^POST \/v0\/vm$/, is, times: 1 };
    await expect(provider().launch(launchOf())).rejects.toMatchObject({
      kind,
      message: expect.stringMatching(message),
    });
    expect(double.running).toEqual([]);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual([]);
  });

  test('a service that says nothing is given up', async () => {
    const { double, provider } = await set({
      fetch: (input, init) => fetch(input, { ...init, signal: AbortSignal.timeout(30) }),
    });
    double.trouble = { on: /^POST/, is: 'silent', times: 1 };
    await expect(provider().launch(launchOf())).rejects.toMatchObject({ kind: 'failed' });
    expect(double.running).toEqual([]);
  });

  test('its answer was lost and it cannot be asked: the machine is ended as soon as it can, or by the next server', async () => {
    const { double, provider, file } = await set();
    double.trouble = { on: /^POST \/v0\/vm$/, is: 'lost' };
    await expect(provider().launch(launchOf())).rejects.toMatchObject({ kind: 'failed' });
    expect(double.running).toHaveLength(1);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual([{ tag: 'ab'.repeat(16), id: null }]);
    double.trouble = null;
    await until(() => double.running.length === 0, 'the end of the machine');
  });

  test('its book is for its user alone, and has neither addresses nor tokens', async () => {
    const { double, provider, file } = await set();
    const browser = await provider().launch(launchOf());
    const text = readFileSync(file, 'utf8');
    expect(JSON.parse(text)).toEqual([{ tag: 'ab'.repeat(16), id: double.running[0].id }]);
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(text).not.toContain(double.running[0].adminToken);
    expect(browser.embedUrl).not.toContain(double.running[0].adminToken);
  });

  test("nobody takes another's place at Hyperbeam by saying that it is theirs", async () => {
    const { double, provider } = await set();
    const browser = await provider().launch(launchOf());
    const adas = double.visit(browser.embedUrl ?? '');
    await browser.setControl({ mode: 'one', driver: ada.id });
    await browser.introduce(ada, adas?.id ?? '');
    expect(adas?.mayDrive).toBe(true);
    await expect(browser.introduce(bob, adas?.id ?? '')).rejects.toMatchObject({ kind: 'failed' });
    await browser.remove(bob.id);
    expect(adas).toMatchObject({ mayDrive: true, isConnected: true });
  });

  test('where it cannot be told who drives, nothing has changed', async () => {
    const { double, provider } = await set();
    const browser = await provider().launch(launchOf());
    const viewer = double.visit(browser.embedUrl ?? '');
    await browser.introduce(bob, viewer?.id ?? '');
    double.trouble = { on: /setPermissions/, is: 500 };
    await expect(browser.setControl({ mode: 'everyone' })).rejects.toMatchObject({ kind: 'failed' });
    double.trouble = null;
    const later = double.visit(browser.embedUrl ?? '');
    await browser.introduce(bob, later?.id ?? '');
    expect(later?.mayDrive).toBe(false);
  });

  test('a view socket is none of its ways', async () => {
    const { double, provider } = await set();
    const world = new BrowserWorld();
    ends.unshift(() => world.end());
    await world.start({}, provider());
    const host = await world.host();
    expect(await (await world.open(host, { path: 'view' })).ends()).toBe(4404);
    expect(host.tab.all('session_info')[0].provider).toBe('hyperbeam');
    // The address is the provider's, and told to members alone.
    const { embedUrl } = { embedUrl: host.url };
    expect(double.visit(embedUrl)).not.toBeNull();
    expect((await world.get(host.shareCode)).text).not.toContain(new URL(embedUrl).pathname);
  });

  test('where it can ask, only members with their own pass see it, and who is removed does not come back', async () => {
    const { double, provider } = await set();
    const port = await freePort();
    const world = new BrowserWorld();
    ends.unshift(() => world.end());
    await world.start({ port }, provider({ askAt: `http://127.0.0.1:${port}/api/vm/shared/hyperbeam` }));
    const host = await world.host();
    const eve = await world.guest(host.shareCode);
    const [hosts, eves] = [host, eve].map(({ tab }) => tab.all('session_info')[0].pass);
    expect(new Set([hosts, eves, null]).size).toBe(3);
    // Not without a pass, nor with a token, nor with nonsense.
    for (const userdata of [undefined, {}, { pass: 'x' }, { pass: host.token }, { pass: { toString: 1 } }, hosts]) {
      expect(await double.ask(host.url, userdata)).toBeNull();
    }
    const [adas, eveSees] = [await double.ask(host.url, { pass: hosts }), await double.ask(host.url, { pass: eves })];
    expect([adas?.mayDrive, eveSees?.mayDrive]).toEqual([true, false]);
    // Who somebody is Hyperbeam has been told; that they say it counts for nothing.
    eve.tab.say({ type: 'viewer', viewerId: adas?.id ?? '' });
    eve.tab.say({ type: 'viewer', viewerId: 'somebody' });
    await eve.tab.settled();
    const give = { shareCode: host.shareCode, control: { mode: 'one', driver: eve.userId } };
    expect((await world.post('control', give, host.token)).status).toBe(200);
    expect([adas?.mayDrive, eveSees?.mayDrive]).toEqual([false, true]);
    await world.post('remove', { shareCode: host.shareCode, userId: eve.userId }, host.token);
    expect(eveSees?.isConnected).toBe(false);
    expect(await double.ask(host.url, { pass: eves })).toBeNull();
    expect(await double.ask(host.url, { pass: hosts })).not.toBeNull();
  });

  test('nobody but its machine is answered', async () => {
    const { double, provider } = await set();
    const world = new BrowserWorld();
    ends.unshift(() => world.end());
    await world.start({}, provider({ askAt: 'https://live.example.org/api/vm/shared/hyperbeam' }));
    const host = await world.host();
    const question = { user_id: 'u', userdata: { pass: host.tab.all('session_info')[0].pass } };
    for (const token of [undefined, 'x', double.apiKey, host.token]) {
      expect(errorOf(await world.post('hyperbeam', question, token))).toBe('401 unauthorized');
    }
    const { auth } = double.running[0].wanted;
    expect(auth?.value.url).toBe('https://live.example.org/api/vm/shared/hyperbeam');
    const right = await world.post('hyperbeam', question, auth?.value.bearer);
    expect(JSON.parse(right.text)).toEqual({ authorized: true, permissions: { control_disabled: false } });
    const evil = { origin: 'https://evil.example' };
    expect((await world.post('hyperbeam', question, auth?.value.bearer, evil)).status).toBe(403);
  });

  test('by the API: a key that is not taken is 503, its failure 502, too many 429; its own end is told', async () => {
    const { double, provider } = await set();
    const world = new BrowserWorld();
    ends.unshift(() => world.end());
    await world.start({}, provider());
    for (const [is, wanted] of [
      [401, '503 no-browser'],
      [500, '502 browser-failed'],
      [429, '429 too-many'],
    ] as const) {
      double.trouble = { on: /^POST \/v0\/vm$/, is, times: 1 };
      expect(errorOf(await world.post('create', {}))).toBe(wanted);
    }
    const host = await world.host();
    double.terminate(host.sessionId);
    expect((await host.tab.hears('session_terminated')).reason).toBe('provider_error');
    expect(double.running).toEqual([]);
  });
});
