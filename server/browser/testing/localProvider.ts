/** A provider of real browsers of this machine, set up as tests can have it. */
import pino from 'pino';
import { systemClock } from '../../clock';
import { findFilmTools, type FilmTools } from '../local/Display';
import { createLocalProvider, type LocalProviderOptions } from '../local/LocalProvider';
import type { Provider } from '../provider';

/** Without Chromium's sandbox, which not every machine allows, and with no video. */
export const localOptions = (more: Partial<LocalProviderOptions> = {}): LocalProviderOptions => ({
  log: pino({ level: 'silent' }),
  clock: systemClock,
  chromium: process.env.CHROME_BIN ?? null,
  user: 'nobody',
  sandbox: 'off-for-tests',
  allowedHosts: null,
  privateHosts: [],
  ...more,
});

export const localProvider = (more?: Partial<LocalProviderOptions>): Provider =>
  createLocalProvider(localOptions(more));

/** Null where not all are installed. Films begin also where a machine that is busy with tests makes three pictures a second. */
export function testFilmTools(): FilmTools | null {
  const tools = findFilmTools();
  return tools && { ...tools, movesWithin: 4000 };
}
