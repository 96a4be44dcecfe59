/** Values of variables that the files of the configuration share. Pure. */
import { z } from 'zod';

export const port = (fallback: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/, 'must be a port number from 1 to 65535')
    .transform(Number)
    .refine((value) => value >= 1 && value <= 65535, 'must be a port number from 1 to 65535')
    .default(fallback);

export const list = z
  .string()
  .transform((value) =>
    value
      .split(/[\s,]+/)
      .map((part) => part.trim())
      .filter((part) => part.length > 0)
  )
  .optional();

export const onOff = z.enum(['on', 'off'], 'must be "on" or "off"');

/** A whole number within bounds; `what` it is a number of, in words. */
export const whole = (what: string, least: number, most: number, fallback: number) => {
  const problem = `must be a number of ${what} from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, problem)
    .transform(Number)
    .refine((value) => value >= least && value <= most, problem)
    .default(fallback);
};

/** On machines that have users, one of their names. */
export const userName = z
  .string()
  .regex(/^[a-z_][a-z0-9_-]{0,31}$/, 'must be the name of a user of this machine')
  .default('nobody');

export function hasProtocol(value: string, protocols: string[]): boolean {
  return URL.canParse(value) && protocols.includes(new URL(value).protocol);
}

export function isPlainHttpUrl(value: string): boolean {
  if (!hasProtocol(value, ['http:', 'https:'])) {
    return false;
  }
  const url = new URL(value);
  return url.username === '' && url.password === '' && url.search === '' && url.hash === '';
}

export function isHostName(value: string): boolean {
  return value.length <= 253 && /^[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?$/.test(value);
}
