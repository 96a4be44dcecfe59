/** The driver's press of a mouse button until their own page shows what came of it. */
import { setTimeout as pause } from 'node:timers/promises';
import { Opened } from '../bench';
import { launch } from '../browsers';
import { contention } from '../noise';
import type { Figure } from '../result';
import { median, percentile } from '../stats';
import { Bare } from './Bare';
import { codecOf, type Codec } from './codec';
import { PageViewer } from './PageViewer';
import { Stage } from './Stage';

const ROUNDS = 2;
const PRESSES = 10;
const CROWD = 10;
/** Milliseconds after a page or a crowd came, and between two presses, which are to fall at every moment of a frame. */
const SETTLE = 600;
const EVERY = { least: 60, step: 7, steps: 10 };

type Side = 'bare, still' | 'bare, moving' | 'still' | 'painted, still' | 'moving' | 'moving, 10';

export async function latency(opened: Opened, progress: (line: string) => void) {
  const busy: number[] = [];
  const rounds: Array<{ side: Side; times: number[] }> = [];
  const stage = await Stage.start(opened);
  const viewers = await opened.use(launch(), (each) => each.close());
  const bare = await Bare.start(opened);
  const ticket = await stage.create('still');
  const page = await PageViewer.open(opened, viewers, stage.url, ticket, 'still');
  let codec: Codec = 'no pictures';
  const watched = async (side: Side, paintedSide: Side | null = null) => {
    await page.toSpot();
    await pause(SETTLE);
    await page.watch();
    const all = await pressed(() => page.press());
    codec = codecOf([await page.seen()]);
    rounds.push({ side, times: all.map(({ changed }) => changed) });
    if (paintedSide) {
      rounds.push({ side: paintedSide, times: all.map(({ painted }) => painted) });
    }
  };
  const ofBare = async (side: Side, name: 'still' | 'moving') => {
    await bare.show(stage.site.url(`/${name}`));
    await pause(SETTLE);
    rounds.push({ side, times: await pressed(() => bare.press()) });
    await bare.rest();
  };
  for (let number = 0; number < ROUNDS; number++) {
    busy.push(contention());
    await ofBare('bare, still', 'still');
    await watched('still', 'painted, still');
    await ofBare('bare, moving', 'moving');
    await page.goTo(stage.site.url('/moving'), 'moving');
    await watched('moving');
    const crowd = new Opened();
    try {
      await stage.sinks(crowd, ticket.code, CROWD - 1, await page.codecs());
      await watched('moving, 10');
    } finally {
      await crowd.closeAll();
    }
    await page.goTo(stage.site.url('/still'), 'still');
    progress(
      `round ${number + 1}, ${codec}: ${rounds
        .slice(-6)
        .map(({ side, times }) => `${side} ${percentile(times, 50).toFixed(0)} ms`)
        .join(', ')} (p50)`
    );
  }

  const middle = (side: Side, percent = 50) =>
    median(rounds.filter((round) => round.side === side).map(({ times }) => percentile(times, percent)));
  const ms = (name: string, value: number, goal: number | null = null): Figure => ({ name, value, unit: 'ms', goal });
  const figures: Figure[] = [
    ms(`click to changed pixel, still page, p50 (${codec})`, middle('still'), 25),
    ms('click to changed pixel, still page, p95', middle('still', 95)),
    ms('until it is on the screen, still page, p50', middle('painted, still')),
    ms('bare screencast, still page, p50', middle('bare, still')),
    {
      name: "by the bare screencast's, still page",
      value: middle('still') / middle('bare, still'),
      unit: 'x',
      goal: null,
    },
    ms('click to changed pixel, moving page, 1 viewer, p50', middle('moving'), 60),
    ms(`click to changed pixel, moving page, ${CROWD} viewers (9 sinks), p50`, middle('moving, 10'), 60),
    ms('bare screencast, moving page, p50', middle('bare, moving')),
    {
      name: "by the bare screencast's, moving page, 1 viewer",
      value: middle('moving') / middle('bare, moving'),
      unit: 'x',
      goal: null,
    },
    { name: 'wall time / CPU time of a probe, latency', value: median(busy), unit: 'x', goal: null },
  ];
  return { figures, rounds };
}

async function pressed<T>(press: () => Promise<T>): Promise<T[]> {
  const all: T[] = [];
  for (let number = 0; number < PRESSES; number++) {
    all.push(await press());
    await pause(EVERY.least + EVERY.step * (number % EVERY.steps));
  }
  return all;
}
