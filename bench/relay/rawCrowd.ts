/** 10,000 sockets at one relay, in rooms as large as they may be: what it takes of the server, and how late events are. */
import { setTimeout as pause } from 'node:timers/promises';
import { Presenter } from '../../server/testing/people';
import { LIMITS, TIMES } from '../../src/protocol/limits';
import { RelayHub } from '../../src/transport/RelayHub';
import type { Opened } from '../bench';
import { contention } from '../noise';
import { nodeClock } from '../processes/nodeClock';
import { Program } from '../processes/Program';
import type { RawAttendeesCalls } from '../processes/rawAttendees';
import type { ServerCalls } from '../processes/server';
import { stampedFrame } from '../processes/stampedFrame';
import type { Figure } from '../result';
import { median, percentile } from '../stats';

const ROOMS = 10;
const PER_ROOM = LIMITS.roster;
const PROGRAMS = 2;
/** A connection is an address and a port at each end; one address has 28,000 ports at most. */
const ADDRESSES = ['127.0.0.1', '127.0.0.2', '127.0.0.3', '127.0.0.4'];
const ROUNDS = 3;
const EVENTS = 20;
const EVERY = 500;
/** Milliseconds for what was joined to come to rest, and for the last events to arrive. */
const SETTLE = 3_000;

/** Milliseconds after which what has not come counts as lost, and between two looks. */
const LATEST = 30_000;
const LOOK = 250;

interface Room {
  presenter: Presenter;
  epoch: number;
  hub: RelayHub;
  seq: number;
}

export interface RawRound {
  shape: 'in step' | 'spread';
  p50: number;
  p95: number;
  p99: number;
  max: number;
  /** Of one core. */
  cpu: number;
  /** Megabytes, at the end. */
  rss: number;
  busy: number;
}

export async function rawCrowd(
  opened: Opened,
  progress: (line: string) => void
): Promise<{ figures: Figure[]; rounds: RawRound[] }> {
  const server = await opened.use(Program.start<ServerCalls>('server'), (program) => program.kill());
  const url = await server.call('start', { port: 0, relay: 'only' });
  const empty = await server.call('usage');
  const rooms: Room[] = [];
  for (let number = 0; number < ROOMS; number++) {
    rooms.push(await opened.use(openRoom(url), async ({ hub }) => hub.close()));
  }
  const leases = setInterval(() => {
    rooms.forEach(({ presenter, epoch }) => void presenter.lease(epoch).catch(() => {}));
  }, TIMES.leaseRenewal);
  await opened.use(Promise.resolve(leases), async (timer) => clearInterval(timer));

  const programs: Array<Program<RawAttendeesCalls>> = [];
  for (let number = 0; number < PROGRAMS; number++) {
    programs.push(await opened.use(Program.start<RawAttendeesCalls>('rawAttendees'), (program) => program.kill()));
  }
  const joining = performance.now();
  const codes = Array.from({ length: ROOMS * PER_ROOM }, (_, number) => rooms[number % ROOMS].presenter.code);
  const share = codes.length / PROGRAMS;
  await Promise.all(
    programs.map((program, number) =>
      program.call('join', url, codes.slice(number * share, (number + 1) * share), ADDRESSES)
    )
  );
  const joined = performance.now() - joining;
  progress(`${codes.length} sockets in ${(joined / 1000).toFixed(1)} s`);

  const rounds: RawRound[] = [];
  for (let number = 0; number < ROUNDS; number++) {
    for (const shape of ['in step', 'spread'] as const) {
      await pause(SETTLE);
      const busy = contention();
      await Promise.all(programs.map((program) => program.call('heard')));
      const before = await server.call('usage');
      await Promise.all(
        rooms.map((room, index) => present(room, shape === 'in step' ? 0 : (index * EVERY) / rooms.length))
      );
      await pause(EVERY);
      const after = await server.call('usage');
      await pause(SETTLE);
      const { latencies, lost } = await allHeard(programs, EVENTS * codes.length);
      if (latencies.length !== EVENTS * codes.length || lost > 0) {
        throw new Error(`${latencies.length} of ${EVENTS * codes.length} frames came, ${lost} sockets were lost`);
      }
      const round: RawRound = {
        shape,
        p50: percentile(latencies, 50),
        p95: percentile(latencies, 95),
        p99: percentile(latencies, 99),
        max: percentile(latencies, 100),
        cpu: (after.cpu - before.cpu) / (after.at - before.at),
        rss: after.rss / 1e6,
        busy,
      };
      rounds.push(round);
      const ms = [round.p50, round.p95, round.p99, round.max].map((value) => value.toFixed(0)).join('/');
      progress(
        `round ${number + 1}, ${shape}: p50/p95/p99/max ${ms} ms, ${(round.cpu * 100).toFixed(0)} % of a core, ${round.rss.toFixed(0)} MB`
      );
    }
  }

  const middle = (shape: RawRound['shape'], measure: 'p50' | 'p99' | 'cpu' | 'rss') =>
    median(rounds.filter((round) => round.shape === shape).map((round) => round[measure]));
  const label = `${codes.length} sockets, ${1000 / EVERY} events/s`;
  return {
    rounds,
    figures: [
      { name: `${label}, p99, all rooms in step`, value: middle('in step', 'p99'), unit: 'ms', goal: 250 },
      { name: `${label}, p99, rooms spread`, value: middle('spread', 'p99'), unit: 'ms', goal: 250 },
      { name: `${label}, p50, all rooms in step`, value: middle('in step', 'p50'), unit: 'ms', goal: null },
      { name: `${label}, p50, rooms spread`, value: middle('spread', 'p50'), unit: 'ms', goal: null },
      { name: `${label}, server's CPU`, value: middle('in step', 'cpu'), unit: 'cores', goal: 0.5 },
      { name: `${label}, server's memory`, value: middle('in step', 'rss'), unit: 'MB', goal: 400 },
      { name: "the empty server's memory", value: empty.rss / 1e6, unit: 'MB', goal: null },
      { name: `${codes.length} sockets joined`, value: joined, unit: 'ms', goal: null },
      {
        name: 'wall time / CPU time of a probe, raw',
        value: median(rounds.map(({ busy }) => busy)),
        unit: 'x',
        goal: null,
      },
    ],
  };
}

/** What came, and what still comes within `LATEST`: however late it is, it counts. */
async function allHeard(programs: ReadonlyArray<Program<RawAttendeesCalls>>, expected: number) {
  const latencies: number[] = [];
  let lost = 0;
  const until = Date.now() + LATEST;
  do {
    for (const one of await Promise.all(programs.map((program) => program.call('heard')))) {
      one.latencies.forEach((ms) => latencies.push(ms));
      lost += one.lost;
    }
    await pause(latencies.length < expected ? LOOK : 0);
  } while (latencies.length < expected && Date.now() < until);
  return { latencies, lost };
}

async function openRoom(url: string): Promise<Room> {
  const presenter = await Presenter.create(url);
  const { epoch } = await presenter.start();
  const hub = new RelayHub({
    baseUrl: url,
    clock: nodeClock,
    random: Math.random,
    load: presenter.pageId,
    ticket: () => presenter.relayTicket(epoch),
  });
  await new Promise<void>((resolve) => hub.onAttached(() => resolve()));
  hub.proceed();
  return { presenter, epoch, hub, seq: 0 };
}

async function present(room: Room, offset: number): Promise<void> {
  const begun = performance.now() + offset;
  for (let event = 0; event < EVENTS; event++) {
    await pause(Math.max(0, begun + event * EVERY - performance.now()));
    room.hub.broadcast(stampedFrame(room.presenter.sessionId, room.epoch, ++room.seq));
  }
}
