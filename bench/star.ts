/** `star`: 200 attendees, each with a direct link to one presenter's tab, against plain PeerJS, unsealed. */
import type { Bench } from './bench';
import { describe, inFreshBrowsers, openSides } from './fanOut/fanOut';
import { runRound, type Round, type Shape } from './fanOut/round';
import { contention } from './noise';
import type { Figure } from './result';
import { median, spread } from './stats';

const ROUNDS = 3;
const ATTENDEES = 200;
const SHAPE: Shape = {
  measured: 4,
  sinkPages: 4,
  sinksPerPage: (ATTENDEES - 4) / 4,
  events: 50,
  everyMs: 200,
  // Attempts that overlap count twice for a moment.
  directSlots: ATTENDEES + 50,
};
const NAMES = ['baseline', 'ours'] as const;

export const star: Bench = {
  name: 'star',
  limit: 900_000,
  async run(opened, progress) {
    const { pages, sides } = await openSides(opened);
    const rounds: Record<(typeof NAMES)[number], Round[]> = { baseline: [], ours: [] };
    const busy: number[] = [];
    for (let number = 1; number <= ROUNDS; number++) {
      for (const name of NAMES) {
        busy.push(contention());
        const round = await inFreshBrowsers(opened, (browsers) => runRound(sides[name], SHAPE, browsers, pages));
        rounds[name].push(round);
        progress(`round ${number} ${name}: ${describe(round)}`);
      }
    }
    const of = (name: keyof typeof rounds, measure: Measure) => rounds[name].map((round) => round[measure]);
    const ratio = (measure: Measure, label: string, goal: number | null): Figure => ({
      name: `${label}, ours / baseline`,
      value: median(of('ours', measure)) / median(of('baseline', measure)),
      unit: 'x',
      goal,
    });
    return {
      bench: 'star',
      figures: [
        ratio('joined', `${ATTENDEES} joined`, 1.3),
        ratio('p99', 'p99', 0.85),
        ratio('p50', 'p50', null),
        ratio('cpuPerEvent', "presenter's CPU an event", null),
        ...NAMES.flatMap((name) =>
          Object.entries(LABELS).flatMap(([measure, label]): Figure[] => [
            { name: `${label}, ${name}`, value: median(of(name, measure as Measure)), unit: 'ms', goal: null },
            {
              name: `${label}, highest round / lowest, ${name}`,
              value: spread(of(name, measure as Measure)),
              unit: 'x',
              goal: null,
            },
          ])
        ),
        { name: 'wall time / CPU time of a probe', value: median(busy), unit: 'x', goal: null },
      ],
      rounds: { shape: SHAPE, busy, rounds },
    };
  },
};

const LABELS = {
  joined: `${ATTENDEES} joined`,
  p50: 'p50',
  p99: 'p99',
  cpuPerEvent: "presenter's CPU an event",
  idlePerSecond: "presenter's CPU a second without events",
} as const;
type Measure = keyof typeof LABELS;
