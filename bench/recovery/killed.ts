/**
 * One of three servers at one Redis is killed under 5,000 people behind the relay: how soon all are attached, and that nothing is
 * lost. Some open and apply what comes; the others keep its order and ask for what they miss, since 5,000 who each open a ping a
 * second take more than the machine has.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { startNginxBalancer } from '../../scripts/testing/nginxBalancer';
import { call } from '../../server/testing/http';
import { ServerProcess } from '../../server/testing/serverProcess';
import type { Opened } from '../bench';
import { makeEvents } from '../fanOut/round';
import { contention } from '../noise';
import type { AttendeesCalls } from '../processes/attendees';
import type { RelaySinksCalls } from '../processes/relaySinks';
import type { PresenterCalls } from '../processes/presenter';
import { Program } from '../processes/Program';
import type { Figure } from '../result';
import { startRedis } from './redis';

const SERVERS = 3;
const ROOMS = 5;
const PER_ROOM = 1_000;
const ATTENDEES = ROOMS * PER_ROOM;
/** Of each room, how many open and apply. */
const OPENING = 10;
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
  const balancer = await opened.use(startNginxBalancer(servers.map(({ port }) => port)), (running) => running.stop());
  const presenter = await opened.use(Program.start<PresenterCalls>('presenter'), (program) => program.kill());
  const codes = await presenter.call('open', balancer.url, ROOMS);
  const presented = await sockets(servers);
  const opening = await opened.use(Program.start<AttendeesCalls>('attendees'), (program) => program.kill());
  const sinks: Array<Program<RelaySinksCalls>> = [];
  for (let number = 0; number < PROGRAMS; number++) {
    sinks.push(await opened.use(Program.start<RelaySinksCalls>('relaySinks'), (program) => program.kill()));
  }
  const busy = contention();
  const joining = performance.now();
  const openers = Array.from({ length: ROOMS * OPENING }, (_, number) => number % ROOMS);
  const others = Array.from({ length: (ATTENDEES - openers.length) / PROGRAMS }, (_, number) => number % ROOMS);
  const codesOf = (rooms: readonly number[]) => rooms.map((room) => codes[room]);
  await opening.call('join', balancer.url, codesOf(openers), AT_ONCE);
  await Promise.all(sinks.map((program) => program.call('join', balancer.url, codesOf(others), AT_ONCE)));
  const joined = performance.now() - joining;
  const before = await sockets(servers);
  const snapshots = await snapshotsOf(sinks);
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
  const said = await presenter.call('said');
  const last = said.map((positions) => positions.at(-1));
  let told = performance.now();
  await until(async () => {
    const stands = await Promise.all(sinks.map((program) => program.call('stand')));
    const behind = sum(stands.map((all) => all.filter(({ at }) => !last.includes(at)).length));
    const fewest = await opening.call('fewest');
    const live = await opening.call('live');
    if (performance.now() - told > TELL) {
      told = performance.now();
      progress(`${behind} are behind; who opens has ${fewest} of ${EVENTS} at least, and ${live} of them are live`);
    }
    return behind === 0 && fewest >= EVENTS && live === openers.length;
  });
  const applied = await opening.call('applied');
  const differ = applied.filter((list, number) => list.join() !== said[openers[number]].join()).length;
  // Who keeps the order alone stands at an event only after each one before it, or was told where the room stands instead.
  const wrong = differ + (await snapshotsOf(sinks)) - snapshots;
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

async function snapshotsOf(sinks: ReadonlyArray<Program<RelaySinksCalls>>): Promise<number> {
  return sum((await Promise.all(sinks.map((program) => program.call('snapshots')))).flat());
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
