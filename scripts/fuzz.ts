/**
 * `npm run fuzz -- [FRAMES] [SEED] [TARGET]`: frames that nobody should send, at everything that reads what others send.
 * Ends with one line of counts; exits 1 on any finding, which is printed with its frame and the seed that makes it again.
 */
import { directoryTarget } from '../server/testing/fuzz/directoryTarget';
import { filterTarget } from '../server/testing/fuzz/filterTarget';
import { signallingTarget } from '../server/testing/fuzz/signallingTarget';
import { attendeeTarget } from '../src/testing/fuzz/attendeeTarget';
import { presenterTarget } from '../src/testing/fuzz/presenterTarget';
import { decodeTarget } from '../src/testing/fuzz/decodeTarget';
import { runRounds } from '../src/testing/fuzz/runRounds';
import { Tally } from '../src/testing/fuzz/Tally';

const TARGETS = [decodeTarget, presenterTarget, attendeeTarget, filterTarget, signallingTarget, directoryTarget];
/** Milliseconds. */
const REPORT_EVERY = 5_000;

async function main(): Promise<void> {
  const frames = Number(process.argv[2] ?? 1_000_000);
  const seed = Number(process.argv[3] ?? Math.floor(Math.random() * 0x7fffffff));
  const only = process.argv[4];
  console.log(`${frames} frames, seed ${seed}`);
  const tally = new Tally();
  const started = Date.now();
  for (const make of TARGETS) {
    const target = await make();
    if (only === undefined || only === target.name) {
      const share = only === undefined ? Math.ceil(frames * target.share) : frames;
      let reported = Date.now();
      const growth = await runRounds(target, share, seed, tally, (done) => {
        if (Date.now() - reported > REPORT_EVERY) {
          reported = Date.now();
          console.log(`${target.name}: ${done} of ${share}, ${Math.round((reported - started) / 1000)} s`);
        }
      });
      const { frames: sent, crypto, schema, deep, refused } = tally.total(target.name);
      console.log(
        `${target.name}: ${sent} frames, ${crypto} reached cryptography, ${schema} a schema, ${deep} either, ` +
          `${refused} refused, heap ${growth.heap} bytes, ${Math.round((Date.now() - started) / 1000)} s`
      );
    }
    await target.close();
  }
  for (const { type, frames: sent, crypto, schema, refused } of tally.byType()) {
    console.log(`  ${type}: ${sent} frames, ${crypto} cryptography, ${schema} schema, ${refused} refused`);
  }
  for (const finding of tally.findings) {
    console.log(
      `${finding.what}\n  frame ${finding.frame}\n  again: npm run fuzz -- 1 ${finding.seed} ${finding.target}`
    );
  }
  process.exitCode = tally.findings.length === 0 ? 0 : 1;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
