/** Direct attendees whose network is cut while a whole log of events is said, all back at once: the presenter says them again. */
import { setTimeout as pause } from 'node:timers/promises';
import { walledBrowser, WIRED_ARGS } from '../../e2e/walled';
import { startServer } from '../../server/startServer';
import { LIMITS } from '../../src/protocol/limits';
import type { Opened } from '../bench';
import { launch } from '../browsers';
import { meterProcesses, meterWork } from '../fanOut/cpu';
import { makeEvents } from '../fanOut/round';
import { servePages } from '../fanOut/pages';
import { call } from '../fanOut/side';
import { contention } from '../noise';
import { longTaskProbe } from '../probes';
import type { Figure } from '../result';
import { median, percentile } from '../stats';
import { plainRounds, type Plain } from './plain';

const ATTENDEES = 50;
const PAGES = 5;
const ROUNDS = 3;
const MISSED = LIMITS.logEvents;
/** Milliseconds: by then everybody knows that they are cut off; until what is owed has been answered; and between two looks. */
const CUT = 6_000;
const SETTLE = 5_000;
const LOOK = 100;
/** Milliseconds that anything may take. */
const LIMIT = 60_000;

interface Replayed {
  /** Milliseconds from the return until each has applied the newest event. */
  took: number[];
  /** Milliseconds of the presenter's main thread from the return until the last of them had. */
  presenter: number;
  /** Milliseconds of CPU time of the attendees' browser meanwhile, all its processes. */
  attendees: number;
  /** Milliseconds by the clock of its tasks of 50 ms or more meanwhile. */
  longTasks: number[];
  busy: number;
}

export async function direct(opened: Opened, progress: (line: string) => void) {
  const plain = await plainRounds(opened, { sockets: ATTENDEES, frames: MISSED, programs: 1 });
  const pages = await opened.use(servePages(), (served) => served.stop());
  const server = await opened.use(
    startServer({ config: { port: 0, allowedOrigins: [pages.origin], logLevel: 'silent' } }),
    (running) => running.stop()
  );
  const presenters = await opened.use(launch(WIRED_ARGS), (browser) => browser.close());
  const context = await presenters.newContext();
  await context.addInitScript(longTaskProbe);
  const presenter = await context.newPage();
  await presenter.goto(pages.url('ours-presenter'));
  const code = await call(presenter, 'open', server.url);
  const ports = [server.url, pages.origin].map((url) => Number(new URL(url).port));
  const network = await opened.use(walledBrowser(ports, { wired: true }), (walled) => walled.close());
  const rooms = await Promise.all(
    Array.from({ length: PAGES }, async () => (await network.browser.newContext()).newPage())
  );
  for (const page of rooms) {
    await page.goto(pages.url('ours-attendees'));
    await call(page, 'join', server.url, code, { opening: ATTENDEES / PAGES, discarding: 0, answering: true });
  }

  const said: string[] = [];
  const say = async (count: number) => {
    const events = makeEvents(count, said.length);
    said.push(...events.flatMap((event) => ('step' in event ? event.step.stepId : [])));
    await call(presenter, 'run', events, 1);
  };
  /** For each attendee what it has applied, and when the newest came. */
  const lists = async () => {
    const all = await Promise.all(rooms.map((page) => call(page, 'arrivals')));
    return all.flatMap((arrivals) =>
      Array.from({ length: ATTENDEES / PAGES }, (_, attendee) => arrivals.filter((one) => one.attendee === attendee))
    );
  };
  const everybodyHasAll = async () => {
    const limit = Date.now() + LIMIT;
    for (;;) {
      const counts = await Promise.all(rooms.map((page) => page.evaluate<number>('bench.arrivals().length')));
      if (counts.every((count) => count >= said.length * (ATTENDEES / PAGES))) {
        return;
      }
      if (Date.now() > limit) {
        throw new Error(`not everybody has all ${said.length} events: ${counts.join(', ')} came to pages of ten`);
      }
      await pause(LOOK);
    }
  };

  await say(20);
  await everybodyHasAll();
  const read = await meterWork(presenter);
  const processes = await meterProcesses(network.browser);
  const theirs = async () => Object.values(await processes()).reduce((sum, ms) => sum + ms, 0);
  const rounds: { plain: Plain[]; ours: Replayed[] } = { plain: [], ours: [] };
  for (let number = 1; number <= ROUNDS; number++) {
    const baseline = await plain();
    rounds.plain.push(baseline);
    progress(`round ${number} plain: all after ${Math.max(...baseline.took).toFixed(0)} ms`);
    const busy = contention();
    network.cut();
    await Promise.all([say(MISSED), pause(CUT)]);
    await presenter.evaluate('void longTasks.splice(0)');
    const before = { work: await read(), theirs: await theirs() };
    const back = Date.now();
    network.mend();
    await everybodyHasAll();
    const after = { work: await read(), theirs: await theirs() };
    const ours: Replayed = {
      took: (await lists()).map((list) => (list.at(-1)?.at ?? Number.NaN) - back),
      presenter: after.work.cpu - before.work.cpu,
      attendees: after.theirs - before.theirs,
      longTasks: await presenter.evaluate<number[]>('longTasks.splice(0)'),
      busy,
    };
    rounds.ours.push(ours);
    const percentiles = [50, 95, 100].map((percent) => percentile(ours.took, percent).toFixed(0)).join('/');
    progress(
      `round ${number} ours: p50/p95/last ${percentiles} ms, presenter ${ours.presenter.toFixed(0)} ms of CPU, attendees ${ours.attendees.toFixed(0)} ms, long tasks ${ours.longTasks.map((ms) => ms.toFixed(0)).join(', ') || 'none'}`
    );
    await pause(SETTLE);
  }
  const wrong = (await lists()).filter((list) => list.map(({ stepId }) => stepId).join() !== said.join()).length;
  const label = `direct, ${ATTENDEES} back after ${MISSED} events`;
  const took = (part: Array<{ took: number[] }>, percent: number) =>
    median(part.map((one) => percentile(one.took, percent)));
  const figures: Figure[] = [
    { name: `${label}, everything there, p95`, value: took(rounds.ours, 95), unit: 'ms', goal: null },
    { name: `${label}, everything there, last`, value: took(rounds.ours, 100), unit: 'ms', goal: null },
    { name: `${label}, last, baseline`, value: took(rounds.plain, 100), unit: 'ms', goal: null },
    {
      name: `${label}, presenter's CPU`,
      value: median(rounds.ours.map((one) => one.presenter)),
      unit: 'ms',
      goal: 2_000,
    },
    {
      name: `${label}, attendees' CPU, all together`,
      value: median(rounds.ours.map((one) => one.attendees)),
      unit: 'ms',
      goal: null,
    },
    {
      name: `${label}, presenter's longest task`,
      value: median(rounds.ours.map(({ longTasks }) => Math.max(0, ...longTasks))),
      unit: 'ms',
      goal: null,
    },
    { name: `${label}, lists that are not the presenter's`, value: wrong, unit: 'attendees', goal: 0 },
    {
      name: 'wall time / CPU time of a probe, direct',
      value: median(rounds.ours.map(({ busy }) => busy)),
      unit: 'x',
      goal: null,
    },
  ];
  return { figures, rounds };
}
