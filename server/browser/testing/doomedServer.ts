/** A process with two browsers, to be killed: tells its parent their sessions, and waits. */
import { randomBytes } from 'node:crypto';
import pino from 'pino';
import { systemClock } from '../../clock';
import { createLocalProvider } from '../local/LocalProvider';

async function main(): Promise<void> {
  const provider = createLocalProvider({
    log: pino({ level: 'silent' }),
    clock: systemClock,
    chromium: process.env.CHROME_BIN ?? null,
    user: 'nobody',
    sandbox: 'off-for-tests',
    allowedHosts: null,
    privateHosts: [],
  });
  const sessions = [0, 1].map(() => randomBytes(16).toString('hex'));
  await Promise.all(
    sessions.map((sessionId) =>
      provider.launch({
        sessionId,
        startUrl: 'https://example.org/',
        expiresAt: Date.now() + 600_000,
        onActivity: () => {},
        onGone: () => {},
      })
    )
  );
  process.send?.(sessions);
  setInterval(() => {}, 60_000);
}

void main();
