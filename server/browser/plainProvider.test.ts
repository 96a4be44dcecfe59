/** The provider that tests of sessions use keeps the contract, too: what they show holds for the real ones. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import { ProviderFailure } from './provider';
import { providerContract } from './testing/contract';
import { PlainProvider } from './testing/PlainProvider';

providerContract('without browsers', async () => {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const first = new PlainProvider();
  const failing = (kind: ProviderFailure['kind']) => async () => {
    const provider = new PlainProvider(first.left);
    provider.failure = new ProviderFailure(kind, 'It is as the test wants it.');
    return provider;
  };
  return {
    provider: first,
    startUrl: 'https://example.org/',
    page: async (browser, member) => {
      const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
      const [[theirs]] = await Promise.all([once(server, 'connection'), once(socket, 'open')]);
      browser.attach(member, theirs as WebSocket);
      return {
        get isOpen() {
          return socket.readyState === socket.OPEN;
        },
        act: async () => {
          socket.send('a key');
          return String((await once(socket, 'message'))[0]) === 'taken';
        },
        close: () => socket.terminate(),
      };
    },
    kill: (sessionId) => first.kill(sessionId),
    left: async () => first.left.size,
    crash: async () => {
      ['one', 'other'].forEach((session) => first.left.add(session));
      return { before: first.left.size, next: new PlainProvider(first.left) };
    },
    failing: { unavailable: failing('unavailable'), failed: failing('failed') },
    close: async () => {
      await first.close();
      server.close();
    },
  };
});
