/** A process that starts a browser, says whose it is, and waits to be killed: by itself, as a server that crashes. */
import pino from 'pino';
import { systemClock } from '../../clock';
import { findFilmTools } from '../local/Display';
import { createLocalProvider } from '../local/LocalProvider';

async function main(): Promise<void> {
  const [, , sessionId, sandbox, video] = process.argv;
  const provider = createLocalProvider({
    log: pino({ level: 'silent' }),
    clock: systemClock,
    chromium: process.env.CHROME_BIN ?? null,
    user: 'nobody',
    sandbox: sandbox === 'on' ? 'on' : 'off-for-tests',
    allowedHosts: null,
    privateHosts: [],
    filmTools: video === 'video' ? findFilmTools() : null,
  });
  await provider.launch({
    sessionId,
    startUrl: 'about:blank',
    expiresAt: Date.now() + 60_000,
    onActivity: () => {},
    onGone: () => {},
  });
  process.stdout.write('up\n');
}

void main();
