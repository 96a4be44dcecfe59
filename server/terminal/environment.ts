/** What a shell is told: only what is on this list, never the server's own variables, which hold its secrets. Pure. */

/** Taken over from the server's environment, where it is there. */
const TAKEN = /^(LANG|LANGUAGE|LC_[A-Z]+|TZ)$/;
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Whose shell it is. */
export interface Account {
  name: string;
  home: string;
  shell: string;
}

/** By this variable all processes of a shell are found again, also those that made themselves a session of their own. */
export const MARK = 'LIVE_TERMINAL';

export function shellEnvironment(
  server: Readonly<Record<string, string | undefined>>,
  { name, home, shell }: Account,
  { mark, ownPath }: { mark: string; ownPath: boolean }
): Record<string, string> {
  const taken = Object.entries(server).flatMap(([key, value]) =>
    TAKEN.test(key) && value !== undefined ? [[key, value]] : []
  );
  return {
    LANG: 'C.UTF-8',
    ...Object.fromEntries(taken),
    PATH: (ownPath && server.PATH) || PATH,
    HOME: home,
    USER: name,
    LOGNAME: name,
    SHELL: shell,
    TERM: 'xterm-256color',
    COLORTERM: 'truecolor',
    [MARK]: mark,
  };
}
