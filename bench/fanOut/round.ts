/** One round of one side: a room that joins, warms up, keeps still, gets its events. */
import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { StageEvent } from '../../src/protocol/messages';
import { median, percentile } from '../stats';
import { collectGarbage, meterWork, type Work } from './cpu';
import type { ServedPages } from './pages';
import { expectAllConnected, openRoom, type Browsers, type RoomShape } from './room';
import { call, type Side } from './side';

export interface Shape extends RoomShape {
  events: number;
  /** Milliseconds. */
  everyMs: number;
}

export interface Round {
  /** Milliseconds of the presenter's main thread for one event: while events flow, less what it takes without. */
  cpuPerEvent: number;
  /** The same by the clock. */
  wallPerEvent: number;
  /** Milliseconds of the presenter's main thread in a second without events. */
  idlePerSecond: number;
  /** Milliseconds from handing over to the attendee's handler. */
  p50: number;
  p95: number;
  p99: number;
  /** All of them. */
  latencies: number[];
  /** Milliseconds until the whole room was in. */
  joined: number;
}

/** Events of 450 to 500 bytes of JSON, each at a step of its own. */
export function makeEvents(count: number, first = 0): StageEvent[] {
  return Array.from({ length: count }, (_, index) => first + index).map((number) => ({
    type: 'show_me',
    step: {
      guideId: `bundled:fan-out-${'guide-'.repeat(28)}`,
      stepId: `${'section-'.repeat(18)}step-${String(number).padStart(4, '0')}`,
      stepHash: createHash('sha256').update(String(number)).digest('hex'),
    },
  }));
}

/** Events before the measured ones: a session lasts longer than the browser takes to compile what is used often. */
const WARM_UP = { events: 150, everyMs: 40 };
/** Milliseconds for connections that have just opened to come to rest. */
const SETTLE = 2_000;
/** Milliseconds after the last event, in which it arrives and what it left behind is cleared away. */
const DRAIN = 2_000;

export async function runRound(side: Side, shape: Shape, browsers: Browsers, pages: ServedPages): Promise<Round> {
  const room = await openRoom(side, shape, browsers, pages);
  const { presenter, measured, joined } = room;
  try {
    await call(presenter, 'run', makeEvents(WARM_UP.events), WARM_UP.everyMs);
    await pause(SETTLE);

    await collectGarbage(presenter);
    const read = await meterWork(presenter);
    const duration = shape.events * shape.everyMs + DRAIN;
    const workIn = async (time: Promise<unknown>): Promise<Work> => {
      const before = await read();
      await time;
      const after = await read();
      return { cpu: after.cpu - before.cpu, wall: after.wall - before.wall };
    };
    const idle = await workIn(pause(duration));
    const events = makeEvents(shape.events, WARM_UP.events);
    let sent: number[] = [];
    const busy = await workIn(
      Promise.all([
        pause(duration),
        call(presenter, 'run', events, shape.everyMs).then((times) => {
          sent = times;
        }),
      ])
    );
    await expectAllConnected(presenter, shape);

    const sentAt = new Map(events.map((event, index) => [stepIdOf(event), sent[index]]));
    const arrivals = (await call(measured, 'arrivals')).filter(({ stepId }) => sentAt.has(stepId));
    if (arrivals.length !== shape.events * shape.measured) {
      throw new Error(`${arrivals.length} of ${shape.events * shape.measured} events arrived`);
    }
    const latencies = arrivals.map(({ stepId, at }) => at - (sentAt.get(stepId) ?? Number.NaN));
    return {
      cpuPerEvent: (busy.cpu - idle.cpu) / shape.events,
      wallPerEvent: (busy.wall - idle.wall) / shape.events,
      idlePerSecond: idle.cpu / (duration / 1000),
      p50: median(latencies),
      p95: percentile(latencies, 95),
      p99: percentile(latencies, 99),
      latencies,
      joined,
    };
  } finally {
    await room.close();
  }
}

const stepIdOf = (event: StageEvent) => ('step' in event ? event.step.stepId : '');
