/** One viewer on a thin wire: how old what they see is, and whether anybody else notices. */
import { setTimeout as pause } from 'node:timers/promises';
import { Opened } from '../bench';
import { launch } from '../browsers';
import { contention } from '../noise';
import type { Figure } from '../result';
import { percentile } from '../stats';
import { codecOf, rateOf } from './codec';
import { PageViewer } from './PageViewer';
import { Stage } from './Stage';
import { startThinWire } from './thinWire';

const BITS = 1_000_000;
const SINKS = 2;
const SETTLE = 1500;
const WATCH = 5000;

export async function slow(opened: Opened, progress: (line: string) => void) {
  const busy = contention();
  const stage = await Stage.start(opened);
  const viewers = await opened.use(launch(), (each) => each.close());
  const ticket = await stage.create('moving');
  const page = await PageViewer.open(opened, viewers, stage.url, ticket, 'moving');
  const others = [page, ...(await stage.sinks(opened, ticket.code, SINKS, await page.codecs()))];
  /** Frames a second of the slowest of the others. */
  const rate = async () => {
    await Promise.all(others.map((each) => each.watch()));
    await pause(WATCH);
    return Math.min(...(await Promise.all(others.map((each) => each.seen()))).map(rateOf));
  };

  await pause(SETTLE);
  const before = await rate();
  const thin = new Opened();
  const wire = await thin.use(startThinWire(Number(new URL(stage.url).port), BITS), (each) => each.close());
  const late = await PageViewer.open(
    thin,
    viewers,
    `http://127.0.0.1:${wire.port}`,
    await stage.join(ticket.code),
    'moving'
  );
  await pause(SETTLE);
  await late.watch();
  const beside = await rate();
  const seen = await late.seen();
  await thin.closeAll();
  await pause(SETTLE);
  const after = await rate();
  // How fast Chromium draws changes by itself, too.
  const without = Math.min(before, after);
  const age = (percent: number) => percentile(seen.ages, percent);
  progress(
    `at 1 Mbps, ${codecOf([seen])}: ${rateOf(seen).toFixed(1)} frames a second, ${age(50).toFixed(0)} ms old (p50), ` +
      `${age(100).toFixed(0)} ms at most; the others ${before.toFixed(1)}, ${beside.toFixed(1)}, ${after.toFixed(1)} a second`
  );
  const figures: Figure[] = [
    {
      name: `oldest frame of a viewer at 1 Mbps, moving page (${codecOf([seen])})`,
      value: age(100),
      unit: 'ms',
      goal: 700,
    },
    { name: 'age of frames at 1 Mbps, p50', value: age(50), unit: 'ms', goal: null },
    { name: 'frames at 1 Mbps', value: rateOf(seen), unit: 'frames/s', goal: null },
    {
      name: 'frames of the others (1 page, 2 sinks) beside the one at 1 Mbps, by the slower time without',
      value: beside / without,
      unit: 'x',
      goal: 0.95,
      isLeast: true,
    },
    { name: 'wall time / CPU time of a probe, slow', value: busy, unit: 'x', goal: null },
  ];
  return { figures, rounds: { before, beside, after, ages: seen.ages } };
}
