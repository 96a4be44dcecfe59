/** What runs this server's browsers, as its configuration says. */
import path from 'node:path';
import type { Logger } from 'pino';
import { BROWSER_API_PATH } from '../../src/protocol/browserApi';
import type { Clock } from '../clock';
import { isPublic, type ServerConfig } from '../config';
import { HYPERBEAM_PATH } from './browserRoutes';
import { fileBook } from './hyperbeam/book';
import { HyperbeamProvider } from './hyperbeam/HyperbeamProvider';
import { findChromium } from './local/Chromium';
import { findFilmTools } from './local/Display';
import { createLocalProvider } from './local/LocalProvider';
import { NoProvider } from './NoProvider';
import { ProviderFailure, type Provider } from './provider';

/** Below the working directory; of one server, which its port tells from others. */
const STATE_FOLDER = '.live-sessions';

/** One that says why it has none, where none can be had: the server goes on without it, and the log says why. */
export function openProvider(config: ServerConfig, clock: Clock, log: Logger): Provider {
  if (config.hyperbeamApiKey !== null) {
    const book = fileBook(path.join(STATE_FOLDER, `hyperbeam-${config.port}.json`));
    // It can ask who may see a browser only where it reaches this server.
    const isReached = config.publicUrl?.startsWith('https:') && isPublic(config);
    const askAt = isReached ? `${config.publicUrl}${BROWSER_API_PATH}${HYPERBEAM_PATH}` : null;
    return new HyperbeamProvider({ apiKey: config.hyperbeamApiKey, book, clock, log, askAt });
  }
  const options = {
    chromium: config.browserChromium,
    user: config.browserUser,
    sandbox: 'on' as const,
    filmTools: config.browserVideo ? findFilmTools() : null,
    allowedHosts: config.browserAllowedHosts,
    privateHosts: config.browserPrivateHosts,
    log,
    clock,
  };
  try {
    findChromium(options);
  } catch (error) {
    if (!(error instanceof ProviderFailure)) {
      throw error;
    }
    const why = `${error.message} Or set HYPERBEAM_API_KEY, which is not set.`;
    log.warn({ why }, 'no shared browser');
    return new NoProvider(why);
  }
  return createLocalProvider(options);
}
