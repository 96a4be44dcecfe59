/** 1,000 real attendees through the relay to a presenter in the built plugin: how soon all are in, and what that costs its page. */
import { setTimeout as pause } from 'node:timers/promises';
import { expect, type Page } from '@playwright/test';
import { stepsOf } from '../../e2e/guideSteps';
import { openGuide, pressShowMe, startSession } from '../../e2e/stage';
import { LIMITS } from '../../src/protocol/limits';
import type { Opened } from '../bench';
import { launch } from '../browsers';
import { meterWork } from '../fanOut/cpu';
import { enter, startGrafana } from '../grafana';
import { contention } from '../noise';
import { longTaskProbe } from '../probes';
import { Program } from '../processes/Program';
import type { AttendeesCalls } from '../processes/attendees';
import type { Figure } from '../result';
import { median, percentile } from '../stats';

const PROGRAMS = 2;
/** How many of each program join at the same time. */
const AT_ONCE = 100;
const PRESSES = 5;
/** Milliseconds in which a press and all its receipts are over. */
const WINDOW = 6_000;
const [STEP] = stepsOf('demo-tour');

interface Measured {
  /** Milliseconds of the main thread's CPU time in a window. */
  cpu: number;
  /** Milliseconds by the clock of each task of 50 ms or more. */
  longTasks: number[];
}

export async function realRoom(opened: Opened, progress: (line: string) => void) {
  const busy = [contention()];
  const grafana = await startGrafana(opened, { relay: 'only' });
  const browser = await opened.use(launch(), (running) => running.close());
  const { page } = await enter(browser, grafana, 'editor', longTaskProbe);
  await openGuide(page, 'demo-tour');
  const { code } = await startSession(page);
  const measure = await meterPage(page);
  const window = () => measure(pause(WINDOW));
  const press = () => measure(Promise.all([pause(WINDOW), pressShowMe(page, STEP)]));

  await press();
  const alone = await inTurn(PRESSES, window, press);
  progress(`alone: ${describe(alone)}`);

  const programs: Array<Program<AttendeesCalls>> = [];
  for (let number = 0; number < PROGRAMS; number++) {
    programs.push(await opened.use(Program.start<AttendeesCalls>('attendees'), (program) => program.kill()));
  }
  const codes = Array.from({ length: LIMITS.roster / PROGRAMS }, () => code);
  let joins: number[][] = [];
  let joined = Number.NaN;
  const begun = performance.now();
  const storm = await measure(
    Promise.all(programs.map((program) => program.call('join', grafana.sessionServer, codes, AT_ONCE))).then((all) => {
      joins = all;
      joined = performance.now() - begun;
    })
  );
  progress(`${LIMITS.roster} in after ${joined.toFixed(0)} ms; ${describeTasks(storm)}`);
  await pause(WINDOW);

  const receipts = page.locator(`[data-testid="live-receipts"][data-step-id="${STEP.id}"]`);
  const answered = async () => {
    busy.push(contention());
    const measured = await press();
    await expect(receipts).toHaveAttribute('data-shown', String(LIMITS.roster));
    return measured;
  };
  const full = await inTurn(PRESSES, window, answered);
  progress(`full: ${describe(full)}`);

  const longest = (measured: Measured[]) => Math.max(0, ...measured.flatMap(({ longTasks }) => longTasks));
  const cost = (turns: Turns) => median(turns.pressed.map(({ cpu }) => cpu)) - median(turns.idle.map(({ cpu }) => cpu));
  const figures: Figure[] = [
    { name: `${LIMITS.roster} storm in, all live`, value: joined, unit: 'ms', goal: 30_000 },
    { name: 'one of them, p95', value: percentile(joins.flat(), 95), unit: 'ms', goal: null },
    { name: "presenter's longest task meanwhile", value: longest([storm]), unit: 'ms', goal: 50 },
    { name: "presenter's CPU meanwhile", value: storm.cpu, unit: 'ms', goal: null },
    { name: "a step's receipts, presenter's CPU", value: cost(full) - cost(alone), unit: 'ms', goal: 100 },
    { name: 'a press alone, the same', value: cost(alone), unit: 'ms', goal: null },
    { name: "presenter's longest task at receipts", value: longest(full.pressed), unit: 'ms', goal: 50 },
    {
      name: "the full room, no events, presenter's CPU",
      value: median(full.idle.map(({ cpu }) => cpu)) / WINDOW,
      unit: 'cores',
      goal: null,
    },
    { name: 'wall time / CPU time of a probe, room', value: median(busy), unit: 'x', goal: null },
  ];
  return { figures, rounds: { alone, storm, full, joins, busy } };
}

interface Turns {
  idle: Measured[];
  pressed: Measured[];
}

async function inTurn(times: number, idle: () => Promise<Measured>, pressed: () => Promise<Measured>): Promise<Turns> {
  const turns: Turns = { idle: [], pressed: [] };
  for (let turn = 0; turn < times; turn++) {
    turns.idle.push(await idle());
    turns.pressed.push(await pressed());
  }
  return turns;
}

async function meterPage(page: Page): Promise<(during: Promise<unknown>) => Promise<Measured>> {
  const read = await meterWork(page);
  return async (during) => {
    await page.evaluate('void longTasks.splice(0)');
    const before = await read();
    await during;
    const after = await read();
    return { cpu: after.cpu - before.cpu, longTasks: await page.evaluate<number[]>('longTasks.splice(0)') };
  };
}

const describe = ({ idle, pressed }: Turns) =>
  `without ${idle.map(({ cpu }) => cpu.toFixed(0)).join(', ')} ms of CPU, with a press ${pressed
    .map((one) => `${one.cpu.toFixed(0)} (${describeTasks(one)})`)
    .join(', ')}`;
const describeTasks = ({ longTasks }: Measured) =>
  `long tasks: ${longTasks.map((ms) => ms.toFixed(0)).join(', ') || 'none'}`;
