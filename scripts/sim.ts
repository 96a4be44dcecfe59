/** `npm run sim -- [SEEDS] [FIRST]`: many seeded rooms, on all cores; prints bad seeds with what happened, exits 1 on any. */
import { fork, type ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { oneRoom } from '../src/testing/seeds';

const SEEDS = 100_000;
const REPORT_EVERY = 100;
/** By which a process knows that it is a worker of another. */
const WORKER = 'worker';

/** What a worker says of one seed: what went wrong and what had happened, or null. */
interface Report {
  seed: number;
  bad: string | null;
}

/** A worker asks for the next seed by reporting on the last. */
function work(): void {
  process.on('message', (seed: number) => {
    oneRoom(seed).then(
      ({ violations, operations }) => {
        const bad = violations.length > 0 ? `${operations.join(' ')}\n${JSON.stringify(violations, null, 2)}` : null;
        process.send?.({ seed, bad } satisfies Report);
      },
      (error: unknown) => process.send?.({ seed, bad: String(error) } satisfies Report)
    );
  });
}

/** Resolves to how many seeds were bad. */
function simulate(first: number, seeds: number): Promise<number> {
  const started = Date.now();
  const end = first + seeds;
  let next = first;
  let done = 0;
  let bad = 0;
  return new Promise((resolve, reject) => {
    const workers = Array.from({ length: Math.min(availableParallelism(), seeds) }, () => fork(__filename, [WORKER]));
    const give = (worker: ChildProcess) => {
      if (next < end) {
        worker.send(next++);
      } else if (done === seeds) {
        workers.forEach((other) => other.disconnect());
        resolve(bad);
      }
    };
    for (const worker of workers) {
      worker.on('error', reject);
      worker.on('exit', (code) => done < seeds && reject(new Error(`a worker ended with ${code}`)));
      worker.on('message', (report: Report) => {
        done++;
        if (report.bad !== null) {
          bad++;
          console.log(`seed ${report.seed}: ${report.bad}`);
        }
        if (done % REPORT_EVERY === 0 || done === seeds) {
          console.log(`${done} seeds, ${bad} bad, ${Math.round((Date.now() - started) / 1000)} s`);
        }
        give(worker);
      });
      give(worker);
    }
  });
}

async function main([seeds = String(SEEDS), first = '1']: string[]): Promise<number> {
  if (![seeds, first].every((number) => /^[1-9]\d{0,8}$/.test(number))) {
    console.error('Usage: npm run sim -- [SEEDS] [FIRST], two whole numbers above 0.');
    return 2;
  }
  return (await simulate(Number(first), Number(seeds))) === 0 ? 0 : 1;
}

if (process.argv[2] === WORKER) {
  work();
} else {
  main(process.argv.slice(2)).then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      console.error(error);
      process.exitCode = 1;
    }
  );
}
