/** The shared browser's share of the configuration. Pure. */
import path from 'node:path';
import { z } from 'zod';
import { hasProtocol, list, onOff, userName, whole } from '../configValues';

export interface BrowserConfig {
  browser: boolean;
  /** As whom a server that runs as root runs its browsers. */
  browserUser: string;
  /** The browser's program; null looks for one. */
  browserChromium: string | null;
  /** The only hosts that a local browser may visit, as `host` or `host:port`; none named means all public ones. */
  browserAllowedHosts: string[];
  /** Hosts of this machine and its network that it may visit, too. */
  browserPrivateHosts: string[];
  /** People in one browser. */
  browserUsers: number;
  /** How long a browser lasts at most, in milliseconds. */
  browserDurationMs: number;
  /** How long nobody may do anything, in milliseconds. */
  browserIdleMs: number;
}

const hosts = list.refine(
  (values) => values === undefined || (values.length <= 200 && values.every(isHostAndPort)),
  'must be hosts such as wiki.example.org or 10.0.0.7:8080, separated by commas'
);

export const BROWSER_VARIABLES = {
  BROWSER: onOff.transform((value) => value === 'on').default(false),
  BROWSER_USER: userName,
  BROWSER_CHROMIUM: z
    .string()
    .refine((value) => path.isAbsolute(value), 'must be the whole path of a program')
    .optional(),
  BROWSER_ALLOWED_HOSTS: hosts,
  BROWSER_PRIVATE_HOSTS: hosts,
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
    browserAllowedHosts: read.BROWSER_ALLOWED_HOSTS ?? [],
    browserPrivateHosts: read.BROWSER_PRIVATE_HOSTS ?? [],
    browserUsers: read.MAX_USERS_PER_SHARED_SESSION,
    browserDurationMs: read.SHARED_SESSION_DURATION * 60_000,
    browserIdleMs: read.INACTIVITY_TIMEOUT * 1000,
  };
}

/** A name or an address (IPv6 in brackets), with a port or without, and nothing else of a URL. */
function isHostAndPort(value: string): boolean {
  const url = `http://${value}/`;
  return !/[/?#@\\*]/.test(value) && hasProtocol(url, ['http:']) && new URL(url).hostname !== '';
}
