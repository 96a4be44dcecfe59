/** A shared terminal in this process, for the programs and for tests that need a real one. */
import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import { systemClock } from '../clock';
import { defaultConfig, isLoopback, type ServerConfig } from '../config';
import { createLog } from '../log';
import type { Runner } from './account';
import { createTerminal, type TerminalServer } from './createTerminal';
import { openShells } from './shells';

export interface TerminalOptions {
  /** What differs from an empty environment. Port 0 takes a free one. */
  config?: Partial<ServerConfig>;
  log?: Logger;
}

export interface RunningTerminal {
  /** Without a trailing slash; the one for people. */
  url: string;
  port: number;
  terminals: TerminalServer['terminals'];
  runner: Runner;
  stop(): Promise<void>;
}

/** Rejects with EADDRINUSE when the port is taken, with TerminalUnavailable where no shell could be started. */
export async function startTerminal({ config: overrides, log }: TerminalOptions = {}): Promise<RunningTerminal> {
  const config = { ...defaultConfig(), ...overrides };
  const shells = await openShells(config);
  const server = createTerminal({
    config,
    serverSecret: config.serverSecret ?? randomBytes(32).toString('hex'),
    clock: systemClock,
    log: log ?? createLog(config.logLevel),
    startShell: shells.start,
  });
  const port = await server.listen(config.terminalPort, config.host);
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  return {
    url: config.terminalUrl ?? `http://${isLoopback(config.host) ? 'localhost' : host}:${port}`,
    port,
    terminals: server.terminals,
    runner: shells.runner,
    stop: () => server.close(),
  };
}
