/** Starts what belongs to one browser: as its user, with its mark, within limits, and not outliving this server. */
import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Runner } from '../../terminal/account';
import { allowedCores, browserCores, keptTo } from './cores';
import { LOCAL_LIMITS as LIMITS } from './limits';
import { MARK, type Profile } from './profiles';

const PATH = '/usr/local/bin:/usr/bin:/bin';

/** Limits first, each by itself, since a machine may allow less. Files 3 and above go through. */
const PRELUDE = `
ulimit -c 0
ulimit -n ${LIMITS.openFiles} 2>/dev/null
ulimit -u ${LIMITS.tasks} 2>/dev/null || ulimit -p ${LIMITS.tasks} 2>/dev/null
exec nice -n ${LIMITS.nice} "$@"
`;

export interface Belonging {
  runner: Runner;
  profile: Profile;
  file: string;
  args: readonly string[];
  stdio: StdioOptions;
  /** Besides what each gets. */
  env?: Readonly<Record<string, string>>;
  /** What it gets when this server is gone; TERM for what has files to remove. */
  atOurEnd?: 'KILL' | 'TERM';
  /** Processor cores that it keeps to; null for all. */
  cores?: string | null;
}

/** Throws where there can be no process: out of files or processes. */
export function start(belonging: Belonging): ChildProcess {
  const { runner, profile, file, args, stdio, env = {}, atOurEnd = 'KILL' } = belonging;
  const { cores = browserCores(allowedCores()) } = belonging;
  const child = spawn('/bin/sh', ['-c', PRELUDE, 'sh', ...keptTo(cores), ...become(runner, atOurEnd), file, ...args], {
    cwd: '/',
    env: { ...environment(profile), ...env },
    // A process group of its own: what is typed at the server's terminal (Ctrl+C) is not for it.
    detached: true,
    stdio,
  });
  if (child.pid === undefined) {
    // It has no pipes then, and says why a little later, which would end this server where nobody listens.
    child.on('error', () => {});
    throw new Error(`${file} could not be started`);
  }
  return child;
}

/** As another user, without leave to become anybody else, and not outliving this server. */
function become(runner: Runner, atOurEnd: string): string[] {
  const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find((file) => existsSync(file));
  if (setpriv === undefined) {
    // Without it the end of a pipe is what ends Chromium.
    return [];
  }
  const other =
    runner.kind === 'other'
      ? [`--reuid=${runner.uid}`, `--regid=${runner.gid}`, '--init-groups', '--no-new-privs']
      : [];
  return [setpriv, ...other, '--pdeathsig', atOurEnd, '--'];
}

/** Only what is named here: the server's own variables hold its secrets. */
function environment({ mark, path, programs }: Profile): Record<string, string> {
  const { TZ } = process.env;
  return {
    PATH: `${programs}:${PATH}`,
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
