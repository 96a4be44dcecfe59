/** A room of one side: its presenter's page, a page of attendees that open what comes, pages of those that discard it. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, Page } from '@playwright/test';
import { TIMES } from '../../src/protocol/limits';
import type { ServedPages } from './pages';
import { call, type Side } from './side';

export interface RoomShape {
  /** Attendees that open what they get; they share a page of their own. */
  measured: number;
  /** Pages of sinks, and how many are in each. */
  sinkPages: number;
  sinksPerPage: number;
  /** How many attendees may have direct links, where it is more than the product lets in. */
  directSlots?: number;
}

export interface Browsers {
  presenter: Browser;
  attendees: Browser;
}

export interface Room {
  presenter: Page;
  measured: Page;
  /** Milliseconds until all were in. */
  joined: number;
  close(): Promise<void>;
}

/** Milliseconds in which a presenter's page has told the directory how much room it has. */
const SLOTS_KNOWN = 1.5 * TIMES.leaseRenewal;

/** Resolves when everybody is in. */
export async function openRoom(side: Side, shape: RoomShape, browsers: Browsers, pages: ServedPages): Promise<Room> {
  const contexts = [await browsers.presenter.newContext(), await browsers.attendees.newContext()];
  const close = async () => {
    await Promise.all(contexts.map((context) => context.close()));
  };
  try {
    const presenter = await contexts[0].newPage();
    await presenter.goto(pages.url(side.presenter));
    const address = await call(presenter, 'open', side.serverUrl, shape.directSlots);
    const measured = await contexts[1].newPage();
    const sinks = await Promise.all(Array.from({ length: shape.sinkPages }, () => contexts[1].newPage()));
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
    return { presenter, measured, joined, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A presenter knows of a newcomer a moment later than the newcomer does. */
export async function expectAllConnected(presenter: Page, shape: RoomShape): Promise<void> {
  const all = shape.measured + shape.sinkPages * shape.sinksPerPage;
  await presenter.waitForFunction(`bench.connected() === ${all}`, undefined, { timeout: 10_000 }).catch(async () => {
    throw new Error(`${await call(presenter, 'connected')} of ${all} attendees are connected`);
  });
}
