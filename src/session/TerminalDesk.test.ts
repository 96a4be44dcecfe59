import type { SharedTerminal, StageEvent } from '../protocol/messages';
import { FakeClock, settle } from '../testing/FakeClock';
import { memoryStore } from '../testing/memoryStore';
import { TIMES } from '../protocol/limits';
import { SessionError, type SessionErrorReason } from './SessionError';
import { reduceStage, type Stage } from './stage';
import { TerminalDesk } from './TerminalDesk';

const GRACE = '02'.repeat(16);
const ALAN = '03'.repeat(16);

/** A server with one session's terminal, as SPEC TERM-14 to TERM-17 say, and the room that hears of it. */
function desk({ before = null }: { before?: SharedTerminal | null } = {}) {
  const clock = new FakeClock();
  const store = memoryStore();
  const server = { shells: before ? 1 : 0, epoch: 1, up: true, running: before !== null };
  const asked: Array<{ start: boolean; typists: readonly string[] }> = [];
  const events: StageEvent[] = [];
  const told: Array<[string, string | null]> = [];
  let stage: Stage = { guide: null, highlight: null, route: null, policy: 'ask', terminal: before };
  let keys = new Map<string, string>();
  let tickets = 0;
  let refusal: SessionErrorReason | null = null;
  const hex = (n: number, bytes: number) => n.toString(16).padStart(bytes * 2, '0');
  const open = () =>
    new TerminalDesk(
      {
        clock,
        store,
        sessionId: '5e'.repeat(16),
        ask: async ({ start, typists }) => {
          await settle();
          if (!server.up || refusal) {
            throw new SessionError(refusal ?? 'server-down');
          }
          asked.push({ start, typists });
          if (!server.running && !start) {
            throw new SessionError('code-unknown');
          }
          if (!server.running) {
            server.running = true;
            server.shells++;
            keys = new Map();
          }
          keys = new Map(typists.map((id) => [id, keys.get(id) ?? hex(++tickets, 32)]));
          return {
            shell: hex(server.shells, 16),
            key: hex(1000 * server.shells + server.epoch, 32),
            typists: [...keys].map(([attendeeId, key]) => ({ attendeeId, key })),
            ticket: `ticket ${++tickets} of some length`,
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
        shared: () => stage.terminal ?? null,
        tell: (attendeeId, key) => told.push([attendeeId, key]),
      }
    );
  return {
    ...{ clock, server, asked, events, told, open },
    refuse: (reason: SessionErrorReason | null) => (refusal = reason),
    shared: () => stage.terminal ?? null,
    async done() {
      for (let turn = 0; turn < 4; turn++) {
        await settle();
      }
    },
  };
}

async function shared() {
  const world = desk();
  const terminal = world.open();
  await terminal.share();
  return { ...world, terminal };
}

describe('TERM-14: sharing', () => {
  test('tells the room once, whatever is asked again', async () => {
    const { terminal, events, server } = await shared();
    expect(terminal.view().state).toBe('on');
    expect(events.map(({ type }) => type)).toEqual(['terminal_open']);
    const tickets = [await terminal.ticket(), await terminal.ticket()];
    expect(new Set(tickets).size).toBe(2);
    expect(events).toHaveLength(1);
    expect(server.shells).toBe(1);
  });

  test.each([
    ['full', 'no-terminal'],
    ['code-unknown', 'no-terminal'],
    ['server-down', 'server-down'],
  ] as const)('where the server says %s it is off, and why is said', async (said, reason) => {
    const { open, refuse, events } = desk();
    refuse(said);
    const terminal = open();
    await expect(terminal.share()).rejects.toMatchObject({ reason });
    expect(terminal.view().state).toBe('off');
    expect(events).toEqual([]);
    await expect(terminal.ticket()).rejects.toMatchObject({ reason: 'no-terminal' });
  });

  test('TERM-18: stopped, the room is told and the server ends it, also while it is being opened', async () => {
    const { terminal, events, server, done, told } = await shared();
    terminal.letType(GRACE, true);
    await done();
    terminal.stop();
    await done();
    expect([server.running, terminal.view().state, terminal.view().typists.size]).toEqual([false, 'off', 0]);
    expect(events.at(-1)?.type).toBe('terminal_close');
    told.length = 0;
    terminal.entered(GRACE);
    expect(told).toEqual([]);

    const opening = terminal.share();
    terminal.stop();
    await opening;
    await done();
    expect([server.running, terminal.view().state, events.at(-1)?.type]).toEqual([false, 'off', 'terminal_close']);
  });
});

describe('TERM-16: a new epoch', () => {
  test('tells the room the new key', async () => {
    const { terminal, events, server, done, shared: seen } = await shared();
    const before = seen();
    server.epoch++;
    terminal.rekeyed();
    await done();
    expect(events.map(({ type }) => type)).toEqual(['terminal_open', 'terminal_open']);
    expect(seen()?.shell).toBe(before?.shell);
    expect(seen()?.key).not.toBe(before?.key);
  });
});

describe('TERM-17: who types', () => {
  test('the attendee alone is told, and again by each new link; those who may not are told so', async () => {
    const { terminal, told, done } = await shared();
    terminal.letType(GRACE, true);
    await done();
    expect(told).toEqual([[GRACE, expect.any(String)]]);
    const [[, key]] = told;
    terminal.entered(GRACE);
    terminal.entered(ALAN);
    expect(told.slice(1)).toEqual([
      [GRACE, key],
      [ALAN, null],
    ]);
  });

  test('taken back, she is told at once, and the server as long as it takes', async () => {
    const { terminal, told, asked, server, clock, done } = await shared();
    terminal.letType(GRACE, true);
    await done();
    server.up = false;
    terminal.letType(GRACE, false);
    expect(told.at(-1)).toEqual([GRACE, null]);
    await done();
    expect(asked.at(-1)?.typists).toEqual([GRACE]);
    server.up = true;
    await clock.advance(TIMES.leaseRenewal);
    await done();
    expect(asked.at(-1)?.typists).toEqual([]);
  });

  test('given again it is another key; an answer that is late by then gives none', async () => {
    const { terminal, told, done } = await shared();
    terminal.letType(GRACE, true);
    terminal.letType(GRACE, false);
    await done();
    expect(told).toEqual([[GRACE, null]]);
    terminal.letType(GRACE, true);
    await done();
    expect(told.at(-1)).toEqual([GRACE, expect.any(String)]);
  });
});

describe('a page that takes the session up', () => {
  test('TERM-17: goes on with the terminal and with who may type', async () => {
    const { terminal, open, told, asked, events, done } = await shared();
    terminal.letType(GRACE, true);
    await done();
    terminal.leave();
    told.length = 0;
    const again = open();
    await done();
    expect(again.view()).toEqual({ state: 'on', typists: new Set([GRACE]) });
    expect(asked.at(-1)).toEqual({ start: false, typists: [GRACE] });
    expect(told).toEqual([[GRACE, expect.any(String)]]);
    expect(events).toHaveLength(1);
  });

  test('TERM-18: and tells the room where it is gone; it starts none by itself', async () => {
    const { open, events, asked, server, done } = desk({
      before: { shell: '0a'.repeat(16), key: '0b'.repeat(32) },
    });
    server.running = false;
    const terminal = open();
    expect(terminal.view().state).toBe('on');
    await done();
    expect(terminal.view().state).toBe('off');
    expect(events).toEqual([{ type: 'terminal_close' }]);
    expect(asked.every(({ start }) => !start)).toBe(true);
  });

  test('a server that is down is asked again', async () => {
    const { open, asked, server, clock, done } = desk({ before: { shell: '0a'.repeat(16), key: '0b'.repeat(32) } });
    server.up = false;
    const terminal = open();
    await done();
    expect(terminal.view().state).toBe('on');
    server.up = true;
    await clock.advance(TIMES.leaseRenewal);
    await done();
    expect(asked).toEqual([{ start: false, typists: [] }]);
  });
});
