/** A process that starts the browsers of its arguments' sessions, says so, and waits to be killed: a server that crashes. */
import { localProvider, testFilmTools } from './localProvider';
import type { CrashOptions } from './crash';

async function main(): Promise<void> {
  const { sessions, video }: CrashOptions = JSON.parse(process.argv[2]);
  const provider = localProvider({ filmTools: video ? testFilmTools() : null });
  await Promise.all(
    sessions.map((sessionId) =>
      provider.launch({
        sessionId,
        startUrl: 'about:blank',
        expiresAt: Date.now() + 600_000,
        onActivity: () => {},
        onGone: () => {},
      })
    )
  );
  process.send?.('up');
}

void main();
