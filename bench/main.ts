/** `npm run bench [-- NAME[/PART]...] [-- --strict]`: measures, prints a table, writes results/latest.json. */
import { runBench, type Bench } from './bench';
import { browser } from './browser/browser';
import { fanOut } from './fanOut/fanOut';
import { hidden } from './hidden';
import { idle } from './idle';
import { join } from './join';
import { isMissed, keep, table, type BenchResult } from './result';
import { recovery } from './recovery/recovery';
import { relay } from './relay/relay';
import { replay } from './replay/replay';
import { showMe } from './showMe';
import { star } from './star';
import { terminal } from './terminal/terminal';

const BENCHES: readonly Bench[] = [
  showMe,
  join,
  fanOut,
  star,
  idle,
  relay,
  replay,
  recovery,
  terminal,
  browser,
  hidden,
];

async function main(args: readonly string[]): Promise<number> {
  const wanted = args.filter((arg) => !arg.startsWith('--')).map((arg) => arg.split('/'));
  const names = wanted.map(([name]) => name);
  const unknown = [
    ...args.filter((arg) => arg.startsWith('--') && arg !== '--strict'),
    ...names.filter((name) => !BENCHES.some((bench) => bench.name === name)),
  ];
  if (unknown.length > 0) {
    console.error(
      `Unknown: ${unknown.join(' ')}. There are ${BENCHES.map(({ name }) => name).join(', ')} and --strict.`
    );
    return 2;
  }
  const results: BenchResult[] = [];
  let failed = false;
  for (const bench of BENCHES.filter(({ name, byNameOnly }) =>
    names.length === 0 ? !byNameOnly : names.includes(name)
  )) {
    console.log(`▸ ${bench.name}`);
    const part = wanted.find(([name]) => name === bench.name)?.[1] ?? null;
    try {
      results.push(await runBench(bench, (line) => console.log(`  ${line}`), part));
    } catch (error) {
      failed = true;
      console.error(`${bench.name} failed: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (results.length > 0) {
    console.log(`\n${table(results)}\n\nAll samples: ${await keep(results)}`);
  }
  const missed = results.flatMap(({ figures }) => figures).some(isMissed);
  return failed || (missed && args.includes('--strict')) ? 1 : 0;
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  }
);
