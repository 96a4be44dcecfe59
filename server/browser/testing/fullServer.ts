/** A process with hardly a file left to open that starts a browser, and says what came of it. */
import { closeSync, openSync, readdirSync } from 'node:fs';
import { profilesFolder } from '../local/profiles';
import { ProviderFailure } from '../provider';
import { localProvider } from './localProvider';

const [, , sessionId, free] = process.argv;

function fill(): void {
  const open: number[] = [];
  try {
    for (;;) {
      open.push(openSync('/dev/null', 'r'));
    }
  } catch {
    open.slice(0, Number(free)).forEach((each) => closeSync(each));
  }
}

async function main(): Promise<void> {
  const provider = localProvider({ filmTools: { xvfb: '/bin/true', ffmpeg: '/bin/true' } });
  await provider.sweep().catch(() => {});
  fill();
  const launched = await provider
    .launch({
      sessionId,
      startUrl: 'about:blank',
      expiresAt: Date.now() + 600_000,
      onActivity: () => {},
      onGone: () => {},
    })
    .then(
      () => 'started',
      (error: unknown) => error instanceof ProviderFailure && error.kind
    );
  const left = readdirSync(profilesFolder()).includes(sessionId);
  process.send?.({ launched, left }, () => process.exit(0));
}

void main();
