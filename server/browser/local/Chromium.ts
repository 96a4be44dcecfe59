/** One Chromium: a process, a profile and a pipe of its own, with its sandbox, and its end. */
import type { ChildProcess } from 'node:child_process';
import { statfsSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { runnerOf, type Runner } from '../../terminal/account';
import { ProviderFailure } from '../provider';
import { start } from './belonging';
import { Cdp } from './cdp';
import { Display, type FilmTools, type Size } from './Display';
import { flags } from './flags';
import { inPath } from './inPath';
import { LOCAL_LIMITS as LIMITS } from './limits';
import { ownMemory } from './memory';
import { createProfile, processesIn, profilesFolder, removeProfile, type Profile } from './profiles';

export interface ChromiumOptions {
  /** A path or a name in PATH; null: whatever is there under a well-known name. */
  chromium: string | null;
  /** As whom it runs where this server is root. */
  user: string;
  /** Without it a page that breaks out of its renderer is this machine's user; never off but in tests. */
  sandbox: 'on' | 'off-for-tests';
}

const KNOWN_NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];
interface Wanted {
  sessionId: string;
  proxyPort: number;
  size: Size;
  /** With what its screen is filmed; null for a browser without a screen. */
  filmTools: FilmTools | null;
  /** The screen failed; the browser is without. */
  onNoScreen(error: unknown): null;
}

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

export class Chromium {
  readonly cdp: Cdp;
  private readonly child: ChildProcess;
  private lastWords = '';
  private ending: Promise<void> | null = null;

  private constructor(
    { file, runner }: Found,
    private readonly profile: Profile,
    /** Where it draws; null for nowhere, which is seen by its pipe alone. */
    readonly display: Display | null,
    args: readonly string[],
    onGone: () => void
  ) {
    this.child = start({
      runner,
      profile,
      file,
      args,
      stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
      env: display?.env,
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
    { sessionId, proxyPort, size, filmTools, onNoScreen }: Wanted,
    onGone: () => void
  ): Promise<Chromium> {
    const { runner } = found;
    const owner = runner.kind === 'other' ? { uid: runner.uid, gid: runner.gid } : null;
    const profile = createProfile(profilesFolder(), sessionId, owner);
    let isUp = false;
    const display = filmTools ? await Display.open(filmTools, runner, profile, size).catch(onNoScreen) : null;
    const args = flags({
      profile: profile.path,
      proxyPort,
      sandbox: sandbox === 'on',
      size,
      sharedMemory: hasSharedMemory(),
      isOnScreen: display !== null,
    });
    let chromium: Chromium;
    try {
      chromium = new Chromium(found, profile, display, args, () => isUp && onGone());
    } catch (error) {
      await display?.end();
      await removeProfile(profile, null);
      throw error;
    }
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
    this.ending ??= this.endNow();
    return this.ending;
  }

  private async endNow(): Promise<void> {
    // First, while it can still remove what it has outside of the profile.
    await this.display?.end();
    await removeProfile(this.profile, this.child.pid ?? null);
    this.cdp.close();
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

/** Containers have little of it by default, and pages crash where it runs out. */
function hasSharedMemory(): boolean {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm');
    return bavail * bsize >= LIMITS.sharedMemoryBytes;
  } catch {
    return false;
  }
}
