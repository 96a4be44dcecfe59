import type { LiveControl } from '../protocol/directoryApi';
import type { SharedBrowser, StageEvent } from '../protocol/messages';
import { FakeClock, settle } from '../testing/FakeClock';
import { memoryStore } from '../testing/memoryStore';
import { BrowserDesk } from './BrowserDesk';
import { SessionError } from './SessionError';
import { reduceStage, type Stage } from './stage';

const GRACE = '02'.repeat(16);
const ALAN = '03'.repeat(16);
const hex = (n: number, bytes: number) => n.toString(16).padStart(bytes * 2, '0');

/** A server with one session's browser, as SPEC BROW-1 to BROW-3 say, and the room that hears of it. */
function room() {
  const server = { browsers: 0, epoch: 1, running: false };
  const asked: Array<{ start: boolean; control: LiveControl }> = [];
  const events: StageEvent[] = [];
  const told: Array<[string, string | null]> = [];
  const store = memoryStore();
  let stage: Stage = { guide: null, highlight: null, route: null, policy: 'ask' };
  let keys = 0;
  let driver: { attendeeId: string; key: string } | null = null;
  const open = () =>
    new BrowserDesk(
      {
        ...{ clock: new FakeClock(), store, sessionId: '5e'.repeat(16) },
        async ask({ start, control }) {
          await settle();
          asked.push({ start, control });
          if (!server.running && !start) {
            throw new SessionError('code-unknown');
          }
          if (!server.running) {
            server.running = true;
            server.browsers += 1;
          }
          const wanted = control.mode === 'one' ? control.driver : null;
          if (wanted !== driver?.attendeeId) {
            driver = wanted === null ? null : { attendeeId: wanted, key: hex((keys += 1), 32) };
          }
          return {
            browser: hex(server.browsers, 16),
            key: hex(1000 * server.browsers + server.epoch, 32),
            driver,
            ticket: 'a ticket of some length',
          };
        },
        close: async () => void (server.running = false),
      },
      {
        changed() {},
        publish(event) {
          events.push(event);
          stage = reduceStage(stage, event, events.length);
        },
        shared: (): SharedBrowser | null => stage.browser ?? null,
        tell: (attendeeId, key) => told.push([attendeeId, key]),
      }
    );
  const done = async () => {
    for (let turn = 0; turn < 6; turn++) {
      await settle();
    }
  };
  return { server, asked, events, told, open, done, shared: () => stage.browser ?? null };
}

async function shared() {
  const world = room();
  const desk = world.open();
  await desk.share();
  return { ...world, desk };
}

test('BROW-1: the room is told once of a browser, which the presenter drives until somebody else does', async () => {
  const { desk, events, asked } = await shared();
  expect(desk.view()).toEqual({ state: 'on', control: { mode: 'one', driver: null } });
  await desk.ticket();
  expect(events.map(({ type }) => type)).toEqual(['browser_open']);
  expect(asked).toEqual([
    { start: true, control: { mode: 'one', driver: null } },
    { start: false, control: { mode: 'one', driver: null } },
  ]);
});

test('BROW-3: one attendee is told by what they are known to drive, and that it is over', async () => {
  const { desk, told, done } = await shared();
  desk.letDrive(GRACE);
  await done();
  expect(told).toEqual([[GRACE, hex(1, 32)]]);
  desk.letDrive(ALAN);
  await done();
  expect(told.slice(1)).toEqual([
    [GRACE, null],
    [ALAN, hex(2, 32)],
  ]);
  desk.takeBack(GRACE);
  await done();
  expect(desk.view().control).toEqual({ mode: 'one', driver: ALAN });
  desk.letDrive('everyone');
  await done();
  expect(told.at(-1)).toEqual([ALAN, null]);
  expect(desk.view().control).toEqual({ mode: 'everyone' });
});

test('BROW-3: who comes on a new link is told again, the others that they do not drive', async () => {
  const { desk, told, done } = await shared();
  desk.letDrive(GRACE);
  await done();
  told.length = 0;
  desk.entered(GRACE);
  desk.entered(ALAN);
  expect(told).toEqual([
    [GRACE, hex(1, 32)],
    [ALAN, null],
  ]);
});

test('BROW-2: with a new key of the session the room is told another key of the same browser', async () => {
  const { desk, server, events, shared: known, done } = await shared();
  const before = known();
  server.epoch += 1;
  desk.rekeyed();
  await done();
  expect(events).toHaveLength(2);
  expect(known()).toEqual({ browser: before?.browser, key: hex(1002, 32) });
});

test('BROW-1: a later page goes on with it, and with who drives; where it is gone the room is told', async () => {
  const { desk, server, open, done, events } = await shared();
  desk.letDrive(GRACE);
  await done();
  desk.leave();
  const later = open();
  await done();
  expect(later.view()).toEqual({ state: 'on', control: { mode: 'one', driver: GRACE } });
  server.running = false;
  await expect(later.ticket()).rejects.toMatchObject({ reason: 'code-unknown' });
  expect(events.at(-1)).toEqual({ type: 'browser_close' });
  expect(later.view()).toEqual({ state: 'off', control: { mode: 'one', driver: null } });
  await expect(later.ticket()).rejects.toMatchObject({ reason: 'no-browser' });
});

test('BROW-1: stopped, the server ends it and the room is told', async () => {
  const { desk, server, events, done } = await shared();
  desk.stop();
  await done();
  expect([server.running, events.at(-1)?.type]).toEqual([false, 'browser_close']);
});
