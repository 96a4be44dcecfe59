/** Browsers of this machine keep the contract of providers, with a real Chromium. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { WebSocketServer, type WebSocket } from 'ws';
import { signalAll } from '../../terminal/processes';
import { fence, isOpen } from '../../testing/fuzz/fence';
import type { Provider } from '../provider';
import { providerContract } from '../testing/contract';
import { serverToCrash } from '../testing/crash';
import { localProvider } from '../testing/localProvider';
import { startSite } from '../testing/site';
import { View } from '../testing/view';
import type { LocalProviderOptions } from './LocalProvider';
import { profilesFolder } from './profiles';

jest.setTimeout(60_000);

/** By their command lines, which name the profile: Chromium writes its title over the environment that a mark is in. */
function processesIn(mark: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return readFileSync(`/proc/${name}/cmdline`, 'latin1').includes(mark);
      } catch {
        return false;
      }
    })
    .map(Number);
}

providerContract('BROW-12, BROW-13: Chromium', async () => {
  const site = await startSite();
  site.page('/', '<title>Hello</title>');
  const server = createServer();
  const sockets = new WebSocketServer({ server, perMessageDeflate: false });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const marks = new Set<string>();
  const active = { count: 0 };
  const providers: Provider[] = [];
  /** What it launches is counted, and others' browsers on this machine are not. */
  const watched = (more: Partial<LocalProviderOptions> = {}): Provider => {
    const provider = localProvider({ privateHosts: [site.host], ...more });
    providers.push(provider);
    return {
      ...provider,
      launch: (launch) => {
        marks.add(path.join(profilesFolder(), launch.sessionId));
        return provider.launch({
          ...launch,
          onActivity: (userId) => {
            active.count += 1;
            launch.onActivity(userId);
          },
        });
      },
    };
  };
  return {
    provider: watched(),
    startUrl: site.url('/'),
    page: async (browser, member) => {
      const connected = once(sockets, 'connection');
      const view = await View.open(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      browser.attach(member, (await connected)[0] as WebSocket);
      return {
        get isOpen() {
          return isOpen(view.socket);
        },
        act: async () => {
          const before = active.count;
          view.key('a', 'KeyA');
          await fence(view.socket);
          return active.count > before;
        },
        close: () => view.close(),
      };
    },
    kill: async (sessionId) => signalAll(processesIn(path.join(profilesFolder(), sessionId)), 'SIGKILL'),
    left: async () => [...marks].filter((mark) => existsSync(mark) || processesIn(mark).length > 0).length,
    crash: async () => {
      const sessions = [0, 1].map(() => randomBytes(16).toString('hex'));
      const crash = await serverToCrash({ sessions });
      sessions.forEach((session) => marks.add(path.join(profilesFolder(), session)));
      const before = sessions.filter((session) => processesIn(path.join(profilesFolder(), session)).length > 0).length;
      await crash();
      return { before, next: watched() };
    },
    failing: {
      unavailable: async () => watched({ chromium: '/nowhere/chromium' }),
      failed: async () => watched({ chromium: '/bin/false' }),
    },
    close: async () => {
      await Promise.all(providers.map((provider) => provider.close()));
      sockets.close();
      server.closeAllConnections();
      server.close();
      await site.close();
    },
  };
});
