/** One shell on a pty, with its limits, its own folder, and its end. */
import { chownSync, existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IPty } from '@lydell/node-pty';
import type { Runner } from './account';
import { shellEnvironment } from './environment';
import { folderStart, newMark, removeFolder } from './leftovers';
import { SHELL_LIMITS, TERMINAL_LIMITS as LIMITS } from './limits';
import { withOneReadBuffer } from './oneReadBuffer';
import { processesOf, signalAll } from './processes';
import { PtyInput } from './PtyInput';
import type { Size } from '../../src/protocol/terminalWire';

/**
 * Before the shell: hands the tty to its user, so that it can be opened by name; sets limits, each by itself, since dash
 * and bash name that of processes differently and a machine may allow less; takes the limits' lines from no file.
 */
const PRELUDE = `
[ -n "$1" ] && chown "$1" "$(tty)"
shift
ulimit -c 0
ulimit -n ${SHELL_LIMITS.openFiles} 2>/dev/null
ulimit -d ${SHELL_LIMITS.dataKiB} 2>/dev/null
ulimit -f ${SHELL_LIMITS.fileBlocks} 2>/dev/null
ulimit -t ${SHELL_LIMITS.cpuSeconds} 2>/dev/null
ulimit -u ${SHELL_LIMITS.processes} 2>/dev/null || ulimit -p ${SHELL_LIMITS.processes} 2>/dev/null
exec "$@"
`;

export interface ShellEvents {
  /** The bytes are others once it returns. */
  onOutput(bytes: Uint8Array): void;
  /** After the last output. */
  onExit(code: number): void;
}

export type Spawn = typeof import('@lydell/node-pty').spawn;

export class Shell {
  private readonly mark = newMark();
  private readonly pty: IPty;
  private readonly input: PtyInput;
  /** Where it works, when its user has no home; removed with it. */
  private readonly folder: string | null;
  private ending: Promise<void> | null = null;
  private paused = false;

  constructor(
    private readonly runner: Runner,
    spawnPty: Spawn,
    size: Size,
    events: ShellEvents
  ) {
    this.folder = runner.kind === 'other' ? ownFolder(runner) : null;
    const account = { ...runner.account, home: this.folder ?? runner.account.home };
    const owner = runner.kind === 'other' ? String(runner.uid) : '';
    const become =
      runner.kind === 'other'
        ? [runner.setpriv, `--reuid=${runner.uid}`, `--regid=${runner.gid}`, '--init-groups', '--no-new-privs', '--']
        : [];
    const { made, isRead } = withOneReadBuffer(
      () =>
        spawnPty('/bin/sh', ['-c', PRELUDE, 'sh', owner, ...become, account.shell, '-i'], {
          name: 'xterm-256color',
          ...size,
          cwd: existsSync(account.home) ? account.home : '/',
          env: shellEnvironment(process.env, account, { mark: this.mark, ownPath: runner.kind === 'own' }),
          encoding: null,
        }),
      (bytes) => events.onOutput(bytes)
    );
    this.pty = made;
    this.input = new PtyInput(made);
    if (isRead) {
      this.pty.resume();
    } else {
      // Typed as text, which it is only where an encoding was given.
      this.pty.onData((data: string | Uint8Array) =>
        events.onOutput(typeof data === 'string' ? Buffer.from(data) : data)
      );
    }
    // The last that had the terminal open has closed it, and may go on without: nobody would see or reach it any more.
    this.input.onClosed(() => void this.end());
    this.pty.onExit(({ exitCode }) => {
      void this.end();
      events.onExit(exitCode);
    });
  }

  get pid(): number {
    return this.pty.pid;
  }

  /** Whether more may be typed: a program that does not read leaves what is typed in our memory. */
  get reads(): boolean {
    return this.input.waiting < LIMITS.unreadInputBytes;
  }

  /** Whether nothing more may be typed, whoever it is: each who comes anew may type something before they are held up. */
  get isFull(): boolean {
    return this.input.waiting >= LIMITS.unreadOfAll;
  }

  type(data: string): void {
    if (!this.ending) {
      this.input.write(data);
    }
  }

  resize({ cols, rows }: Size): void {
    if (!this.ending && !this.input.isClosed) {
      this.pty.resize(cols, rows);
    }
  }

  /** Holds the shell up, or lets it go on, by no longer reading what it writes. */
  hold(held: boolean): void {
    if (held !== this.paused && !this.ending) {
      this.paused = held;
      if (held) {
        this.pty.pause();
      } else {
        this.pty.resume();
      }
    }
  }

  /** Ends everything that began in it: asked first (SIGHUP, as when a terminal is closed), then killed. */
  end(): Promise<void> {
    this.ending ??= this.endNow();
    this.input.close();
    return this.ending;
  }

  private async endNow(): Promise<void> {
    const find = () => processesOf(this.pty.pid, this.mark);
    signalAll(await find(), 'SIGHUP');
    const limit = Date.now() + LIMITS.endWithin;
    let left = await find();
    while (left.length > 0 && Date.now() < limit) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      left = await find();
    }
    // One that is ended may have just started another.
    for (let round = 0; left.length > 0 && round < 20; round += 1) {
      signalAll(left, 'SIGKILL');
      await new Promise((resolve) => setTimeout(resolve, 5));
      left = await find();
    }
    // A paused pty would never see the end of its output.
    this.pty.resume();
    if (this.folder !== null) {
      void removeFolder(this.folder, this.runner);
    }
  }
}

function ownFolder({ uid, gid, account }: Extract<Runner, { kind: 'other' }>): string | null {
  if (account.home !== '/') {
    return null;
  }
  const made = mkdtempSync(join(tmpdir(), folderStart()));
  chownSync(made, uid, gid);
  return made;
}
