/** The processes of a shell or a browser, found in /proc and ended. */
import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { MARK } from './environment';

/** How processes of one shell or browser are known. */
export interface Signs {
  /** Of a terminal session, itself among them. */
  leader: number | null;
  /** A line of their environment. */
  variable: string;
  /** A word of their command line: some overwrite their environment. */
  argument: string | null;
}

/**
 * Everything that began in a shell: of its terminal session, with its mark in the environment, or descended from such. A
 * process that has left all three (a session of its own, an emptied environment, a parent that is gone) is not found.
 */
export async function processesOf(leader: number, mark: string): Promise<number[]> {
  const looking = search({ leader, variable: `${MARK}=${mark}`, argument: null });
  let next = looking.next();
  for (let looks = 1; next.done !== true; looks += 1) {
    if (looks % LOOKS_AT_ONCE === 0) {
      await nextTurn();
    }
    next = looking.next();
  }
  return next.value;
}

/** A shell may start thousands, each of which takes a look: all at once they would hold up everybody else. */
const LOOKS_AT_ONCE = 50;

/** Everything that has one of the signs, or is descended from such. */
export function processesBy(signs: Signs): number[] {
  const looking = search(signs);
  let next = looking.next();
  while (next.done !== true) {
    next = looking.next();
  }
  return next.value;
}

/** Yields after each look at a process. */
function* search({ leader, variable, argument }: Signs): Generator<void, number[]> {
  const all: Stat[] = [];
  const found = new Set<number>();
  for (const name of entries()) {
    const stat = statOf(name);
    if (stat) {
      const { pid, session } = stat;
      all.push(stat);
      if (
        pid === leader ||
        session === leader ||
        hasVariable(pid, variable) ||
        (argument !== null && saysOnItsLine(pid, argument))
      ) {
        found.add(pid);
      }
    }
    yield;
  }
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

/** Who has such a variable in the environment, and which value. */
export function variables(name: string): Array<{ pid: number; value: string }> {
  return entries().flatMap((pid) => {
    const found = read(`/proc/${pid}/environ`)
      .split('\0')
      .find((each) => each.startsWith(`${name}=`));
    return found === undefined ? [] : [{ pid: Number(pid), value: found.slice(name.length + 1) }];
  });
}

/** When a process began, as the system counts it; empty for none. A pid alone is another's by and by. */
export function startOf(pid: number): string {
  const text = read(`/proc/${pid}/stat`);
  return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

interface Stat {
  pid: number;
  parent: number;
  session: number;
}

/** Null for one that is gone, or ended and not yet taken note of. */
function statOf(name: string): Stat | null {
  const text = read(`/proc/${name}/stat`);
  // The name in parentheses may itself hold blanks and parentheses.
  const [state, parent, , session] = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return state === undefined || state === '' || state === 'Z'
    ? null
    : { pid: Number(name), parent: Number(parent), session: Number(session) };
}

function entries(): string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

/**
 * In the first 64 KiB of its environment, which is more than programs have: a program can be given megabytes and a hundred
 * thousand variables, and sixty of those held the server up for most of a second whenever any shell ended.
 */
function hasVariable(pid: number, variable: string): boolean {
  const length = readInto(environment, `/proc/${pid}/environ`);
  return `\0${environment.toString('latin1', 0, length)}\0`.includes(`\0${variable}\0`);
}

const environment = Buffer.allocUnsafeSlow(64 * 1024);

/** The beginning of a file; 0 where it cannot be read. */
function readInto(buffer: Buffer, path: string): number {
  let fd: number | null = null;
  try {
    fd = openSync(path, 'r');
    let length = 0;
    for (let got = -1; got !== 0 && length < buffer.length; length += got) {
      got = readSync(fd, buffer, length, buffer.length - length, null);
    }
    return length;
  } catch {
    return 0;
  } finally {
    if (fd !== null) {
      closeSync(fd);
    }
  }
}

/** Words end with a NUL, or with a blank where a process has written its line anew. */
function saysOnItsLine(pid: number, word: string): boolean {
  return ` ${read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')} `.includes(` ${word} `);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
