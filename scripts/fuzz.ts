/**
 * `npm run fuzz -- [FRAMES] [SEED] [TARGET]`: frames that nobody should send, at everything that reads what others send.
 * Each target has a process of its own, two at a time. Ends with one line of counts; exits 1 on any finding, which is
 * printed with its frame and the seed that makes it again.
 */
import { fork } from 'node:child_process';
import { browserTarget } from '../server/testing/fuzz/browserTarget';
import { directoryTarget } from '../server/testing/fuzz/directoryTarget';
import { filterTarget } from '../server/testing/fuzz/filterTarget';
import { relayTarget } from '../server/testing/fuzz/relayTarget';
import { signallingTarget } from '../server/testing/fuzz/signallingTarget';
import { terminalTarget } from '../server/testing/fuzz/terminalTarget';
import { attendeeTarget } from '../src/testing/fuzz/attendeeTarget';
import { decodeTarget } from '../src/testing/fuzz/decodeTarget';
import { presenterTarget } from '../src/testing/fuzz/presenterTarget';
import { runRounds } from '../src/testing/fuzz/runRounds';
import { Tally } from '../src/testing/fuzz/Tally';

const TARGETS = {
  relay: { make: relayTarget, share: 0.11 },
  browser: { make: browserTarget, share: 0.02 },
  directory: { make: directoryTarget, share: 0.105 },
  signalling: { make: signallingTarget, share: 0.025 },
  'signalling-filter': { make: filterTarget, share: 0.06 },
  terminal: { make: terminalTarget, share: 0.01 },
  decode: { make: decodeTarget, share: 0.32 },
  'presenter-link': { make: presenterTarget, share: 0.12 },
  'attendee-link': { make: attendeeTarget, share: 0.23 },
};
type Name = keyof typeof TARGETS;
const NAMES = Object.keys(TARGETS) as Name[];
const AT_ONCE = 2;
/** Milliseconds. */
const REPORT_EVERY = 10_000;

/** In a process of its own: throws `frames` frames at one target and tells the parent what became of them. */
async function attack(name: Name, frames: number, seed: number): Promise<void> {
  const tally = new Tally();
  const started = performance.now();
  const seconds = () => Math.round((performance.now() - started) / 1000);
  const target = await TARGETS[name].make();
  let reported = started;
  const growth = await runRounds(target, frames, seed, tally, (done) => {
    if (performance.now() - reported > REPORT_EVERY) {
      reported = performance.now();
      console.log(`${name}: ${done} of ${frames}, ${seconds()} s`);
    }
  });
  await target.close();
  const { frames: sent, crypto, schema, deep, refused } = tally.total(name);
  console.log(
    `${name}: ${sent} frames in ${seconds()} s, ${crypto} reached cryptography, ${schema} a schema, ${deep} either, ` +
      `${refused} refused, heap ${growth.heap >= 0 ? '+' : ''}${Math.round(growth.heap / 1024)} KiB`
  );
  await new Promise((resolve) => process.send?.(tally.write(), resolve));
  process.exit();
}

/** Resolves with what the process wrote; rejects when it ends without. */
function inItsOwnProcess(name: Name, frames: number, seed: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = fork(__filename, [String(frames), String(seed), name], {
      execArgv: [...process.execArgv, '--expose-gc'],
    });
    child.once('message', (text) => resolve(String(text)));
    child.once('exit', (code) => reject(new Error(`${name}, seed ${seed}: the process ended with ${code}`)));
  });
}

async function main(frames: number, seed: number, only: Name | undefined): Promise<void> {
  console.log(`${frames} frames, seed ${seed}`);
  const tally = new Tally();
  const waiting = only === undefined ? [...NAMES] : [only];
  const work = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const share = only === undefined ? Math.ceil(frames * TARGETS[name].share) : frames;
      tally.add(await inItsOwnProcess(name, share, seed));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const types = tally.byType();
  for (const { type, frames: sent, crypto, schema, refused } of types) {
    console.log(`  ${type}: ${sent} frames, ${crypto} reached cryptography, ${schema} a schema, ${refused} refused`);
  }
  for (const { what, frame, seed: round, target } of tally.findings) {
    console.log(`${what}\n  frame ${frame}\n  again: npm run fuzz -- 1 ${round} ${target}`);
  }
  const { frames: sent, deep, refused } = tally.total();
  console.log(
    `${sent} frames, seed ${seed}: ${deep} reached a schema or cryptography, ${refused} refused, ` +
      `at least ${types[0]?.frames ?? 0} of each of ${types.length} types, ${tally.findings.length} findings`
  );
  process.exitCode = tally.findings.length === 0 ? 0 : 1;
}

const frames = Number(process.argv[2] ?? 1_000_000);
const seed = Number(process.argv[3] ?? Math.floor(Math.random() * 0x7fffffff));
const only = NAMES.find((name) => name === process.argv[4]);
(process.send && only ? attack(only, frames, seed) : main(frames, seed, only)).catch((error: unknown) => {
  console.error(error);
  // A server that was started may still be up.
  process.exit(1);
});
