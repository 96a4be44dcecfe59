/** The terminal beside the session server, in its process. */
import type { Logger } from 'pino';
import type { ServerConfig } from '../config';
import { portHolder } from '../portHolder';
import { startTerminal, type RunningTerminal } from './startTerminal';

/** Null where it is off, or cannot be had: sessions go on without it, and the log says why. */
export async function startBeside(config: ServerConfig, log: Logger): Promise<RunningTerminal | null> {
  if (!config.terminal) {
    return null;
  }
  try {
    return await startTerminal({ config, log });
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    const why = isTaken
      ? `TERMINAL_PORT ${config.terminalPort} is taken by ${portHolder(config.terminalPort) ?? 'another program'}`
      : error instanceof Error
        ? error.message
        : String(error);
    log.warn({ why }, 'no shared terminal');
    return null;
  }
}
