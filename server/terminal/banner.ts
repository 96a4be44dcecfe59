/** What a terminal says of itself at its start. */
import type { RunningTerminal } from './startTerminal';

/** One line on where it is and who its shells are; never a key. */
export function terminalLine({ url, runner }: Pick<RunningTerminal, 'url' | 'runner'>): string {
  const whose =
    runner.kind === 'other'
      ? `its shells run as ${runner.account.name}, since the server is root (TERMINAL_USER names another)`
      : `its shells run as ${runner.account.name}`;
  return `Shared terminal: ${url} (${whose})`;
}
