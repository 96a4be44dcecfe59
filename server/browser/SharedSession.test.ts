import { randomBytes } from 'node:crypto';
import pino from 'pino';
import { browserEventSchema, type BrowserEvent, type Control } from '../../src/protocol/browserApi';
import type { ProvidedBrowser } from './provider';
import { SharedSession } from './SharedSession';

/** A browser whose control is told to it only when a test says so. */
function slowBrowser() {
  const told: Control[] = [];
  let hold: Promise<void> = Promise.resolve();
  const browser: ProvidedBrowser = {
    embedUrl: null,
    setControl: async (control) => {
      await hold;
      told.push(control);
    },
    introduce: async () => {},
    attach: () => {},
    remove: async () => {},
    end: async () => {},
  };
  return {
    browser,
    told,
    /** Returns what lets it go on. */
    holdUp: () => {
      let go = () => {};
      hold = new Promise((resolve) => (go = resolve));
      return go;
    },
  };
}

function sessionWith(browser: ProvidedBrowser, clock: { monotonic(): number; wall(): number }) {
  const session = new SharedSession(
    {
      id: 'a'.repeat(32),
      code: '7K3M9Q',
      provider: 'local',
      users: 10,
      durationMs: 600_000,
      silentMs: 30_000,
      kind: 'alone',
    },
    { clock, log: pino({ level: 'silent' }), randomBytes, onOver: () => {} }
  );
  session.open(browser);
  const enter = (isCreator: boolean) => {
    const entry = session.enter({ name: undefined, isCreator, token: null, from: null });
    if (!entry.ok) {
      throw new Error(entry.why);
    }
    return entry.user;
  };
  return { session, enter };
}

test('tells moments in whole milliseconds, though the machine’s clock has parts of them', () => {
  let now = 1000.123;
  const { session, enter } = sessionWith(slowBrowser().browser, {
    monotonic: () => now,
    wall: () => 1_767_225_600_000,
  });
  const events: BrowserEvent[] = [];
  const ada = enter(true);
  session.connect(ada, { kind: 'events', tell: (event) => events.push(event), close: () => {} }, 'http://localhost/');
  now += 15_000.456;
  session.look();
  expect(events.map(({ type }) => type)).toEqual(['session_info', 'warning']);
  events.forEach((event) => expect(browserEventSchema.safeParse(event).success).toBe(true));
});

test('BROW-7: who drives is told to the provider in order, and not kept for who leaves meanwhile', async () => {
  const { browser, told, holdUp } = slowBrowser();
  const { session, enter } = sessionWith(browser, { monotonic: () => 0, wall: () => 1_767_225_600_000 });
  const [ada, bob] = [enter(true), enter(false)];
  const go = holdUp();
  const toBob = session.steer(ada, { mode: 'one', driver: bob.id });
  const toAll = session.steer(ada, { mode: 'everyone' });
  const toBobAgain = session.steer(ada, { mode: 'one', driver: bob.id });
  go();
  expect(await Promise.all([toBob, toAll, toBobAgain])).toEqual([null, null, null]);
  expect(told.map((control) => (control.mode === 'one' ? control.driver : 'all'))).toEqual([bob.id, 'all', bob.id]);
  const goOn = holdUp();
  const once = session.steer(ada, { mode: 'everyone' }).then(() => session.steer(ada, { mode: 'one', driver: bob.id }));
  session.leave(bob.id);
  goOn();
  expect(await once).toBe('no-such-user');
  expect(session.control).toEqual({ mode: 'everyone' });
});

test('BROW-7: where the provider cannot be told, the one before drives on', async () => {
  const { browser } = slowBrowser();
  const { session, enter } = sessionWith(browser, { monotonic: () => 0, wall: () => 1_767_225_600_000 });
  const ada = enter(true);
  browser.setControl = () => Promise.reject(new Error('not reached'));
  await expect(session.steer(ada, { mode: 'everyone' })).rejects.toThrow('not reached');
  expect(session.control).toEqual({ mode: 'one', driver: ada.id });
});
