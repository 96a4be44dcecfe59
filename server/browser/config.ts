/** The shared browser's share of the configuration. Pure. */
import path from 'node:path';
import { z } from 'zod';
import { list, onOff, userName, whole } from '../configValues';
import { normalizeHost, parseAuthority } from './proxy/hosts';

export interface BrowserConfig {
  browser: boolean;
  /** As whom a server that runs as root runs its browsers. */
  browserUser: string;
  /** The browser's program; null looks for one. */
  browserChromium: string | null;
  /** Whether what moves is sent as video, where Xvfb and ffmpeg are installed. */
  browserVideo: boolean;
  /** The only hosts that a local browser may visit, with what is below `.host`; null means all public ones. */
  browserAllowedHosts: string[] | null;
  /** Hosts of this machine and its network that it may visit, too, as `host` or `host:port`. */
  browserPrivateHosts: string[];
  /** People in one browser. */
  browserUsers: number;
  /** How long a browser lasts at most, in milliseconds. */
  browserDurationMs: number;
  /** How long nobody may do anything, in milliseconds. */
  browserIdleMs: number;
}

const hosts = (isHost: (value: string) => boolean, problem: string) =>
  list.refine((values) => values === undefined || (values.length <= 200 && values.every(isHost)), problem);

export const BROWSER_VARIABLES = {
  BROWSER: onOff.transform((value) => value === 'on').default(false),
  BROWSER_USER: userName,
  BROWSER_CHROMIUM: z
    .string()
    .refine((value) => path.isAbsolute(value), 'must be the whole path of a program')
    .optional(),
  BROWSER_VIDEO: onOff.transform((value) => value === 'on').default(true),
  BROWSER_ALLOWED_HOSTS: hosts(isHost, 'must be hosts such as wiki.example.org or .example.org, separated by commas'),
  BROWSER_PRIVATE_HOSTS: hosts(
    (value) => isHost(value) || parseAuthority(value) !== null,
    'must be hosts such as wiki.example.org or 10.0.0.7:8080, separated by commas'
  ),
  MAX_USERS_PER_SHARED_SESSION: whole('people', 1, 100, 10),
  SHARED_SESSION_DURATION: whole('minutes', 1, 24 * 60, 10),
  INACTIVITY_TIMEOUT: whole('seconds', 5, 3600, 30),
};

type Read = z.output<z.ZodObject<typeof BROWSER_VARIABLES>>;

export function browserConfig(read: Read): BrowserConfig {
  return {
    browser: read.BROWSER,
    browserUser: read.BROWSER_USER,
    browserChromium: read.BROWSER_CHROMIUM ?? null,
    browserVideo: read.BROWSER_VIDEO,
    browserAllowedHosts: read.BROWSER_ALLOWED_HOSTS ?? null,
    browserPrivateHosts: read.BROWSER_PRIVATE_HOSTS ?? [],
    browserUsers: read.MAX_USERS_PER_SHARED_SESSION,
    browserDurationMs: read.SHARED_SESSION_DURATION * 60_000,
    browserIdleMs: read.INACTIVITY_TIMEOUT * 1000,
  };
}

/** A name or an address, or all names below one. */
function isHost(value: string): boolean {
  return normalizeHost(value.replace(/^\*?\./, '')) !== null && !/\*(?!\.)/.test(value) && !/.\*/.test(value);
}
