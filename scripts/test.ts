/**
 * `npm test`: types, lint, unit and server tests, builds, browser tests; ends with one line that counts everything.
 * Without `--all` it leaves out the browser tests that are tagged `@long`.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const ROOT = path.resolve(__dirname, '..');
const RESULTS = path.join(ROOT, 'test-results');
const UNIT = path.join(RESULTS, 'unit.json');
const BROWSERS = path.join(RESULTS, 'browsers.json');
const E2E = path.join(RESULTS, 'e2e.json');
const E2E_GRAFANA = path.join(RESULTS, 'e2e-grafana.json');

/** For one stage: more than twice what the longest takes on two cores. */
const MOST_MINUTES = 45;

/** They take longest and try more of what the others try: other guides, longer outages, the other theme. */
const LEFT_OUT = process.argv.includes('--all') ? [] : ['--grep-invert=@long'];

interface Count {
  passed: number;
  failed: number;
}

const unitReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numRuntimeErrorTestSuites: z.number(),
});
const e2eReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }),
  errors: z.array(z.unknown()),
});

/** Each leads a group of its own, with all that it starts. */
const running = new Set<ChildProcess>();
const stop = ({ pid }: ChildProcess, signal: NodeJS.Signals) => pid !== undefined && process.kill(-pid, signal);

/** Whether it ended well, which it says. One that does not end is stopped, so that it is known which it was. */
async function ended(child: ChildProcess, started: number): Promise<() => boolean> {
  running.add(child);
  const limits = (['SIGTERM', 'SIGKILL'] as const).map((signal, index) =>
    setTimeout(
      () => {
        console.log(`  ${signal}: it had not ended after ${MOST_MINUTES} min`);
        stop(child, signal);
      },
      MOST_MINUTES * 60_000 + index * 10_000
    )
  );
  const [status] = await once(child, 'close');
  limits.forEach(clearTimeout);
  running.delete(child);
  const seconds = Math.round((Date.now() - started) / 1000);
  return () => {
    console.log(`  ${status === 0 ? 'ok' : 'FAILED'} after ${seconds} s`);
    return status === 0;
  };
}

async function run(title: string, command: string, args: string[]): Promise<boolean> {
  console.log(`\n▸ ${title}`);
  const started = Date.now();
  const child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'], detached: true });
  return (await ended(child, started))();
}

/** Beside others: what it says is printed when it has ended. */
async function runBeside(title: string, command: string, args: string[]): Promise<boolean> {
  const started = Date.now();
  const child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const said: Buffer[] = [];
  [child.stdout, child.stderr].forEach((stream) => stream.on('data', (chunk: Buffer) => said.push(chunk)));
  const say = await ended(child, started);
  console.log(`\n▸ ${title}\n${Buffer.concat(said).toString('utf8')}`);
  return say();
}

/** A stage that is right or wrong as a whole counts as one test. */
const whole = (ok: boolean): Count => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1 });

/** What a runner wrote down; one that failed without a readable report counts as one failure. */
function counted(ok: boolean, read: () => Count): Count {
  try {
    const count = read();
    return ok || count.failed > 0 ? count : { ...count, failed: count.failed + 1 };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

const json = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

function browserCount(file: string): Count {
  const { stats, errors } = e2eReport.parse(json(file));
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected + errors.length };
}

async function main(): Promise<void> {
  rmSync(RESULTS, { recursive: true, force: true });
  mkdirSync(RESULTS, { recursive: true });
  console.log('\n▸ Types and lint, which say nothing before they have ended');
  const checks = await Promise.all([
    runBeside('Types', 'npm', ['run', '--silent', 'typecheck']),
    runBeside('Lint', 'npm', ['run', '--silent', 'lint']),
  ]);
  const counts: Count[] = checks.map(whole);
  const jest = async (title: string, file: string, ...args: string[]) => {
    const ok = await run(title, 'npx', ['jest', '--ci', '--json', `--outputFile=${file}`, ...args]);
    counts.push(
      counted(ok, () => {
        const report = unitReport.parse(json(file));
        return { passed: report.numPassedTests, failed: report.numFailedTests + report.numRuntimeErrorTestSuites };
      })
    );
  };
  await jest('Unit and server tests', UNIT, '--maxWorkers=2', '--ignoreProjects=browsers');
  // One by one: they are about what comes of time, and beside another browser there is none.
  await jest('Browsers of the server', BROWSERS, '--runInBand', '--selectProjects=browsers');
  const built = await run('Builds', 'npx', ['tsx', 'scripts/buildAll.ts']);
  counts.push(whole(built));
  if (built) {
    // A stall of the machine may cost a test its moment once. What passed only then is listed as flaky, to be mended.
    const e2e = await run('Browser tests', 'npx', ['playwright', 'test', '--retries=1', ...LEFT_OUT]);
    counts.push(counted(e2e, () => browserCount(E2E)));
    const inGrafana = await run('Tests for any Grafana, in the demo', 'npx', [
      'tsx',
      'scripts/e2eGrafana.ts',
      '--retries=1',
    ]);
    counts.push(counted(inGrafana, () => browserCount(E2E_GRAFANA)));
  }
  const total = counts.reduce((sum, count) => ({
    passed: sum.passed + count.passed,
    failed: sum.failed + count.failed,
  }));
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  process.exitCode = total.failed === 0 ? 0 : 1;
}

(['SIGINT', 'SIGTERM'] as const).forEach((signal) =>
  process.once(signal, () => {
    running.forEach((child) => stop(child, signal));
    process.kill(process.pid, signal);
  })
);
main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
