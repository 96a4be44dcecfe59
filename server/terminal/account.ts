/** Whose shells this server starts. */
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import type { Account } from './environment';

const SHELLS = ['/bin/bash', '/bin/zsh', '/bin/sh'];

export type Runner =
  /** The server's own user. */
  | { kind: 'own'; account: Account }
  /** Another, whom root becomes for good; without leave to become anybody else by a set-user-id program. */
  | { kind: 'other'; account: Account; uid: number; gid: number; setpriv: string };

export type RunnerResult = { ok: true; runner: Runner } | { ok: false; problem: string };

/** Who runs a server's shells or browsers: its own user, or, where that is root, the user that is named. */
export function runnerOf(
  user: string,
  { setting, what } = { setting: 'TERMINAL_USER', what: 'a terminal' }
): RunnerResult {
  if (process.getuid?.() !== 0 || user === 'root') {
    const { username, homedir, shell } = userInfo();
    return { ok: true, runner: { kind: 'own', account: { name: username, home: homedir, shell: usable(shell) } } };
  }
  const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find((file) => existsSync(file));
  if (setpriv === undefined) {
    return {
      ok: false,
      problem: `setpriv (util-linux) must be installed for ${what} where the server runs as root`,
    };
  }
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((each) => each.split(':'))
    .find(([name]) => name === user);
  if (!line || !/^\d+$/.test(line[2]) || !/^\d+$/.test(line[3])) {
    return { ok: false, problem: `${setting} must be the name of a user of this machine` };
  }
  const [name, , uid, gid, , home, shell] = line;
  if (Number(uid) === 0) {
    return { ok: false, problem: `${setting} must not be another name of root` };
  }
  const account = { name, home: existsSync(home) ? home : '/', shell: usable(shell) };
  return { ok: true, runner: { kind: 'other', account, uid: Number(uid), gid: Number(gid), setpriv } };
}

/** Users without login have a program there that only says so. */
function usable(shell: string | null): string {
  const candidates = shell && !/(nologin|false)$/.test(shell) ? [shell, ...SHELLS] : SHELLS;
  return candidates.find(isExecutable) ?? '/bin/sh';
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
