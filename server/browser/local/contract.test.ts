/** Browsers of this machine keep the contract of providers, with a real Chromium. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import pino from 'pino';
import { WebSocketServer, type WebSocket } from 'ws';
import { systemClock } from '../../clock';
import { signalAll } from '../../terminal/processes';
import { fence, isOpen } from '../../testing/fuzz/fence';
import type { Provider } from '../provider';
import { providerContract } from '../testing/contract';
import { startSite } from '../testing/site';
import { View } from '../testing/view';
import { createLocalProvider, type LocalProviderOptions } from './LocalProvider';
import { profilesFolder } from './profiles';

jest.setTimeout(60_000);

const log = pino({ level: 'silent' });
const LOADER = pathToFileURL(path.join(__dirname, '../../../node_modules/tsx/dist/loader.mjs')).href;

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
    const provider = createLocalProvider({
      log,
      clock: systemClock,
      chromium: process.env.CHROME_BIN ?? null,
      user: 'nobody',
      sandbox: 'off-for-tests',
      allowedHosts: null,
      privateHosts: [site.host],
      ...more,
    });
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
      const child = fork(path.join(__dirname, '../testing/doomedServer.ts'), [], {
        execArgv: [`--import=${LOADER}`],
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      });
      const [sessions] = (await once(child, 'message')) as [string[]];
      sessions.forEach((session) => marks.add(path.join(profilesFolder(), session)));
      const before = sessions.filter((session) => processesIn(path.join(profilesFolder(), session)).length > 0).length;
      child.kill('SIGKILL');
      await once(child, 'exit');
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
