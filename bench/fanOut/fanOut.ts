/** `fan-out`: what an event for 100 attendees costs the presenter and how late it comes, ours against plain PeerJS. */
import { startServer } from '../../server/startServer';
import { startSignalling } from '../baseline/signalling';
import type { Bench } from '../bench';
import { launch } from '../browsers';
import { contention } from '../noise';
import { median, percentile, spread } from '../stats';
import { servePages } from './pages';
import { runRound, type Round, type Shape } from './round';
import type { Side, SideName } from './side';

const ROUNDS = 5;
const SHAPE: Shape = { measured: 4, sinkPages: 3, sinksPerPage: 32, events: 50, everyMs: 200 };

export const fanOut: Bench = {
  name: 'fan-out',
  limit: 600_000,
  async run(opened, progress) {
    const pages = await opened.use(servePages(), (served) => served.stop());
    const server = await opened.use(
      startServer({ config: { port: 0, allowedOrigins: [pages.origin], logLevel: 'silent' } }),
      (running) => running.stop()
    );
    const signalling = await opened.use(startSignalling(), (running) => running.stop());
    const sides: Record<SideName, Side> = {
      baseline: { presenter: 'baseline-presenter', attendees: 'baseline-attendees', serverUrl: signalling.url },
      ours: { presenter: 'ours-presenter', attendees: 'ours-attendees', serverUrl: server.url },
    };
    const rounds: Record<SideName, Array<Omit<Round, 'latencies'>>> = { baseline: [], ours: [] };
    const latencies: Record<SideName, number[]> = { baseline: [], ours: [] };
    const busy: number[] = [];
    for (let number = 1; number <= ROUNDS; number++) {
      for (const name of ['baseline', 'ours'] as const) {
        busy.push(contention());
        const browsers = {
          presenter: await opened.use(launch(), (browser) => browser.close()),
          attendees: await opened.use(launch(), (browser) => browser.close()),
        };
        const { latencies: all, ...round } = await runRound(sides[name], SHAPE, browsers, pages);
        await browsers.presenter.close();
        await browsers.attendees.close();
        rounds[name].push(round);
        latencies[name].push(...all);
        progress(
          `round ${number} ${name}: ${round.cpuPerEvent.toFixed(2)} ms an event (idle ${round.idlePerSecond.toFixed(1)} ms/s), ` +
            `p50/p95/p99 ${[round.p50, round.p95, round.p99].map((ms) => ms.toFixed(1)).join('/')} ms, joined in ${round.joined} ms`
        );
      }
    }
    const middle = (name: SideName, figure: 'cpuPerEvent' | 'idlePerSecond' | 'p50' | 'p95' | 'p99') =>
      median(rounds[name].map((round) => round[figure]));
    return {
      bench: 'fan-out',
      figures: [
        {
          name: 'CPU an event, ours / baseline',
          value: middle('ours', 'cpuPerEvent') / middle('baseline', 'cpuPerEvent'),
          unit: 'x',
          goal: 0.25,
        },
        {
          name: 'p99, ours / baseline',
          value: middle('ours', 'p99') / middle('baseline', 'p99'),
          unit: 'x',
          goal: 0.85,
        },
        {
          name: 'p99 of all rounds together, ours / baseline',
          value: percentile(latencies.ours, 99) / percentile(latencies.baseline, 99),
          unit: 'x',
          goal: null,
        },
        ...(['ours', 'baseline'] as const).flatMap((name) => [
          ...(['cpuPerEvent', 'idlePerSecond', 'p50', 'p95', 'p99'] as const).map((figure) => ({
            name: `${LABELS[figure]}, ${name}`,
            value: middle(name, figure),
            unit: 'ms' as const,
            goal: null,
          })),
          {
            name: `p99, slowest round / quickest, ${name}`,
            value: spread(rounds[name].map(({ p99 }) => p99)),
            unit: 'x' as const,
            goal: null,
          },
        ]),
        { name: 'wall time / CPU time of a probe', value: median(busy), unit: 'x', goal: null },
      ],
      rounds: { shape: SHAPE, busy, rounds, latencies },
    };
  },
};

const LABELS = {
  cpuPerEvent: 'CPU an event',
  idlePerSecond: 'CPU a second without events',
  p50: 'p50',
  p95: 'p95',
  p99: 'p99',
} as const;
