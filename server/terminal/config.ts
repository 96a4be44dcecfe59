/** The shared terminal's share of the configuration. Pure. */
import { z } from 'zod';
import { isPlainHttpUrl, onOff, port, userName, whole } from '../configValues';

export interface TerminalConfig {
  terminal: boolean;
  /** Where the shared terminal's page is. 0 lets the system choose; not to be had by the environment. */
  terminalPort: number;
  /** The address by which browsers reach that page through a proxy, without a trailing slash. */
  terminalUrl: string | null;
  /** What opens a terminal beyond this machine; null where only this machine can come. */
  terminalToken: string | null;
  /** Whose shells a server that runs as root starts. */
  terminalUser: string;
  /** How long a shell outlives the last of its people, in milliseconds. */
  terminalLingerMs: number;
}

export const TERMINAL_VARIABLES = {
  TERMINAL: onOff.optional(),
  TERMINAL_PORT: port(57575),
  TERMINAL_URL: z
    .string()
    .refine(isPlainHttpUrl, 'must be an http or https address without credentials, query or fragment')
    .refine((value) => URL.canParse(value) && new URL(value).pathname === '/', 'must have no path')
    .transform((value) => value.replace(/\/+$/, ''))
    .optional(),
  TERMINAL_TOKEN: z
    .string()
    .regex(/^[A-Za-z0-9_-]{16,128}$/, 'must have 16 to 128 letters, digits, "-" or "_"')
    .optional(),
  TERMINAL_USER: userName,
  TERMINAL_LINGER_MS: whole('milliseconds', 0, 3_600_000, 5000),
};

type Read = z.output<z.ZodObject<typeof TERMINAL_VARIABLES>>;

/** `terminal` says whether it is on: by itself only where nobody but this machine could come to it. */
export function terminalConfig(read: Read, terminal: boolean): TerminalConfig {
  return {
    terminal,
    terminalPort: read.TERMINAL_PORT,
    terminalUrl: read.TERMINAL_URL ?? null,
    terminalToken: read.TERMINAL_TOKEN ?? null,
    terminalUser: read.TERMINAL_USER,
    terminalLingerMs: read.TERMINAL_LINGER_MS,
  };
}
