/** One seeded life of a room, and what must hold at its end. */
import { Room, type InboxFactory } from './Room';
import { type SimulatedAttendee } from './SimulatedAttendee';

export interface SimulationOptions {
  seed: number;
  makeInbox: InboxFactory;
  /** Number of things that happen. */
  steps: number;
  /** Leaves out what tells a page of the presenter whom those before have let in (SPEC JOIN-8). */
  forgetful?: boolean;
}

export type Violation = { attendee: number; what: string };

export interface SimulationResult {
  seed: number;
  /** What happened, a word each, for the report of a bad seed. */
  operations: string[];
  violations: Violation[];
}

/** Long enough for every outage to be noticed, every retry to come round and every gap to be filled, in milliseconds. */
const CALM_AT_THE_END = 30_000;

/** People in a room: 5 to 50, and most rooms small, so that there is time for many. */
const MOST = 50;
const crowd = (chance: number) => 5 + Math.floor(chance ** 8 * (MOST - 4));

export async function simulate({ seed, makeInbox, steps, forgetful }: SimulationOptions): Promise<SimulationResult> {
  // In every other room the presenter begins by wanting to be asked.
  const room = await Room.open(seed, makeInbox, { admit: seed % 2 === 0, forgetful });
  const operations: string[] = [];
  const pick = <T>(items: readonly T[]): T => items[Math.floor(room.random() * items.length)];
  const count = crowd(room.random());
  for (let i = 0; i < count; i++) {
    room.join();
  }
  await room.clock.advance(500);

  const happenings: Array<{ name: string; weight: number; run(): void | Promise<void> }> = [
    { name: 'publish', weight: 30, run: () => room.publish() },
    { name: 'burst', weight: 5, run: () => Array.from({ length: 5 }, () => room.publish()).forEach(() => {}) },
    { name: 'cut', weight: 6, run: () => pick(room.attendees).cut() },
    { name: 'drop', weight: 6, run: () => pick(room.attendees).drop() },
    { name: 'reload', weight: 6, run: () => pick(room.attendees).reload() },
    { name: 'crash', weight: 3, run: () => pick(room.attendees).crash() },
    { name: 'late', weight: 2, run: () => void (room.attendees.length < MOST && room.join()) },
    {
      name: 'weather',
      weight: 6,
      run: () => {
        room.network.weather = {
          delay: { least: 1, spread: room.random() * 300 },
          loss: room.random() < 0.5 ? 0 : room.random() * 0.3,
        };
      },
    },
    {
      name: 'firewall',
      weight: 4,
      run: () => {
        room.directFailure = room.random() < 0.5 ? 0 : 0.9;
      },
    },
    {
      name: 'presenter-reload',
      weight: 3,
      run: async () => {
        room.closePresenter();
        await room.clock.advance(room.random() * 3000);
        await room.openPresenter();
      },
    },
    {
      name: 'presenter-crash',
      weight: 2,
      run: async () => {
        room.crashPresenter(Math.floor(room.random() * 3));
        await room.clock.advance(room.random() * 5000);
        await room.openPresenter();
      },
    },
    { name: 'new-key', weight: 2, run: () => void room.newKey() },
    { name: 'lock', weight: 2, run: () => room.setDoor({ locked: true }) },
    { name: 'unlock', weight: 2, run: () => room.setDoor({ locked: false }) },
    { name: 'ask', weight: 1, run: () => room.setDoor({ admit: true }) },
    { name: 'admit', weight: 5, run: () => room.admitAll() },
    {
      name: 'second-page',
      weight: 2,
      run: async () => {
        await room.doublePresenter();
        for (let i = 0; i < 3; i++) {
          await room.clock.advance(room.random() * 1500);
          room.publishFromZombie();
          room.publish();
        }
        await room.clock.advance(room.random() * 2000);
        room.endZombie();
      },
    },
  ];
  const total = happenings.reduce((sum, { weight }) => sum + weight, 0);
  for (let i = 0; i < steps; i++) {
    let ticket = room.random() * total;
    const happening = happenings.find(({ weight }) => (ticket -= weight) < 0) ?? happenings[0];
    operations.push(happening.name);
    await happening.run();
    await room.clock.advance(room.random() < 0.2 ? room.random() * 6000 : room.random() * 400);
  }
  room.network.weather = { delay: { least: 1, spread: 20 }, loss: 0 };
  room.directFailure = 0;
  room.setDoor({ locked: false, admit: false });
  await room.clock.advance(CALM_AT_THE_END);

  const log = room.log();
  const violations = room.attendees.flatMap((attendee) => check(attendee, log, room));
  for (const failure of room.failures) {
    violations.push({ attendee: -1, what: `the presenter's session failed: ${failure.message}` });
  }
  room.close();
  return { seed, operations, violations };
}

/** SPEC ORD: at most once, in order, never an older epoch's, and nothing that stands in the log is missing. */
function check(attendee: SimulatedAttendee, log: readonly string[], room: Room): Violation[] {
  const violations: Violation[] = [];
  const complain = (what: string) => violations.push({ attendee: attendee.index, what });
  const steps = attendee.applied.map(({ step }) => step);
  if (new Set(steps).size !== steps.length) {
    complain(`applied twice: ${steps.filter((step, index) => steps.indexOf(step) !== index).join(' ')}`);
  }
  attendee.applied.forEach(({ of, step }, index) => {
    const before = attendee.applied[index - 1]?.of;
    if (before && of.epoch < before.epoch) {
      complain(`${step} of epoch ${of.epoch} after epoch ${before.epoch}`);
    }
  });
  // What a page published that was lost with it, or that presented no longer, stands in no log.
  const standing = steps.filter((step) => log.includes(step));
  const from = attendee.snapshots.length === 1 ? standing[0] : undefined;
  if (from !== undefined && standing.join(' ') !== log.slice(log.indexOf(from)).join(' ')) {
    complain(`applied ${standing.join(' ')} of ${log.join(' ')}`);
  }
  if (log.length > 0 && attendee.snapshots.length <= 1 && standing.length > 0 && standing.at(-1) !== log.at(-1)) {
    complain(`ended with ${standing.at(-1)}, not ${log.at(-1)}`);
  }
  new Set(attendee.complaints).forEach(complain);
  if (!attendee.isLive()) {
    complain(`is ${attendee.session.view().connection.kind} after half a minute of calm`);
  }
  if (room.presenter?.session.view().rows.some((row) => row.links.length === 0)) {
    complain('is shown as away after half a minute of calm');
  }
  return violations;
}
