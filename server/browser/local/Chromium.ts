/** One Chromium: a process, a profile and a pipe of its own, with its sandbox, and its end. */
import { spawn, type ChildProcess } from 'node:child_process';
import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { runnerOf, type Runner } from '../../terminal/account';
import { ProviderFailure } from '../provider';
import { Cdp } from './cdp';
import { flags } from './flags';
import { LOCAL_LIMITS as LIMITS } from './limits';
import { ownMemory } from './memory';
import { MARK, createProfile, processesIn, profilesFolder, removeProfile, type Profile } from './profiles';

export interface ChromiumOptions {
  /** A path or a name in PATH; null: whatever is there under a well-known name. */
  chromium: string | null;
  /** As whom it runs where this server is root. */
  user: string;
  /** Without it a page that breaks out of its renderer is this machine's user; never off but in tests. */
  sandbox: 'on' | 'off-for-tests';
}

const KNOWN_NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];
const PATH = '/usr/local/bin:/usr/bin:/bin';

/** Limits first, each by itself, since a machine may allow less. Files 3 and 4 are the pipe. */
const PRELUDE = `
ulimit -c 0
ulimit -n ${LIMITS.openFiles} 2>/dev/null
ulimit -u ${LIMITS.tasks} 2>/dev/null || ulimit -p ${LIMITS.tasks} 2>/dev/null
exec nice -n ${LIMITS.nice} "$@"
`;

/** What is needed before one can be started. */
export interface Found {
  file: string;
  runner: Runner;
}

/** Throws ProviderFailure 'unavailable', which says what to do. */
export function findChromium({ chromium, user, sandbox }: ChromiumOptions): Found {
  const file = (chromium === null ? KNOWN_NAMES : [chromium]).map(inPath).find((each) => each !== null);
  if (!file) {
    throw new ProviderFailure(
      'unavailable',
      chromium === null
        ? 'There is no Chromium on the session server. Install it (Debian: apt-get install chromium) or name it in BROWSER_CHROMIUM.'
        : 'BROWSER_CHROMIUM of the session server names no program. Correct it, or leave it out to use the Chromium in PATH.'
    );
  }
  const found = runnerOf(user, { setting: 'BROWSER_USER', what: 'a shared browser' });
  if (!found.ok) {
    throw new ProviderFailure('unavailable', `There is no shared browser here: ${found.problem}.`);
  }
  if (sandbox === 'on' && found.runner.kind === 'own' && process.getuid?.() === 0) {
    throw new ProviderFailure(
      'unavailable',
      'Chromium has no sandbox as root. Name another user of the session server’s machine in BROWSER_USER.'
    );
  }
  return { file, runner: found.runner };
}

function inPath(name: string): string | null {
  const places = name.includes('/') ? [''] : (process.env.PATH ?? PATH).split(delimiter);
  return (
    places
      .map((place) => (place === '' ? name : join(place, name)))
      .find((file) => {
        try {
          accessSync(file, constants.X_OK);
          return true;
        } catch {
          return false;
        }
      }) ?? null
  );
}

export class Chromium {
  readonly cdp: Cdp;
  private readonly child: ChildProcess;
  private lastWords = '';
  private ending: Promise<void> | null = null;

  private constructor(
    { file, runner }: Found,
    private readonly profile: Profile,
    args: readonly string[],
    onGone: () => void
  ) {
    this.child = spawn('/bin/sh', ['-c', PRELUDE, 'sh', ...become(runner), file, ...args], {
      cwd: '/',
      env: environment(profile),
      // A process group of its own: what is typed at the server's terminal (Ctrl+C) is not for it.
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
    });
    this.child.stderr?.on('data', (chunk: Buffer) => {
      this.lastWords = (this.lastWords + chunk.toString('utf8')).slice(-LIMITS.lastWords);
    });
    this.cdp = new Cdp(this.child.stdio[4] as Readable, this.child.stdio[3] as Writable);
    const gone = () => {
      this.cdp.close();
      if (!this.ending) {
        onGone();
      }
    };
    this.child.once('error', gone);
    this.child.once('exit', gone);
  }

  /** Resolves when it answers. Rejects with ProviderFailure; nothing is left of it then. */
  static async start(
    found: Found,
    { sandbox }: ChromiumOptions,
    { sessionId, proxyPort, size }: { sessionId: string; proxyPort: number; size: { width: number; height: number } },
    onGone: () => void
  ): Promise<Chromium> {
    const { runner } = found;
    const owner = runner.kind === 'other' ? { uid: runner.uid, gid: runner.gid } : null;
    const profile = createProfile(profilesFolder(), sessionId, owner);
    let isUp = false;
    const args = flags({
      profile: profile.path,
      proxyPort,
      sandbox: sandbox === 'on',
      size,
      sharedMemory: hasSharedMemory(),
    });
    const chromium = new Chromium(found, profile, args, () => isUp && onGone());
    let overdue: NodeJS.Timeout | undefined;
    try {
      await Promise.race([
        chromium.cdp.browser.send('Browser.getVersion'),
        new Promise((_resolve, reject) => {
          overdue = setTimeout(() => reject(new Error('not in time')), LIMITS.startWithin);
        }),
      ]);
      isUp = true;
      return chromium;
    } catch {
      const why = chromium.whyNot();
      await chromium.end();
      throw why;
    } finally {
      clearTimeout(overdue);
    }
  }

  /** What it has in memory by now, in bytes. */
  get memory(): number {
    return ownMemory(processesIn(this.profile, this.child.pid ?? null));
  }

  /** Resolves when no process and no file is left. Never rejects. */
  end(): Promise<void> {
    this.ending ??= removeProfile(this.profile, this.child.pid ?? null).finally(() => this.cdp.close());
    return this.ending;
  }

  private whyNot(): ProviderFailure {
    return /sandbox/i.test(this.lastWords)
      ? new ProviderFailure(
          'unavailable',
          'Chromium’s sandbox does not work on the session server. Allow user namespaces there (in a container: ' +
            'a seccomp profile that allows clone and unshare), or install Chromium’s set-user-id sandbox (Debian: chromium-sandbox).'
        )
      : new ProviderFailure('failed', 'Chromium did not start on the session server. Its log says more.');
  }

  /** The end of what it wrote to standard error. */
  get log(): string {
    return this.lastWords;
  }
}

/** As another user, without leave to become anybody else, and not outliving this server. */
function become(runner: Runner): string[] {
  const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find((file) => existsSync(file));
  if (setpriv === undefined) {
    // Without it the end of the pipe is what ends Chromium.
    return [];
  }
  const other =
    runner.kind === 'other'
      ? [`--reuid=${runner.uid}`, `--regid=${runner.gid}`, '--init-groups', '--no-new-privs']
      : [];
  return [setpriv, ...other, '--pdeathsig', 'KILL', '--'];
}

/** Only what is named here: the server's own variables hold its secrets. */
function environment({ mark, path }: Profile): Record<string, string> {
  const { TZ } = process.env;
  return {
    PATH,
    HOME: path,
    TMPDIR: path,
    XDG_CONFIG_HOME: path,
    XDG_CACHE_HOME: path,
    XDG_RUNTIME_DIR: path,
    LANG: 'C.UTF-8',
    // There is no bus to talk to.
    DBUS_SESSION_BUS_ADDRESS: 'unix:path=/dev/null',
    DBUS_SYSTEM_BUS_ADDRESS: 'unix:path=/dev/null',
    ...(TZ === undefined ? {} : { TZ }),
    [MARK]: mark,
  };
}

/** Containers have little of it by default, and pages crash where it runs out. */
function hasSharedMemory(): boolean {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm');
    return bavail * bsize >= LIMITS.sharedMemoryBytes;
  } catch {
    return false;
  }
}
