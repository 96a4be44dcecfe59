/** Ten who look at a page on which nothing changes: what that takes. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Opened } from '../bench';
import { launch } from '../browsers';
import { contention } from '../noise';
import type { Figure } from '../result';
import { bitsOf, rateOf } from './codec';
import { PageViewer } from './PageViewer';
import { Stage } from './Stage';

const SINKS = 9;
const SETTLE = 2000;
const WATCH = 6000;

export async function still(opened: Opened, progress: (line: string) => void) {
  const busy = contention();
  const stage = await Stage.start(opened);
  const viewers = await opened.use(launch(), (each) => each.close());
  const ticket = await stage.create('still');
  const page = await PageViewer.open(opened, viewers, stage.url, ticket, 'still');
  const all = [page, ...(await stage.sinks(opened, ticket.code, SINKS, await page.codecs()))];
  await pause(SETTLE);
  const [cpu, begun] = [stage.cpu(), performance.now()];
  await Promise.all(all.map((each) => each.watch()));
  await pause(WATCH);
  const seen = await Promise.all(all.map((each) => each.seen()));
  const cores = (stage.cpu() - cpu) / (performance.now() - begun);
  const kilobits = seen.map((each) => bitsOf(each) / 1000);
  const rates = seen.map(rateOf);
  progress(
    `nothing changes: ${Math.max(...kilobits).toFixed(2)} kbps and ${Math.max(...rates).toFixed(1)} frames a second at most, ` +
      `${cores.toFixed(3)} cores`
  );
  const figures: Figure[] = [
    { name: 'bandwidth of a viewer, nothing changes', value: Math.max(...kilobits), unit: 'kbps', goal: 10 },
    {
      name: 'CPU of server and browser, nothing changes, 10 viewers (9 sinks)',
      value: cores,
      unit: 'cores',
      goal: 0.05,
    },
    { name: 'wall time / CPU time of a probe, still', value: busy, unit: 'x', goal: null },
  ];
  return { figures, rounds: { kilobits, rates, cores } };
}
