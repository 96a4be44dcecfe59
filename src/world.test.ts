import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { browserFetch } from './world';

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
