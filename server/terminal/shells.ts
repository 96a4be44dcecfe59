/** What starts shells on this machine, as it is set up. */
import type { ServerConfig } from '../config';
import type { Size } from '../../src/protocol/terminalWire';
import { runnerOf, type Runner } from './account';
import { sweepShells } from './leftovers';
import { Shell, type ShellEvents, type Spawn } from './Shell';

export interface Shells {
  runner: Runner;
  start(size: Size, events: ShellEvents): Shell;
}

/** The terminal cannot be had on this machine as it is set up; the message is one line for who starts it. */
export class TerminalUnavailable extends Error {}

/** Rejects with TerminalUnavailable where no shell could be started. */
export async function openShells(config: Pick<ServerConfig, 'terminalUser'>): Promise<Shells> {
  const found = runnerOf(config.terminalUser);
  if (!found.ok) {
    throw new TerminalUnavailable(found.problem);
  }
  const { runner } = found;
  const spawnPty = await loadPty();
  await sweepShells(runner);
  return { runner, start: (size, events) => new Shell(runner, spawnPty, size, events) };
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
