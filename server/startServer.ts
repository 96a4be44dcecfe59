/** A session server in this process, for the start script and for tests that need a real one. */
import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import { openProvider } from './browser/openProvider';
import type { Provider } from './browser/provider';
import { systemClock, type Clock } from './clock';
import { defaultConfig, type ServerConfig } from './config';
import { createServer } from './createServer';
import { createLog } from './log';
import { memoryStores } from './memory/memoryStores';
import type { Stores } from './stores/Stores';
import { openShells, type Shells } from './terminal/shells';

export interface StartOptions {
  /** What differs from an empty environment. Port 0 takes a free one. */
  config?: Partial<ServerConfig>;
  clock?: Clock;
  /** What it shares with other servers, closed with it; its own memory by default. */
  stores?: Stores;
  log?: Logger;
  /** What runs shared browsers where BROWSER is on; by default what the configuration names. */
  browserProvider?: Provider;
  /** Milliseconds within which a request must have come; 15 s by default. */
  requestLimit?: number;
}

export interface RunningServer {
  /** Without a trailing slash. */
  url: string;
  port: number;
  stop(): Promise<void>;
}

/**
 * Starts and resolves once it is ready; rejects with EADDRINUSE when the port is taken. Without `serverSecret` one is
 * made that ends with this server.
 */
export async function startServer({
  config: overrides,
  clock = systemClock,
  stores = memoryStores(clock),
  log,
  browserProvider,
  requestLimit,
}: StartOptions = {}): Promise<RunningServer> {
  const config = { ...defaultConfig(), ...overrides };
  const said = log ?? createLog(config.logLevel);
  const shells = config.terminal ? await shellsOf(config, said) : null;
  const server = createServer({
    config,
    serverSecret: config.serverSecret ?? randomBytes(32).toString('hex'),
    clock,
    stores,
    randomBytes,
    log: said,
    shells,
    browserProvider: config.browser ? (browserProvider ?? openProvider(config, clock, said)) : null,
    requestLimit,
  });
  let port: number;
  try {
    port = await server.listen(config.port, config.host);
  } catch (error) {
    await server.close();
    await stores.close();
    throw error;
  }
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  return { url: `http://${host}:${port}`, port, stop: () => server.close().then(() => stores.close()) };
}

/** Null where none can be started: sessions go on without terminals, and the log says why. */
async function shellsOf(config: ServerConfig, log: Logger): Promise<Shells | null> {
  try {
    return await openShells(config);
  } catch (error) {
    log.warn({ why: error instanceof Error ? error.message : String(error) }, 'no shared terminal in live sessions');
    return null;
  }
}
