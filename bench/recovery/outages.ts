/** Networks that are cut, a server that is killed, a presenter who reloads: how long until all is as it was. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Opened } from '../bench';
import { contention } from '../noise';
import type { Figure } from '../result';
import { median, percentile } from '../stats';
import { outageOf, unequal, type Outage } from './log';
import { EACH, ROUTES, Stage, type Route } from './Stage';

/** Seconds, and how often each. */
const CUTS = [1, 4, 20, 60];
/** How often the server is killed and the presenter's page reloaded. */
const TIMES = 2;
/** Seconds for which there is no server. */
const DOWN = 4;
/** Milliseconds between two outages. */
const BETWEEN = 4_000;
const KINDS = ['cut 1 s', 'cut 4 s', 'cut 20 s', 'cut 60 s', 'server killed', 'presenter reloaded'] as const;
type Kind = (typeof KINDS)[number];

const NAMES: Record<Route, string> = { p2p: 'direct', relay: 'relay' };

interface Sample {
  kind: Kind;
  outages: Record<Route, Outage[]>;
}

export async function outages(opened: Opened, progress: (line: string) => void) {
  const stage = await Stage.open(opened);
  progress(ROUTES.map((route) => `${route} joined in ${stage.joins[route].map(Math.round).join(', ')} ms`).join('; '));
  const samples: Sample[] = [];
  const busy: number[] = [];
  /** `work` resolves to the moment of the return. */
  const measure = async (kind: Kind, work: () => Promise<number>) => {
    busy.push(contention());
    const lost = Date.now();
    let back = Number.NaN;
    await stage.presentDuring(
      work().then((at) => {
        back = at;
      })
    );
    const logs = await stage.whole();
    const missed = new Set(stage.said.filter(({ at }) => at >= lost && at < back).map(({ stepId }) => stepId));
    const of = (route: Route) => logs[route].map((log) => outageOf(log, lost, back, missed));
    const sample: Sample = { kind, outages: { p2p: of('p2p'), relay: of('relay') } };
    samples.push(sample);
    progress(`${kind}: ${ROUTES.map((route) => `${route} ${describe(sample.outages[route])}`).join('; ')}`);
    await pause(BETWEEN);
  };

  for (const seconds of CUTS) {
    await measure(`cut ${seconds} s` as Kind, async () => {
      stage.cut();
      await pause(seconds * 1000);
      stage.mend();
      return Date.now();
    });
  }
  for (let time = 0; time < TIMES; time++) {
    await measure('presenter reloaded', () => stage.reloadPresenter());
  }
  for (let time = 0; time < TIMES; time++) {
    await measure('server killed', async () => {
      await stage.killServer();
      await pause(DOWN * 1000);
      await stage.restartServer();
      return Date.now();
    });
  }
  const logs = await stage.whole();
  const said = stage.said.map(({ stepId }) => stepId);
  const wrong = ROUTES.map((route) => unequal(logs[route], said));
  progress(`${said.length} events; attendees whose list differs from the presenter's: ${wrong.join(', ')}`);
  return {
    figures: [
      ...ROUTES.map((route): Figure => ({
        name: `joining, ${NAMES[route]}, one at a time, median`,
        value: median(stage.joins[route]),
        unit: 'ms',
        goal: null,
      })),
      ...KINDS.flatMap((kind) => ROUTES.flatMap((route) => figuresOf(kind, route, samples))),
      {
        name: `of ${2 * EACH} attendees, those who did not apply the ${said.length} events once and in order`,
        value: wrong[0] + wrong[1],
        unit: 'attendees',
        goal: 0,
      } satisfies Figure,
      { name: 'wall time / CPU time of a probe, outages', value: median(busy), unit: 'x', goal: null } satisfies Figure,
    ],
    rounds: { joins: stage.joins, samples, busy },
  };
}

function figuresOf(kind: Kind, route: Route, samples: readonly Sample[]): Figure[] {
  const all = samples.filter((sample) => sample.kind === kind).flatMap((sample) => sample.outages[route]);
  const figure = (label: string, measure: keyof Outage, goal: number): Figure[] => {
    const values = all.flatMap((outage) => outage[measure] ?? []);
    return values.length === 0
      ? []
      : [
          {
            name: `${kind}, ${NAMES[route]}, ${label}, p95 of ${values.length}`,
            value: percentile(values, 95),
            unit: 'ms',
            goal,
          },
        ];
  };
  return [
    ...figure('noticed', 'noticed', 2_500),
    ...figure('live after the return', 'back', 2_000),
    ...figure('missed events there after the return', 'caughtUp', 2_000),
  ];
}

function describe(outages: readonly Outage[]): string {
  const range = (measure: keyof Outage) => {
    const values = outages.flatMap((outage) => outage[measure] ?? []).map(Math.round);
    return values.length === 0 ? '-' : `${Math.min(...values)}-${Math.max(...values)} ms (${values.length})`;
  };
  return `noticed ${range('noticed')}, back ${range('back')}, caught up ${range('caughtUp')}`;
}
