/** The processes of a shell or a browser, found in /proc and ended. */
import { readdirSync, readFileSync } from 'node:fs';
import { MARK } from './environment';

/**
 * Everything that began in a shell: of its terminal session (null: whatever it was), with its mark in the environment, or
 * descended from such. A process that has left all three (a session of its own, an emptied environment, a parent that is
 * gone) is not found.
 */
export function processesOf(leader: number | null, mark: string, variable: string = MARK): number[] {
  const all = list();
  const line = `${variable}=${mark}`;
  const found = new Set(
    all.filter(({ pid, session }) => pid === leader || session === leader || isMarked(pid, line)).map(({ pid }) => pid)
  );
  for (let before = -1; before !== found.size;) {
    before = found.size;
    all.filter(({ parent }) => found.has(parent)).forEach(({ pid }) => found.add(pid));
  }
  return [...found];
}

/** Sends a signal to each; who is gone meanwhile, or may not be ended by us, is passed over. */
export function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // Gone.
    }
  }
}

function list(): Array<{ pid: number; parent: number; session: number }> {
  return entries().flatMap((name) => {
    const text = read(`/proc/${name}/stat`);
    // The name in parentheses may itself hold blanks and parentheses.
    const [state, parent, , session] = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return state === undefined || state === '' || state === 'Z'
      ? []
      : [{ pid: Number(name), parent: Number(parent), session: Number(session) }];
  });
}

function entries(): string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

function isMarked(pid: number, line: string): boolean {
  return read(`/proc/${pid}/environ`).split('\0').includes(line);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
