/** The environment as a configuration. Pure: reads only what it is given; a problem names the variable, never its value. */
import { isIP } from 'node:net';
import { z } from 'zod';
import type { Routes } from '../src/protocol/directoryApi';
import { BROWSER_VARIABLES, browserConfig, type BrowserConfig } from './browser/config';
import { trustedProxyList } from './clientAddress';
import { hasProtocol, isHostName, isPlainHttpUrl, list, port } from './configValues';
import { TERMINAL_VARIABLES, terminalConfig, type TerminalConfig } from './terminal/config';

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

/** `only`: nobody dials a direct link, by which each end would see the other's IP address. */
export type RelayMode = 'on' | 'off' | 'only';

/** By which routes attendees reach their presenters, at each mode. */
export const ROUTES = { on: 'both', off: 'direct', only: 'relay' } as const satisfies Record<RelayMode, Routes>;

export interface ServerConfig extends TerminalConfig, BrowserConfig {
  /** 0 lets the system choose; not to be had by the environment. */
  port: number;
  host: string;
  /** The address that browsers use, without a trailing slash; null means `http://localhost:PORT`. */
  publicUrl: string | null;
  peerjsPath: string;
  peerjsKey: string;
  /** Silence, in milliseconds, after which a signalling socket is closed. */
  aliveTimeoutMs: number;
  /** Exact origins of the Grafanas whose pages may call. */
  allowedOrigins: string[];
  /** Host names that requests may be addressed to, besides IP addresses, localhost and PUBLIC_URL's. */
  allowedHosts: string[];
  /** Addresses or networks whose X-Forwarded-For counts. */
  trustedProxies: string[];
  apiKey: string | null;
  /** Null until one is made at first start. */
  serverSecret: string | null;
  relay: RelayMode;
  turnUrls: string[];
  turnSecret: string | null;
  redisUrl: string | null;
  hyperbeamApiKey: string | null;
  logLevel: LogLevel;
}

export type ConfigResult = { ok: true; config: ServerConfig } | { ok: false; problem: string };

/** What the plugin's configuration starts with, too. */
export const DEFAULT_PEERJS_KEY = 'pathfinder';

type Environment = Readonly<Record<string, string | undefined>>;

/** These may come from a file named by `NAME_FILE`, so that they need not stand in a process list or compose file. */
export const SECRETS = [
  'API_KEY',
  'SERVER_SECRET',
  'TERMINAL_TOKEN',
  'TURN_SECRET',
  'REDIS_URL',
  'HYPERBEAM_API_KEY',
] as const;

const secret = (minimum: number) => z.string().min(minimum, `must have at least ${minimum} characters`).optional();

const environmentSchema = z.object({
  PORT: port(9000),
  HOST_PORT: port(3000),
  HOST: z
    .string()
    .refine((value) => isIP(value) !== 0 || isHostName(value), 'must be an IP address or a host name')
    .default('127.0.0.1'),
  PUBLIC_URL: z
    .string()
    .refine(isPlainHttpUrl, 'must be an http or https address without credentials, query or fragment')
    .transform((value) => value.replace(/\/+$/, ''))
    .optional(),
  PEERJS_PATH: z
    .string()
    .regex(/^(\/[A-Za-z0-9_-]+)+$/, 'must be a path such as /pathfinder')
    .refine(
      (value) => !/^\/(api|health|metrics|relay|shared-session)(\/|$)/.test(value),
      'is taken by another endpoint'
    )
    .default('/pathfinder'),
  PEERJS_KEY: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, 'must have 1 to 64 letters, digits, "-" or "_"')
    .default(DEFAULT_PEERJS_KEY),
  ALIVE_TIMEOUT_MS: z
    .string()
    .regex(/^\d{4,7}$/, 'must be a number of milliseconds from 10000 to 3600000')
    .transform(Number)
    .refine((value) => value >= 10_000 && value <= 3_600_000, 'must be a number of milliseconds from 10000 to 3600000')
    .default(60_000),
  ALLOWED_ORIGINS: list.refine(
    (values) => values === undefined || values.every(isOrigin),
    'must be origins such as https://grafana.example.org, separated by commas'
  ),
  ALLOWED_HOSTS: list.refine((values) => values === undefined || values.every(isHostName), 'must be host names'),
  TRUSTED_PROXIES: list.refine(
    (values) => values === undefined || trustedProxyList(values) !== null,
    'must be IP addresses or networks such as 10.0.0.0/8, separated by commas'
  ),
  API_KEY: secret(16),
  SERVER_SECRET: secret(32),
  RELAY: z.enum(['on', 'off', 'only'], 'must be "on", "off" or "only"').default('on'),
  ...TERMINAL_VARIABLES,
  ...BROWSER_VARIABLES,
  TURN_URLS: list.refine(
    (values) => values === undefined || (values.length <= 8 && values.every(isIceUrl)),
    'must be at most 8 addresses such as turn:turn.example.org:3478?transport=tcp, separated by commas'
  ),
  TURN_SECRET: secret(1),
  REDIS_URL: z
    .string()
    .refine(isRedisUrl, 'must be an address such as redis://user:password@redis.example.org:6379/0')
    .optional(),
  HYPERBEAM_API_KEY: secret(1),
  LOG_LEVEL: z
    .enum(
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'],
      'must be fatal, error, warn, info, debug, trace or silent'
    )
    .default('info'),
});

/** Names of all variables that are read, apart from `NAME_FILE`. */
export const VARIABLES = Object.keys(environmentSchema.shape);

/**
 * Reads the environment (the variables are listed in the README). `alone` is a server that has the shared terminal and
 * nothing else, which needs no API_KEY. `readFile` returns a file's text or throws.
 * Empty variables count as not set, as compose files pass them on.
 */
export function readConfig(
  env: Environment,
  readFile: (path: string) => string,
  alone: 'terminal' | null = null
): ConfigResult {
  const values: Record<string, string> = {};
  for (const name of VARIABLES) {
    const value = env[name];
    if (value !== undefined && value !== '') {
      values[name] = value;
    }
  }
  for (const name of SECRETS) {
    const path = env[`${name}_FILE`];
    if (!path) {
      continue;
    }
    if (values[name] !== undefined) {
      return problem(name, `is set twice, here and by ${name}_FILE`);
    }
    try {
      values[name] = readFile(path).trim();
    } catch {
      return problem(`${name}_FILE`, 'names a file that cannot be read');
    }
  }
  const parsed = environmentSchema.safeParse(values);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return problem(String(issue.path[0]), issue.message);
  }
  const read = parsed.data;
  const reason = read.API_KEY === undefined && alone === null ? reasonForKey(read) : null;
  if (reason !== null) {
    return problem('API_KEY', `must be set (16 characters or more, entered in the plugin, too), because ${reason}`);
  }
  if (read.REDIS_URL !== undefined && read.SERVER_SECRET === undefined) {
    return problem('SERVER_SECRET', 'must be set, to the same on all servers, when REDIS_URL is');
  }
  if (read.TURN_SECRET === undefined && read.TURN_URLS?.some((url) => /^turns?:/.test(url))) {
    return problem('TURN_SECRET', 'must be set when TURN_URLS has turn: or turns: addresses');
  }
  const strangers = reasonForToken(read);
  // By itself only where nobody but this machine could come to it.
  const terminal = alone === 'terminal' || (read.TERMINAL ? read.TERMINAL === 'on' : strangers === null);
  if (terminal && strangers !== null && read.TERMINAL_TOKEN === undefined) {
    return problem('TERMINAL_TOKEN', `must be set (16 characters or more) for the terminal, because ${strangers}`);
  }
  return {
    ok: true,
    config: {
      port: read.PORT,
      host: read.HOST,
      publicUrl: read.PUBLIC_URL ?? null,
      peerjsPath: read.PEERJS_PATH,
      peerjsKey: read.PEERJS_KEY,
      aliveTimeoutMs: read.ALIVE_TIMEOUT_MS,
      allowedOrigins: read.ALLOWED_ORIGINS ?? localGrafanaOrigins(read.HOST_PORT),
      allowedHosts: read.ALLOWED_HOSTS ?? [],
      trustedProxies: read.TRUSTED_PROXIES ?? [],
      apiKey: read.API_KEY ?? null,
      serverSecret: read.SERVER_SECRET ?? null,
      relay: read.RELAY,
      ...terminalConfig(read, terminal),
      ...browserConfig(read),
      turnUrls: read.TURN_URLS ?? [],
      turnSecret: read.TURN_SECRET ?? null,
      redisUrl: read.REDIS_URL ?? null,
      hyperbeamApiKey: read.HYPERBEAM_API_KEY ?? null,
      logLevel: read.LOG_LEVEL,
    },
  };
}

/** What an empty environment means. */
export function defaultConfig(): ServerConfig {
  const result = readConfig({}, () => '');
  if (!result.ok) {
    throw new Error(result.problem);
  }
  return result.config;
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/** Whether browsers beyond this machine are to use the server: it listens there, or a proxy in front of it does. */
export function isPublic({ host, publicUrl }: Pick<ServerConfig, 'host' | 'publicUrl'>): boolean {
  return !isLoopback(host) || (publicUrl !== null && !isLoopback(new URL(publicUrl).hostname.replace(/^\[|\]$/g, '')));
}

/**
 * Why strangers could use a server without a key; null where only this machine can. A trusted proxy counts as a reason by
 * itself: it brings others in, whatever the address that they come by.
 */
function reasonForKey(read: z.output<typeof environmentSchema>): string | null {
  if (!isLoopback(read.HOST)) {
    return 'HOST is not a loopback address';
  }
  if (isPublic({ host: read.HOST, publicUrl: read.PUBLIC_URL ?? null })) {
    return 'PUBLIC_URL is not on a loopback address: others come in by it';
  }
  return read.TRUSTED_PROXIES?.length ? 'TRUSTED_PROXIES names a proxy: others come in by it' : null;
}

/** Why strangers could come to the terminal; null where only this machine can. */
function reasonForToken(read: z.output<typeof environmentSchema>): string | null {
  if (read.TERMINAL_URL !== undefined && isPublic({ host: read.HOST, publicUrl: read.TERMINAL_URL })) {
    return 'HOST or TERMINAL_URL is not on a loopback address';
  }
  return reasonForKey(read);
}

function problem(name: string, what: string): ConfigResult {
  return { ok: false, problem: `${name} ${what}` };
}

function localGrafanaOrigins(hostPort: number): string[] {
  const ports = [...new Set([3000, hostPort])];
  return ports.flatMap((each) => [`http://localhost:${each}`, `http://127.0.0.1:${each}`]);
}

/** With a database's number at most behind the host. */
function isRedisUrl(value: string): boolean {
  return hasProtocol(value, ['redis:', 'rediss:']) && /^rediss?:\/\/[^/?#]+(\/\d{0,5})?$/.test(value);
}

function isOrigin(value: string): boolean {
  return hasProtocol(value, ['http:', 'https:']) && new URL(value).origin === value;
}

/**
 * As RFC 7064 and RFC 7065 have them: a browser that is given another makes no connection at all. TLS is over TCP, since
 * browsers know no `turns:` over UDP.
 */
function isIceUrl(value: string): boolean {
  const parts = /^(stuns?|turns?):(\[[0-9A-Fa-f:.]+\]|[^\s?:[\]]+)(?::(\d{1,5}))?(?:\?transport=(udp|tcp))?$/.exec(
    value
  );
  if (!parts || value.length > 300) {
    return false;
  }
  const [, scheme, host, givenPort, transport] = parts;
  const isHost = host.startsWith('[') ? isIP(host.slice(1, -1)) === 6 : isHostName(host);
  const isPort = givenPort === undefined || (Number(givenPort) >= 1 && Number(givenPort) <= 65535);
  const takes = scheme === 'turn' || (scheme === 'turns' && transport !== 'udp') || transport === undefined;
  return isHost && isPort && takes;
}
