/** `idle`: 200 direct attendees to whom nothing is said: what that costs the presenter's browser, and whether it grows. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Bench } from './bench';
import { meterHeap, meterProcesses, meterWork } from './fanOut/cpu';
import { inFreshBrowsers, openSides } from './fanOut/fanOut';
import { openRoom, type RoomShape } from './fanOut/room';
import { contention } from './noise';
import { median } from './stats';

const ATTENDEES = 200;
const SHAPE: RoomShape = {
  measured: 4,
  sinkPages: 4,
  sinksPerPage: (ATTENDEES - 4) / 4,
  // Attempts that overlap count twice for a moment.
  directSlots: ATTENDEES + 50,
};
/** Milliseconds after joining in which what is compiled and filled once is. */
const SETTLE = 15_000;
/** Looks at the heap, and milliseconds before each. */
const SLICES = 12;
const SLICE = 12_500;
/** Of the baseline: what WebRTC itself takes for as many connections. */
const BASELINE_SLICES = 4;

interface Slice {
  /** Of one core, by the page's main thread. */
  mainThread: number;
  /** Of one core, by all threads of the kind of process. */
  processes: Record<string, number>;
  /** Megabytes after garbage collection. */
  heap: number;
}

export const idle: Bench = {
  name: 'idle',
  limit: 500_000,
  async run(opened, progress) {
    const { pages, sides } = await openSides(opened);
    const busy: number[] = [];
    const watch = (name: 'baseline' | 'ours', count: number) =>
      inFreshBrowsers(opened, async (browsers) => {
        const room = await openRoom(sides[name], SHAPE, browsers, pages);
        const work = await meterWork(room.presenter);
        const processes = await meterProcesses(browsers.presenter);
        const heap = await meterHeap(room.presenter);
        await pause(SETTLE);
        await heap();
        const taken: Slice[] = [];
        for (let number = 1; number <= count; number++) {
          const began = performance.now();
          const before = { work: await work(), processes: await processes() };
          await pause(SLICE);
          const after = { work: await work(), processes: await processes() };
          const ms = performance.now() - began;
          const slice: Slice = {
            mainThread: (after.work.cpu - before.work.cpu) / ms,
            processes: Object.fromEntries(
              Object.entries(after.processes).map(([type, cpu]) => [type, (cpu - (before.processes[type] ?? 0)) / ms])
            ),
            heap: (await heap()) / 1e6,
          };
          taken.push(slice);
          busy.push(contention());
          progress(`${name} ${number}: ${describe(slice)}`);
        }
        await room.close();
        return taken;
      });
    const baseline = await watch('baseline', BASELINE_SLICES);
    const slices = await watch('ours', SLICES);
    const quarter = SLICES / 4;
    const heapOf = (part: Slice[]) => median(part.map(({ heap }) => heap));
    const grown = heapOf(slices.slice(-quarter)) / heapOf(slices.slice(0, quarter)) - 1;
    const label = `${ATTENDEES} direct, no events, presenter's`;
    return {
      bench: 'idle',
      figures: [
        { name: `${label} main thread`, value: median(slices.map(mainThread)), unit: 'cores', goal: null },
        { name: `${label} main thread, baseline`, value: median(baseline.map(mainThread)), unit: 'cores', goal: null },
        { name: `${label} tab, all its threads`, value: median(slices.map(tab)), unit: 'cores', goal: 0.05 },
        {
          name: `${label} tab, all its threads, baseline`,
          value: median(baseline.map(tab)),
          unit: 'cores',
          goal: null,
        },
        { name: `${label} whole browser`, value: median(slices.map(browser)), unit: 'cores', goal: null },
        { name: `${label} whole browser, baseline`, value: median(baseline.map(browser)), unit: 'cores', goal: null },
        { name: `${label} heap, growth from first to last quarter`, value: grown * 100, unit: '%', goal: 2 },
        { name: `${label} heap`, value: heapOf(slices), unit: 'MB', goal: null },
        { name: 'wall time / CPU time of a probe', value: median(busy), unit: 'x', goal: null },
      ],
      rounds: { shape: SHAPE, baseline, ours: slices, busy },
    };
  },
};

const mainThread = (slice: Slice) => slice.mainThread;
const tab = ({ processes }: Slice) => processes.renderer ?? Number.NaN;
const browser = ({ processes }: Slice) => Object.values(processes).reduce((sum, cores) => sum + cores, 0);
const describe = (slice: Slice) =>
  `main thread ${percent(slice.mainThread)}, tab ${percent(tab(slice))}, browser ${percent(browser(slice))}, heap ${slice.heap.toFixed(2)} MB`;
const percent = (cores: number) => `${(cores * 100).toFixed(1)} %`;
