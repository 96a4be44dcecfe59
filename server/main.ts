/**
 * The session server as a program. Exit codes: 0 stopped by SIGTERM or SIGINT, 1 the port is taken or the server
 * cannot run, 2 the configuration is wrong.
 */
import { readFileSync } from 'node:fs';
import { banner } from './banner';
import { DEFAULT_PEERJS_KEY, isLoopback, isPublic, readConfig, type ServerConfig } from './config';
import { createLog } from './log';
import { openStores, SAID_OF_STORES } from './openStores';
import { portHolder } from './portHolder';
import { RedisUnavailable } from './redis/Redis';
import { AnotherSecret } from './redis/redisStores';
import { loadOrMakeSecret } from './secretFile';
import { startServer } from './startServer';
import { terminalLine } from './terminal/banner';
import { startBeside } from './terminal/beside';

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

function describeStartFailure(error: unknown, config: ServerConfig): string {
  if (error instanceof RedisUnavailable || error instanceof AnotherSecret) {
    return error.message;
  }
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
  if (config.hyperbeamApiKey !== null && !config.browser) {
    log.warn({ variable: 'HYPERBEAM_API_KEY' }, 'is set, but BROWSER is off: there are no shared browsers');
  }
  if (config.peerjsKey === DEFAULT_PEERJS_KEY && isPublic(config)) {
    log.warn(
      { variable: 'PEERJS_KEY' },
      'is the default that everybody knows; set one of your own beyond this machine'
    );
  }
  const serverSecret = secretOf(config);
  const failed = (error: unknown) => fail(describeStartFailure(error, config), error instanceof AnotherSecret ? 2 : 1);
  const stores = await openStores(config, serverSecret, log).catch(failed);
  const server = await startServer({ config: { ...config, serverSecret }, stores, log }).catch(failed);
  log.info(SAID_OF_STORES[stores.kind]);
  const terminal = await startBeside({ ...config, serverSecret }, log);
  let stopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) {
      return;
    }
    stopping = true;
    log.info({ signal }, 'stopping');
    Promise.all([server.stop(), terminal?.stop()]).then(
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
  if (terminal) {
    process.stdout.write(`${terminalLine(terminal)}\n`);
  }
}

main().catch((error: unknown) => fail(error instanceof Error ? (error.stack ?? error.message) : String(error), 1));
