/** What all viewers of a page that moves get at the same time, and what that takes of the wire and of the server. */
import type { Browser } from '@playwright/test';
import { setTimeout as pause } from 'node:timers/promises';
import { Opened } from '../bench';
import { launch } from '../browsers';
import { contention } from '../noise';
import type { Figure } from '../result';
import { median } from '../stats';
import { Bare } from './Bare';
import { bitsOf, codecOf, framesGoal, rateOf, type Codec } from './codec';
import { PageViewer } from './PageViewer';
import type { PageName } from './pages';
import type { Seen } from './probe';
import { Stage } from './Stage';

/** More pages than these, two cores do not draw. */
const SHAPES = [
  { name: '1 viewer', pages: 1, sinks: 0 },
  { name: '4 viewers (2 sinks)', pages: 2, sinks: 2 },
  { name: '10 viewers (8 sinks)', pages: 2, sinks: 8 },
] as const;
const ALL = SHAPES[2];
/** Milliseconds for which all are watched, and after they came. */
const WATCH = 4000;
const SETTLE = 1000;

interface Round {
  page: PageName;
  name: string;
  codec: Codec;
  /** Frames a second and Mbps, of pages first. */
  rates: number[];
  bits: number[];
  cores: number;
}

export async function frames(opened: Opened, progress: (line: string) => void) {
  const busy = [contention()];
  const stage = await Stage.start(opened);
  const viewers = await opened.use(launch(), (each) => each.close());
  const bare = await Bare.start(opened);
  await bare.show(stage.site.url('/moving'));
  await pause(SETTLE);
  const bareRate = await bare.rate(WATCH);
  await bare.rest();
  progress(`bare screencast: ${bareRate.toFixed(1)} frames a second`);
  const rounds: Round[] = [];
  for (const [page, shape] of [
    ...SHAPES.map((each) => ['moving', each] as const),
    ['heavy', SHAPES[0]] as const,
  ] satisfies Array<readonly [PageName, (typeof SHAPES)[number]]>) {
    busy.push(contention());
    const round = await measured(stage, viewers, page, shape);
    rounds.push(round);
    progress(
      `${page} page, ${round.name}, ${round.codec}: ${Math.min(...round.rates).toFixed(1)} frames a second at least, ` +
        `${Math.max(...round.bits).toFixed(1)} Mbps at most, ${round.cores.toFixed(2)} cores`
    );
  }

  const moving = rounds.filter(({ page }) => page === 'moving');
  const [alone, , crowd] = moving;
  const heavy = rounds.find(({ page }) => page === 'heavy') ?? alone;
  const figures: Figure[] = [
    ...moving.map(({ name, codec, rates }): Figure => ({
      name: `frames at the slowest of ${name}, moving page (${codec})`,
      value: Math.min(...rates),
      unit: 'frames/s',
      goal: framesGoal(codec),
      isLeast: true,
    })),
    { name: 'frames of the bare screencast, moving page', value: bareRate, unit: 'frames/s', goal: null },
    { name: "frames by the bare screencast's, 1 viewer", value: alone.rates[0] / bareRate, unit: 'x', goal: null },
    { name: 'bandwidth of a viewer, moving page', value: median(crowd.bits), unit: 'Mbps', goal: 6.3 },
    { name: 'bandwidth of a viewer, heavy page', value: median(heavy.bits), unit: 'Mbps', goal: 6.3 },
    { name: 'frames, heavy page, 1 viewer', value: heavy.rates[0], unit: 'frames/s', goal: null },
    { name: 'CPU of server and browser, moving page, 1 viewer', value: alone.cores, unit: 'cores', goal: null },
    { name: `CPU of server and browser, moving page, ${ALL.name}`, value: crowd.cores, unit: 'cores', goal: 0.8 },
    { name: 'wall time / CPU time of a probe, frames', value: median(busy), unit: 'x', goal: null },
  ];
  return { figures, rounds: { bare: bareRate, rounds } };
}

/** A session for itself, which is over then. */
async function measured(
  stage: Stage,
  viewers: Browser,
  page: PageName,
  { name, pages, sinks }: (typeof SHAPES)[number]
): Promise<Round> {
  const here = new Opened();
  const ticket = await here.use(stage.create(page), (each) => stage.leave(each, 'end'));
  try {
    const shown: PageViewer[] = [];
    for (let number = 0; number < pages; number++) {
      const who = number === 0 ? ticket : await stage.join(ticket.code);
      shown.push(await PageViewer.open(here, viewers, stage.url, who, page));
    }
    const all = [...shown, ...(await stage.sinks(here, ticket.code, sinks, await shown[0].codecs()))];
    await pause(SETTLE);
    const [cpu, begun] = [stage.cpu(), performance.now()];
    await Promise.all(all.map((each) => each.watch()));
    await pause(WATCH);
    const seen: Seen[] = await Promise.all(all.map((each) => each.seen()));
    return {
      page,
      name,
      codec: codecOf(seen),
      rates: seen.map(rateOf),
      bits: seen.map((each) => bitsOf(each) / 1e6),
      cores: (stage.cpu() - cpu) / (performance.now() - begun),
    };
  } finally {
    await here.closeAll();
  }
}
