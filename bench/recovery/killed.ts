/** One of three servers at one Redis is killed under 5,000 real attendees: how soon all are attached, and that nothing is lost. */
import { setTimeout as pause } from 'node:timers/promises';
import { Balancer } from '../../server/testing/balancer';
import { call } from '../../server/testing/http';
import { ServerProcess } from '../../server/testing/serverProcess';
import type { Opened } from '../bench';
import { makeEvents } from '../fanOut/round';
import { contention } from '../noise';
import type { AttendeesCalls } from '../processes/attendees';
import type { PresenterCalls } from '../processes/presenter';
import { Program } from '../processes/Program';
import type { Figure } from '../result';
import { startRedis } from './redis';

const SERVERS = 3;
const ROOMS = 5;
const PER_ROOM = 1_000;
const ATTENDEES = ROOMS * PER_ROOM;
const PROGRAMS = 2;
/** How many of each program join at the same time: how soon they are in is measured elsewhere. */
const AT_ONCE = 15;
/** In each room. */
const EVENTS = 20;
const EVERY = 1_000;
const KILL_AFTER = 6;
/** Between two looks, in milliseconds. */
const LOOK = 100;
/** Between two words of how far it is, in milliseconds. */
const TELL = 5_000;
/** Milliseconds that anything may take. */
const LIMIT = 120_000;

export async function killedServer(opened: Opened, progress: (line: string) => void) {
  const redis = await opened.use(startRedis(), (running) => running.stop());
  const env = {
    REDIS_URL: redis.url,
    SERVER_SECRET: 'one secret of all servers of a bench',
    RELAY: 'only',
    LOG_LEVEL: 'error',
  };
  const servers: ServerProcess[] = [];
  for (let number = 0; number < SERVERS; number++) {
    servers.push(await opened.use(ServerProcess.start(env), (server) => server.kill()));
  }
  const balancer = await opened.use(
    Balancer.start(() => servers.map(({ port }) => port)),
    (running) => running.close()
  );
  const presenter = await opened.use(Program.start<PresenterCalls>('presenter'), (program) => program.kill());
  const codes = await presenter.call('open', balancer.url, ROOMS);
  const presented = await sockets(servers);
  const programs: Array<Program<AttendeesCalls>> = [];
  for (let number = 0; number < PROGRAMS; number++) {
    programs.push(await opened.use(Program.start<AttendeesCalls>('attendees'), (program) => program.kill()));
  }
  const busy = contention();
  const joining = performance.now();
  const rooms = Array.from({ length: ATTENDEES / PROGRAMS }, (_, number) => number % ROOMS);
  await Promise.all(
    programs.map((program) =>
      program.call(
        'join',
        balancer.url,
        rooms.map((room) => codes[room]),
        AT_ONCE
      )
    )
  );
  const joined = performance.now() - joining;
  const before = await sockets(servers);
  progress(
    `${ATTENDEES} live after ${(joined / 1000).toFixed(1)} s; sockets ${before.join(', ')}, presenters' ${presented.join(', ')}`
  );

  const victim = presented.indexOf(Math.max(...presented));
  const rest = servers.filter((_, index) => index !== victim);
  let attached: Promise<number> | null = null;
  for (const [index, event] of makeEvents(EVENTS).entries()) {
    await presenter.call('publish', event);
    if (index === KILL_AFTER) {
      await servers[victim].kill();
      const killed = performance.now();
      attached = until(async () => sum(await sockets(rest)) >= ATTENDEES + ROOMS).then(
        () => performance.now() - killed
      );
    }
    await pause(EVERY);
  }
  const back = (await attached) ?? Number.NaN;
  let told = performance.now();
  await until(async () => {
    const fewest = Math.min(...(await Promise.all(programs.map((program) => program.call('fewest')))));
    const live = sum(await Promise.all(programs.map((program) => program.call('live'))));
    if (performance.now() - told > TELL) {
      told = performance.now();
      progress(`everybody has ${fewest} of ${EVENTS} events at least; ${live} of ${ATTENDEES} are live`);
    }
    return fewest >= EVENTS && live === ATTENDEES;
  });
  const said = await presenter.call('said');
  const applied = await Promise.all(programs.map((program) => program.call('applied')));
  const wrong = applied
    .flatMap((lists) => lists.map((list, number) => list.join() === said[rooms[number]].join()))
    .filter((same) => !same).length;
  progress(
    `server of ${before[victim]} sockets killed: all attached after ${back.toFixed(0)} ms; ${wrong} lists differ`
  );
  const figures: Figure[] = [
    {
      name: `${SERVERS} servers, ${ATTENDEES} attendees, one killed: all attached`,
      value: back,
      unit: 'ms',
      goal: 5_000,
    },
    { name: 'attendees who did not apply every event once and in order', value: wrong, unit: 'attendees', goal: 0 },
    { name: `${ATTENDEES} joined`, value: joined, unit: 'ms', goal: null },
    { name: 'wall time / CPU time of a probe, killed server', value: busy, unit: 'x', goal: null },
  ];
  return { figures, rounds: { before, presented, victim, back, joined, wrong } };
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);

/** Relay sockets of each server. */
function sockets(servers: readonly ServerProcess[]): Promise<number[]> {
  return Promise.all(
    servers.map(async ({ url }) => {
      const { text } = await call(`${url}/metrics`);
      return Number(/^livesessions_relay_sockets (\d+)$/m.exec(text)?.[1]);
    })
  );
}

async function until(ready: () => Promise<boolean>): Promise<void> {
  const limit = Date.now() + LIMIT;
  while (!(await ready())) {
    if (Date.now() > limit) {
      throw new Error('not everybody is attached and has everything');
    }
    await pause(LOOK);
  }
}
