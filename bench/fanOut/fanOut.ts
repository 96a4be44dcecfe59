/** `fan-out`: what an event for 100 attendees costs the presenter and how late it comes, ours against plain PeerJS. */
import type { Browser } from '@playwright/test';
import { startServer } from '../../server/startServer';
import { startSignalling } from '../baseline/signalling';
import type { Bench, Opened } from '../bench';
import { launch } from '../browsers';
import { contention } from '../noise';
import type { Figure } from '../result';
import { median, percentile, spread } from '../stats';
import { servePages, type ServedPages } from './pages';
import { runRound, type Round, type Shape } from './round';
import type { Side, SideName } from './side';

const ROUNDS = 5;
const SHAPE: Shape = { measured: 4, sinkPages: 3, sinksPerPage: 32, events: 50, everyMs: 200 };
const NAMES = ['baseline', 'ours', 'unanswered'] as const satisfies readonly SideName[];
const LABELS = {
  cpuPerEvent: 'CPU an event',
  wallPerEvent: 'main-thread time an event',
  idlePerSecond: 'CPU a second without events',
  p50: 'p50',
  p95: 'p95',
  p99: 'p99',
} as const;
type Measure = keyof typeof LABELS;

export const fanOut: Bench = {
  name: 'fan-out',
  limit: 900_000,
  async run(opened, progress) {
    const { pages, sides } = await openSides(opened);
    const rounds: Record<SideName, Round[]> = { baseline: [], ours: [], unanswered: [] };
    const busy: number[] = [];
    for (let number = 1; number <= ROUNDS; number++) {
      for (const name of NAMES) {
        busy.push(contention());
        const round = await inFreshBrowsers(opened, (browsers) => runRound(sides[name], SHAPE, browsers, pages));
        rounds[name].push(round);
        progress(`round ${number} ${name}: ${describe(round)}`);
      }
    }
    const middle = (name: SideName, measure: Measure) => median(rounds[name].map((round) => round[measure]));
    const ratio = (label: string, name: SideName, measure: Measure, goal: number | null): Figure => ({
      name: `${label}, ${name} / baseline`,
      value: middle(name, measure) / middle('baseline', measure),
      unit: 'x',
      goal,
    });
    return {
      bench: 'fan-out',
      figures: [
        ratio('CPU an event', 'ours', 'cpuPerEvent', 0.25),
        ratio('p99', 'ours', 'p99', 0.85),
        ratio('CPU an event', 'unanswered', 'cpuPerEvent', 0.25),
        ratio('p99', 'unanswered', 'p99', null),
        ratio('main-thread time an event', 'ours', 'wallPerEvent', null),
        ratio('main-thread time an event', 'unanswered', 'wallPerEvent', null),
        ...NAMES.flatMap((name) => figuresOf(name, rounds[name])),
        { name: 'wall time / CPU time of a probe', value: median(busy), unit: 'x', goal: null },
      ],
      rounds: { shape: SHAPE, busy, rounds },
    };
  },
};

/** What both sides need: their pages, our session server, the baseline's signalling. */
export async function openSides(opened: Opened): Promise<{ pages: ServedPages; sides: Record<SideName, Side> }> {
  const pages = await opened.use(servePages(), (served) => served.stop());
  const server = await opened.use(
    startServer({ config: { port: 0, allowedOrigins: [pages.origin], logLevel: 'silent' } }),
    (running) => running.stop()
  );
  const signalling = await opened.use(startSignalling(), (running) => running.stop());
  const ours = { presenter: 'ours-presenter', attendees: 'ours-attendees', serverUrl: server.url } as const;
  const sides: Record<SideName, Side> = {
    baseline: {
      presenter: 'baseline-presenter',
      attendees: 'baseline-attendees',
      serverUrl: signalling.url,
      answering: false,
    },
    ours: { ...ours, answering: true },
    unanswered: { ...ours, answering: false },
  };
  return { pages, sides };
}

/** Processes of their own: the presenter's main thread shares nothing with the attendees'. */
export async function inFreshBrowsers<T>(
  opened: Opened,
  work: (browsers: { presenter: Browser; attendees: Browser }) => Promise<T>
): Promise<T> {
  const browsers = {
    presenter: await opened.use(launch(), (browser) => browser.close()),
    attendees: await opened.use(launch(), (browser) => browser.close()),
  };
  const result = await work(browsers);
  await Promise.all([browsers.presenter.close(), browsers.attendees.close()]);
  return result;
}

export function describe({ cpuPerEvent, idlePerSecond, p50, p95, p99, joined }: Round): string {
  const latencies = [p50, p95, p99].map((ms) => ms.toFixed(1)).join('/');
  return `${cpuPerEvent.toFixed(2)} ms of CPU an event (without events ${idlePerSecond.toFixed(1)} ms/s), p50/p95/p99 ${latencies} ms, joined in ${joined} ms`;
}

function figuresOf(name: SideName, rounds: readonly Round[]): Figure[] {
  const measures = Object.keys(LABELS) as Measure[];
  const all = rounds.flatMap(({ latencies }) => latencies);
  return [
    ...measures.map((measure): Figure => ({
      name: `${LABELS[measure]}, ${name}`,
      value: median(rounds.map((round) => round[measure])),
      unit: 'ms',
      goal: null,
    })),
    { name: `p99 of all rounds together, ${name}`, value: percentile(all, 99), unit: 'ms', goal: null },
    {
      name: `CPU an event, dearest round / cheapest, ${name}`,
      value: spread(rounds.map(({ cpuPerEvent }) => cpuPerEvent)),
      unit: 'x',
      goal: null,
    },
    {
      name: `p99, slowest round / quickest, ${name}`,
      value: spread(rounds.map(({ p99 }) => p99)),
      unit: 'x',
      goal: null,
    },
  ];
}
