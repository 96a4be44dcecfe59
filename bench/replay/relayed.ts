/** A room behind the relay is cut off, misses a whole log of events, and comes back at once: the relay says them again. */
import { setTimeout as pause } from 'node:timers/promises';
import { breakableWire } from '../../server/testing/breakableWire';
import { LIMITS } from '../../src/protocol/limits';
import type { Opened } from '../bench';
import { makeEvents } from '../fanOut/round';
import { contention } from '../noise';
import type { AttendeesCalls } from '../processes/attendees';
import type { PresenterCalls } from '../processes/presenter';
import { Program } from '../processes/Program';
import type { RelaySinksCalls } from '../processes/relaySinks';
import type { ServerCalls } from '../processes/server';
import type { Figure } from '../result';
import { median, percentile } from '../stats';
import { plainRounds, type Plain } from './plain';

/** Attendees that open, check and answer what comes; the others keep its order and discard it. */
const MEASURED = 4;
const ATTENDEES = 200;
/** Programs of those that discard. */
const PROGRAMS = 2;
/** How many of each program join at the same time. */
const AT_ONCE = 20;
const ROUNDS = 3;
const MISSED = LIMITS.logEvents;
/** More than anybody keeps. */
const TOO_MANY = LIMITS.logEvents + 200;
/** Milliseconds between two looks, until what came has been answered, and that anything may take. */
const LOOK = 100;
const SETTLE = 5_000;
const LIMIT = 90_000;

interface Replayed {
  /** Milliseconds from the return until each has the newest event. */
  took: number[];
  /** The same of those that open and apply them. */
  applied: number[];
  /** Milliseconds of CPU time from the return until the last of them had, of all threads. */
  server: number;
  presenter: number;
  /** The presenter's in as long a time before it. */
  presenterIdle: number;
  /** Attendees who were told where the room stands instead of some events. */
  snapshots: number;
  busy: number;
}

export async function relayed(opened: Opened, progress: (line: string) => void) {
  const plain = await plainRounds(opened, { sockets: ATTENDEES, frames: MISSED, programs: PROGRAMS });
  const server = await opened.use(Program.start<ServerCalls>('server'), (program) => program.kill());
  const url = await server.call('start', { port: 0, relay: 'only' });
  const wire = await opened.use(breakableWire(Number(new URL(url).port)), async (its) => its.close());
  const presenter = await opened.use(Program.start<PresenterCalls>('presenter'), (program) => program.kill());
  const [code] = await presenter.call('open', url, 1);
  const measured = await opened.use(Program.start<AttendeesCalls>('attendees'), (program) => program.kill());
  const sinks: Array<Program<RelaySinksCalls>> = [];
  for (let number = 0; number < PROGRAMS; number++) {
    sinks.push(await opened.use(Program.start<RelaySinksCalls>('relaySinks'), (program) => program.kill()));
  }
  const codes = (count: number) => Array.from({ length: count }, () => code);
  await measured.call('join', wire.url, codes(MEASURED), MEASURED);
  const each = codes((ATTENDEES - MEASURED) / PROGRAMS);
  await Promise.all(sinks.map((program) => program.call('join', wire.url, each, AT_ONCE)));

  let said = 0;
  const say = async (count: number) => {
    for (const event of makeEvents(count, said)) {
      await presenter.call('publish', event);
    }
    said += count;
    const [list] = await presenter.call('said');
    return list.at(-1) ?? '';
  };
  const stand = async () => {
    const [first, ...rest] = await Promise.all([measured, ...sinks].map((program) => program.call('stand')));
    return { measured: first, all: [first, ...rest].flat() };
  };
  const snapshots = async () =>
    (await Promise.all([measured, ...sinks].map((program) => program.call('snapshots')))).flat();
  const everybodyHas = (newest: string) =>
    until(async () => {
      const now = await stand();
      return now.all.every(({ at }) => at === newest) ? now : null;
    });
  const suspected = () => until(async () => ((await measured.call('live')) === 0 ? true : null));

  const round = async (missed: number): Promise<Replayed> => {
    const busy = contention();
    wire.cut();
    const newest = await say(missed);
    await suspected();
    const told = await snapshots();
    const before = { server: await server.call('usage'), presenter: await presenter.call('cpu') };
    const back = Date.now();
    wire.mend();
    const reached = await everybodyHas(newest);
    const after = { server: await server.call('usage'), presenter: await presenter.call('cpu') };
    const lasted = Date.now() - back;
    await pause(SETTLE);
    const rest = await presenter.call('cpu');
    await pause(lasted);
    const presenterIdle = (await presenter.call('cpu')) - rest;
    return {
      took: reached.all.map(({ since }) => since - back),
      applied: reached.measured.map(({ since }) => since - back),
      server: after.server.cpu - before.server.cpu,
      presenter: after.presenter - before.presenter,
      presenterIdle,
      snapshots: (await snapshots()).filter((count, attendee) => count > told[attendee]).length,
      busy,
    };
  };

  await everybodyHas(await say(20));
  const rounds: { plain: Plain[]; ours: Replayed[]; tooMany: Replayed[] } = { plain: [], ours: [], tooMany: [] };
  for (let number = 1; number <= ROUNDS; number++) {
    const baseline = await plain();
    rounds.plain.push(baseline);
    progress(`round ${number} plain: all after ${last(baseline)} ms, server ${baseline.cpu.toFixed(0)} ms of CPU`);
    const ours = await round(MISSED);
    rounds.ours.push(ours);
    progress(`round ${number} ours: ${describe(ours)}`);
  }
  const applied = await measured.call('applied');
  const [kept] = await presenter.call('said');
  const epoch = kept[0]?.split('.')[0];
  const expected = Array.from({ length: said }, (_, index) => `${epoch}.${index + 1}`).join();
  const wrong = applied.filter((list) => list.join() !== expected).length;
  const extra = (await Promise.all(sinks.map((program) => program.call('extra')))).reduce((sum, one) => sum + one, 0);

  const tooMany = await round(TOO_MANY);
  rounds.tooMany.push(tooMany);
  progress(`${TOO_MANY} missed: ${describe(tooMany)}`);
  await everybodyHas(await say(1));
  const disordered = (await measured.call('applied')).filter(
    (list) =>
      !rising(
        list.map((of) => Number(of.split('.')[1])),
        said
      )
  ).length;

  const took = (part: Array<{ took: number[] }>, percent: number) =>
    median(part.map((one) => percentile(one.took, percent)));
  const label = `relay, ${ATTENDEES} back after ${MISSED} events`;
  const cpu = median(rounds.ours.map((one) => one.server));
  const figures: Figure[] = [
    { name: `${label}, everything there, p95`, value: took(rounds.ours, 95), unit: 'ms', goal: 5_000 },
    {
      name: `${label}, opened and applied by all ${MEASURED} that do`,
      value: median(rounds.ours.map((one) => Math.max(...one.applied))),
      unit: 'ms',
      goal: null,
    },
    { name: `${label}, everything there, last`, value: took(rounds.ours, 100), unit: 'ms', goal: null },
    { name: `${label}, last, baseline`, value: took(rounds.plain, 100), unit: 'ms', goal: null },
    { name: `${label}, server's CPU`, value: cpu, unit: 'ms', goal: null },
    {
      name: `${label}, server's CPU, ours / baseline`,
      value: cpu / median(rounds.plain.map((one) => one.cpu)),
      unit: 'x',
      goal: 4,
    },
    {
      name: `${label}, presenter's CPU`,
      value: median(rounds.ours.map((one) => one.presenter)),
      unit: 'ms',
      goal: null,
    },
    {
      name: `${label}, presenter's CPU in as long without it`,
      value: median(rounds.ours.map((one) => one.presenterIdle)),
      unit: 'ms',
      goal: null,
    },
    { name: `${label}, lists that are not the presenter's`, value: wrong, unit: 'attendees', goal: 0 },
    {
      name: `${label}, frames that came once more than needed, for each`,
      value: extra / (ATTENDEES - MEASURED) / ROUNDS,
      unit: 'events',
      goal: null,
    },
    {
      name: `relay, ${ATTENDEES} back after ${TOO_MANY} events, the room as it is, last`,
      value: took(rounds.tooMany, 100),
      unit: 'ms',
      goal: 5_000,
    },
    {
      name: `relay, ${TOO_MANY} events, attendees without a snapshot instead or with events out of order`,
      value: Math.max(disordered, ATTENDEES - tooMany.snapshots),
      unit: 'attendees',
      goal: 0,
    },
    {
      name: 'wall time / CPU time of a probe, relay',
      value: median(rounds.ours.map(({ busy }) => busy)),
      unit: 'x',
      goal: null,
    },
  ];
  return { figures, rounds };
}

const last = ({ took }: { took: number[] }) => Math.max(...took).toFixed(0);
const describe = (one: Replayed) =>
  `p50/p95/last ${[50, 95, 100].map((percent) => percentile(one.took, percent).toFixed(0)).join('/')} ms, applied ${one.applied.map((ms) => ms.toFixed(0)).join(', ')} ms, server ${one.server.toFixed(0)} ms of CPU, presenter ${one.presenter.toFixed(0)} ms (${one.presenterIdle.toFixed(0)} ms without), ${one.snapshots} by a snapshot`;

/** Each once, in order, up to the newest. */
const rising = (seqs: readonly number[], newest: number) =>
  seqs.at(-1) === newest && seqs.every((seq, index) => index === 0 || seq > seqs[index - 1]);

async function until<T>(look: () => Promise<T | null>): Promise<T> {
  const limit = Date.now() + LIMIT;
  for (;;) {
    const seen = await look();
    if (seen !== null) {
      return seen;
    }
    if (Date.now() > limit) {
      throw new Error('not everybody has everything');
    }
    await pause(LOOK);
  }
}
