/** One round of one side: a room that joins, warms up, keeps still, gets its events. */
import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, Page } from '@playwright/test';
import type { StageEvent } from '../../src/protocol/messages';
import { TIMES } from '../../src/protocol/limits';
import { median, percentile } from '../stats';
import { meterWork, type Work } from './cpu';
import type { ServedPages } from './pages';
import { call, type Side } from './side';

export interface Shape {
  /** Attendees that open what they get; they share a page of their own. */
  measured: number;
  /** Pages of sinks, and how many are in each. */
  sinkPages: number;
  sinksPerPage: number;
  events: number;
  /** Milliseconds. */
  everyMs: number;
  /** How many attendees may have direct links, where it is more than the product lets in. */
  directSlots?: number;
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
/** Milliseconds in which a presenter's page has told the directory how much room it has. */
const SLOTS_KNOWN = 1.5 * TIMES.leaseRenewal;
/** Milliseconds for connections that have just opened to come to rest. */
const SETTLE = 2_000;
/** Milliseconds after the last event, in which it arrives and what it left behind is cleared away. */
const DRAIN = 2_000;

export async function runRound(
  side: Side,
  shape: Shape,
  browsers: { presenter: Browser; attendees: Browser },
  pages: ServedPages
): Promise<Round> {
  const rooms = [await browsers.presenter.newContext(), await browsers.attendees.newContext()];
  try {
    const presenter = await rooms[0].newPage();
    await presenter.goto(pages.url(side.presenter));
    const address = await call(presenter, 'open', side.serverUrl, shape.directSlots);

    const measured = await rooms[1].newPage();
    const sinks = await Promise.all(Array.from({ length: shape.sinkPages }, () => rooms[1].newPage()));
    await Promise.all([measured, ...sinks].map((page) => page.goto(pages.url(side.attendees))));
    if (shape.directSlots !== undefined) {
      await pause(SLOTS_KNOWN);
    }
    const joining = Date.now();
    for (const page of sinks) {
      await call(page, 'join', side.serverUrl, address, {
        opening: 0,
        discarding: shape.sinksPerPage,
        answering: false,
      });
    }
    await call(measured, 'join', side.serverUrl, address, {
      opening: shape.measured,
      discarding: 0,
      answering: side.answering,
    });
    const joined = Date.now() - joining;
    await expectAllConnected(presenter, shape);
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
    await Promise.all(rooms.map((room) => room.close()));
  }
}

const stepIdOf = (event: StageEvent) => ('step' in event ? event.step.stepId : '');

/** A presenter knows of a newcomer a moment later than the newcomer does. */
async function expectAllConnected(presenter: Page, shape: Shape): Promise<void> {
  const all = shape.measured + shape.sinkPages * shape.sinksPerPage;
  await presenter.waitForFunction(`bench.connected() === ${all}`, undefined, { timeout: 10_000 }).catch(async () => {
    throw new Error(`${await call(presenter, 'connected')} of ${all} attendees are connected`);
  });
}

/** What joining and warming up left behind is not to be cleared away in what is measured. */
async function collectGarbage(page: Page): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('HeapProfiler.collectGarbage');
  await cdp.detach();
}
