/** A shared terminal in this process, for the programs and for tests that need a real one. */
import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import { systemClock } from '../clock';
import { defaultConfig, isLoopback, type ServerConfig } from '../config';
import { createLog } from '../log';
import { runnerOf, type Runner } from './account';
import { createTerminal, type TerminalServer } from './createTerminal';
import { Shell, type Spawn } from './Shell';

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

/** The terminal cannot be had on this machine as it is set up; the message is one line for who starts it. */
export class TerminalUnavailable extends Error {}

/** Rejects with EADDRINUSE when the port is taken, with TerminalUnavailable where no shell could be started. */
export async function startTerminal({ config: overrides, log }: TerminalOptions = {}): Promise<RunningTerminal> {
  const config = { ...defaultConfig(), ...overrides };
  const found = runnerOf(config.terminalUser);
  if (!found.ok) {
    throw new TerminalUnavailable(found.problem);
  }
  const { runner } = found;
  const spawnPty = await loadPty();
  const server = createTerminal({
    config,
    serverSecret: config.serverSecret ?? randomBytes(32).toString('hex'),
    clock: systemClock,
    log: log ?? createLog(config.logLevel),
    startShell: (size, events) => new Shell(runner, spawnPty, size, events),
  });
  const port = await server.listen(config.terminalPort, config.host);
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  return {
    url: config.terminalUrl ?? `http://${isLoopback(config.host) ? 'localhost' : host}:${port}`,
    port,
    terminals: server.terminals,
    runner,
    stop: () => server.close(),
  };
}

/** A native module: it is beside the server or it is not, as in an image that was made without it. */
async function loadPty(): Promise<Spawn> {
  try {
    return (await import('@lydell/node-pty')).spawn;
  } catch {
    throw new TerminalUnavailable(
      'the package @lydell/node-pty is not installed beside the server, or not for this system'
    );
  }
}
