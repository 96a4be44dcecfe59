/**
 * What is left of the shells of a server that was killed: processes that did not end with their terminal, and folders. Each
 * says whose it is, so that the next server ends and removes them.
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, readlinkSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Runner } from './account';
import { MARK } from './environment';
import { processesBy, signalAll, startOf, variables } from './processes';

const FOLDER = /^terminal-(\d+)\.(\d*)-\w+$/;
const MARKED = /^(\d+)\.(\d*)\.[0-9a-f-]{36}$/;

/** Of a shell of this server. */
export function newMark(): string {
  return `${process.pid}.${startOf(process.pid)}.${randomUUID()}`;
}

/** With what the names of its shells' folders begin. */
export function folderStart(): string {
  return `terminal-${process.pid}.${startOf(process.pid)}-`;
}

/** Ends and removes what servers left that are no more. Never rejects. */
export async function sweepShells(runner: Runner): Promise<void> {
  const marks = new Set(
    variables(MARK)
      .filter(({ pid, value }) => isOfNobody(MARKED.exec(value)) && isNear(pid))
      .map(({ value }) => value)
  );
  await Promise.all([...marks].map((mark) => endAll(mark, runner)));
  const left = namesIn(tmpdir()).filter((name) => isOfNobody(FOLDER.exec(name)));
  await Promise.all(left.map((name) => removeFolder(join(tmpdir(), name), runner)));
}

/** By the shell's user, not by root, whom a link in the folder could lead elsewhere. */
export function removeFolder(folder: string, runner: Runner): Promise<void> {
  if (runner.kind !== 'other') {
    return Promise.resolve();
  }
  const { uid, gid } = runner;
  return new Promise((resolve) => {
    const removing = spawn('rm', ['-rf', '--', folder], { uid, gid, cwd: '/', env: {}, stdio: 'ignore' });
    removing.once('error', () => resolve());
    removing.once('close', () => resolve());
  });
}

async function endAll(mark: string, runner: Runner): Promise<void> {
  const uid = runner.kind === 'other' ? runner.uid : process.getuid?.();
  for (let round = 0; round < 20; round += 1) {
    const found = processesBy({ leader: null, variable: `${MARK}=${mark}`, argument: null });
    // This server was itself started in such a shell.
    if (found.length === 0 || found.includes(process.pid)) {
      return;
    }
    signalAll(
      found.filter((pid) => uidOf(pid) === uid),
      'SIGKILL'
    );
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const isOfNobody = (found: RegExpExecArray | null) => found !== null && startOf(Number(found[1])) !== found[2];

/** In a container processes have other numbers: whose they are cannot be told from here. */
function isNear(pid: number): boolean {
  try {
    return readlinkSync(`/proc/${pid}/ns/pid`) === readlinkSync('/proc/self/ns/pid');
  } catch {
    return false;
  }
}

function uidOf(pid: number): number | null {
  try {
    return statSync(`/proc/${pid}`).uid;
  } catch {
    return null;
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
