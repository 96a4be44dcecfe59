/** What `npm run terminal:check` and `npm run browser:check` have in common: their steps, and how they end. */
import { setTimeout as sleep } from 'node:timers/promises';

/** Throws after so many milliseconds, with what did not come. */
export async function until(ready: () => boolean, what: string, patience: number): Promise<void> {
  const limit = Date.now() + patience;
  while (!ready()) {
    if (Date.now() > limit) {
      throw new Error(`${what} did not come within ${patience / 1000} s`);
    }
    await sleep(20);
  }
}

export async function step(what: string, run: () => Promise<void>): Promise<void> {
  await run();
  console.log(`  ok  ${what}`);
}

/** Checks the server whose address is the first argument. Says PASS or FAIL at last, and exits with 0 or 1. */
export function checkServer(usage: string, check: (base: URL) => Promise<void>): void {
  const given = process.argv[2];
  if (given === undefined || !URL.canParse(given)) {
    console.error(`Usage: ${usage}`);
    process.exit(2);
  }
  check(new URL(given)).then(
    () => console.log('PASS'),
    (error: unknown) => {
      console.error(`  no  ${error instanceof Error ? error.message : String(error)}\nFAIL`);
      process.exitCode = 1;
    }
  );
}
