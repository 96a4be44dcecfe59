import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { browserFetch, unfrozenTabs } from './world';

describe('a call that is not answered gives its connection back', () => {
  /** Takes connections and says nothing. */
  async function silentServer(): Promise<{ url: string; connected: Promise<Socket[]>; close(): void }> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const connected = once(server, 'connection');
    return { url: `http://127.0.0.1:${port}/`, connected, close: () => server.close() };
  }

  test.each([
    ['when nobody waits for it any more', 300, 'TimeoutError', () => {}],
    ['when it is given up before that', 60_000, 'AbortError', (giveUp: () => void) => giveUp()],
  ])('%s', async (_when, within, name, then) => {
    const silent = await silentServer();
    try {
      let giveUp = () => {};
      const asked = browserFetch(within)(silent.url, {
        method: 'GET',
        headers: {},
        credentials: 'omit',
        onGivenUp: (stop) => (giveUp = stop),
      });
      const refused = expect(asked).rejects.toMatchObject({ name });
      const [wire] = await silent.connected;
      wire.resume();
      then(giveUp);
      await once(wire, 'close');
      await refused;
    } finally {
      silent.close();
    }
  });
});

describe('a tab that holds a name', () => {
  const tabs = { hold: () => () => {}, held: async () => false };

  test('holds a lock for as long, so that a browser does not freeze its hidden page', async () => {
    const ended: string[] = [];
    const locks = {
      request: async (name: string, _options: LockOptions, work: () => Promise<void>) => {
        await work();
        ended.push(name);
      },
    } as unknown as LockManager;
    const letGo = unfrozenTabs(tabs, locks).hold('presenting/1');
    await Promise.resolve();
    expect(ended).toEqual([]);
    letGo();
    await new Promise(setImmediate);
    expect(ended).toEqual(['livesessions.presenting/1']);
  });

  test.each([
    ['there are none', undefined],
    ['they are refused', { request: () => Promise.reject(new Error('SecurityError')) } as unknown as LockManager],
  ])('goes on without locks where %s', (_why, locks) => {
    expect(() => unfrozenTabs(tabs, locks).hold('presenting/1')()).not.toThrow();
  });
});
