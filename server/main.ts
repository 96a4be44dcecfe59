/**
 * The session server as a program. Exit codes: 0 stopped by SIGTERM or SIGINT, 1 the port is taken or the server
 * cannot run, 2 the configuration is wrong.
 */
import { readFileSync } from 'node:fs';
import type { Logger } from 'pino';
import { banner } from './banner';
import { systemClock } from './clock';
import { DEFAULT_PEERJS_KEY, isLoopback, isPublic, readConfig, type ServerConfig } from './config';
import { createLog } from './log';
import { memoryStores } from './memory/memoryStores';
import { PARTS } from './offers';
import { portHolder } from './portHolder';
import { RedisUnavailable } from './redis/Redis';
import { AnotherSecret, redisStores } from './redis/redisStores';
import { loadOrMakeSecret } from './secretFile';
import { startServer } from './startServer';
import type { Stores } from './stores/Stores';

/** Below the working directory; holds what the server must find again after a restart. */
const STATE_FOLDER = '.live-sessions';

function fail(line: string, code: number): never {
  process.stderr.write(`${line}\n`);
  process.exit(code);
}

function secretOf(config: ServerConfig): string {
  try {
    return config.serverSecret ?? loadOrMakeSecret(STATE_FOLDER);
  } catch (error) {
    return fail(`SERVER_SECRET could not be stored: ${error instanceof Error ? error.message : String(error)}`, 1);
  }
}

async function storesOf({ redisUrl }: ServerConfig, serverSecret: string, log: Logger): Promise<Stores> {
  if (redisUrl === null) {
    return memoryStores(systemClock);
  }
  try {
    return await redisStores(redisUrl, serverSecret, log);
  } catch (error) {
    if (error instanceof AnotherSecret) {
      return fail(error.message, 2);
    }
    if (error instanceof RedisUnavailable) {
      return fail(
        error.problem === 'refused'
          ? 'REDIS_URL names a Redis that refuses its user or password.'
          : 'REDIS_URL names a Redis that cannot be reached.',
        1
      );
    }
    throw error;
  }
}

function describeStartFailure(error: unknown, config: ServerConfig): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'EADDRINUSE') {
    const holder = portHolder(config.port) ?? 'another program';
    return `PORT ${config.port} is taken by ${holder}. Stop it, or set PORT to a free port.`;
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return 'HOST is not an address of this machine.';
  }
  if (code === 'EACCES') {
    return `PORT ${config.port} may not be used without more rights. Set PORT to one above 1023.`;
  }
  return `The session server cannot start: ${error instanceof Error ? error.message : String(error)}`;
}

async function main(): Promise<void> {
  const result = readConfig(process.env, (path) => readFileSync(path, 'utf8'));
  if (!result.ok) {
    fail(result.problem, 2);
  }
  const { config } = result;
  const log = createLog(config.logLevel);
  const asked = {
    RELAY: config.relay !== 'off' && !PARTS.has('relay'),
    TERMINAL: config.terminal && !PARTS.has('terminal'),
    BROWSER: config.browser && !PARTS.has('browser'),
    HYPERBEAM_API_KEY: config.hyperbeamApiKey !== null,
  };
  for (const [variable, set] of Object.entries(asked)) {
    if (set) {
      log.warn({ variable }, 'is set, but this version has nothing for it yet');
    }
  }
  if (config.peerjsKey === DEFAULT_PEERJS_KEY && isPublic(config)) {
    log.warn(
      { variable: 'PEERJS_KEY' },
      'is the default that everybody knows; set one of your own beyond this machine'
    );
  }
  const serverSecret = secretOf(config);
  const stores = await storesOf(config, serverSecret, log);
  const server = await startServer({ config: { ...config, serverSecret }, stores, log }).catch((error: unknown) =>
    fail(describeStartFailure(error, config), 1)
  );
  log.info(
    stores.kind === 'redis'
      ? 'what servers share is kept in Redis'
      : 'everything is kept in memory: this server stands alone; REDIS_URL is for several'
  );
  let stopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) {
      return;
    }
    stopping = true;
    log.info({ signal }, 'stopping');
    server.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'stopping failed');
        process.exit(1);
      }
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);

  const url = config.publicUrl ?? (isLoopback(config.host) ? `http://localhost:${server.port}` : server.url);
  process.stdout.write(`${banner(url, config.peerjsPath)}\n`);
}

main().catch((error: unknown) => fail(error instanceof Error ? (error.stack ?? error.message) : String(error), 1));
