/** A real terminal on a free port for each test of a file, and people in it; all is ended with the test. */
import { randomBytes } from 'node:crypto';
import pino from 'pino';
import type { ServerConfig } from '../../config';
import { startTerminal, type RunningTerminal } from '../startTerminal';
import { TerminalClient, type ClientOptions } from './terminalClient';

export interface TerminalWorld {
  readonly terminal: RunningTerminal;
  /** Lines of the log, parsed. */
  readonly lines: Array<Record<string, unknown>>;
  open(options?: ClientOptions): Promise<TerminalClient>;
  join(options?: ClientOptions): Promise<TerminalClient>;
  /** An HTTP status where the server refuses, else 101. */
  attempt(options: ClientOptions): Promise<number>;
  /** Starts the terminal again with another configuration, before anybody joins. */
  restart(config: Partial<ServerConfig>): Promise<void>;
}

export function terminalWorld(config: Partial<ServerConfig> = {}): TerminalWorld {
  let terminal: RunningTerminal;
  let clients: TerminalClient[] = [];
  let lines: Array<Record<string, unknown>> = [];
  const start = async (more: Partial<ServerConfig>) => {
    terminal = await startTerminal({
      config: {
        terminalPort: 0,
        terminalLingerMs: 400,
        serverSecret: randomBytes(32).toString('hex'),
        ...config,
        ...more,
      },
      log: pino({ level: 'info', base: undefined }, { write: (line) => lines.push(JSON.parse(line)) }),
    });
  };
  const open = async (options: ClientOptions) => {
    const opened = await TerminalClient.open(terminal.port, options);
    if (typeof opened !== 'number') {
      clients.push(opened);
    }
    return opened;
  };

  beforeEach(async () => {
    lines = [];
    clients = [];
    await start({});
  });
  afterEach(async () => {
    clients.forEach(({ socket }) => socket.terminate());
    await terminal.stop();
  });

  return {
    get terminal() {
      return terminal;
    },
    get lines() {
      return lines;
    },
    open: async (options = {}) => {
      const opened = await open(options);
      if (typeof opened === 'number') {
        throw new Error(`refused with ${opened}`);
      }
      return opened;
    },
    join: async (options = {}) => {
      const client = await TerminalClient.join(terminal.port, options);
      clients.push(client);
      return client;
    },
    attempt: async (options) => {
      const opened = await open(options);
      return typeof opened === 'number' ? opened : 101;
    },
    restart: async (more) => {
      await terminal.stop();
      await start(more);
    },
  };
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
