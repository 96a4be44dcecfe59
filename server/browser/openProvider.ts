/** What runs this server's browsers, as its configuration says. */
import path from 'node:path';
import type { Logger } from 'pino';
import type { Clock } from '../clock';
import type { ServerConfig } from '../config';
import { fileBook } from './hyperbeam/book';
import { HyperbeamProvider } from './hyperbeam/HyperbeamProvider';
import { NoProvider } from './NoProvider';
import type { Provider } from './provider';

/** Below the working directory; of one server, which its port tells from others. */
const STATE_FOLDER = '.live-sessions';

export function openProvider(config: ServerConfig, clock: Clock, log: Logger): Provider {
  if (config.hyperbeamApiKey !== null) {
    const book = fileBook(path.join(STATE_FOLDER, `hyperbeam-${config.port}.json`));
    return new HyperbeamProvider({ apiKey: config.hyperbeamApiKey, book, clock, log });
  }
  return new NoProvider('This server has no browser: HYPERBEAM_API_KEY is not set, and it can start no Chromium.');
}
