import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { browserFetch, unfrozenTabs } from './world';

test('a call that is not answered gives its connection back when nobody waits for it any more', async () => {
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const address = silent.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  try {
    const connected = once(silent, 'connection');
    const asked = browserFetch(300)(`http://127.0.0.1:${port}/`, { method: 'GET', headers: {}, credentials: 'omit' });
    const refused = expect(asked).rejects.toMatchObject({ name: 'TimeoutError' });
    const [wire]: Socket[] = await connected;
    wire.resume();
    await once(wire, 'close');
    await refused;
  } finally {
    silent.close();
  }
});

test('so does one that is given up before that', async () => {
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const address = silent.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  try {
    const connected = once(silent, 'connection');
    let giveUp = () => {};
    const asked = browserFetch(60_000)(`http://127.0.0.1:${port}/`, {
      method: 'GET',
      headers: {},
      credentials: 'omit',
      onGivenUp: (stop) => (giveUp = stop),
    });
    const refused = expect(asked).rejects.toMatchObject({ name: 'AbortError' });
    const [wire]: Socket[] = await connected;
    wire.resume();
    giveUp();
    await once(wire, 'close');
    await refused;
  } finally {
    silent.close();
  }
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
