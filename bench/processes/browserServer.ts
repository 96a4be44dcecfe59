/** The session server with browsers of this machine, as a program of its own; its processes are what a session takes. */
import pino from 'pino';
import { findFilmTools } from '../../server/browser/local/Display';
import { createLocalProvider } from '../../server/browser/local/LocalProvider';
import { systemClock } from '../../server/clock';
import { startServer, type RunningServer } from '../../server/startServer';
import { answerCalls } from './Program';

/** Far longer than a bench: nobody moves a mouse while frames are counted. */
const IDLE = 600_000;

let server: RunningServer | null = null;

const calls = {
  /** @param host of the one site of this machine that its browsers may visit */
  async start(host: string): Promise<string> {
    server = await startServer({
      config: { port: 0, browser: true, logLevel: 'silent', browserIdleMs: IDLE },
      browserProvider: createLocalProvider({
        log: pino({ level: 'silent' }),
        clock: systemClock,
        chromium: null,
        user: 'nobody',
        sandbox: 'off-for-tests',
        // `BROWSER_VIDEO=off` has stills alone, as it has for the server.
        filmTools: process.env.BROWSER_VIDEO === 'off' ? null : findFilmTools(),
        allowedHosts: null,
        privateHosts: [host],
      }),
    });
    return server.url;
  },
  pid: () => process.pid,
  /** Resolves when nothing is left of its browsers. */
  async stop(): Promise<void> {
    await server?.stop();
  },
};
export type BrowserServerCalls = typeof calls;

answerCalls(calls);
