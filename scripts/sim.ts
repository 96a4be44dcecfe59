/** `npm run sim -- [SEEDS] [FIRST]`: many seeded rooms; prints bad seeds with what happened, exits 1 on any. */
import { oneRoom } from '../src/testing/seeds';

const REPORT_EVERY = 100;

async function main(): Promise<void> {
  const seeds = Number(process.argv[2] ?? 100_000);
  const first = Number(process.argv[3] ?? 1);
  const started = Date.now();
  let bad = 0;
  for (let seed = first; seed < first + seeds; seed++) {
    const { violations, operations } = await oneRoom(seed);
    if (violations.length > 0) {
      bad++;
      console.log(`seed ${seed}: ${operations.join(' ')}\n${JSON.stringify(violations, null, 2)}`);
    }
    const done = seed - first + 1;
    if (done % REPORT_EVERY === 0 || done === seeds) {
      console.log(`${done} seeds, ${bad} bad, ${Math.round((Date.now() - started) / 1000)} s`);
    }
  }
  process.exitCode = bad === 0 ? 0 : 1;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
