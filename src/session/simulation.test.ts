/** SPEC ORD, and JOIN at the door, held by chance: seeds are printed with what happened, and bad ones are pinned below. */
import type { Position } from '../protocol/messages';
import { simulate } from '../testing/simulate';
import type { Received } from './AttendeeLink';
import { Inbox } from './Inbox';

const SEEDS = 500;
const STEPS = 30;
/** Seeds that once failed. */
const PINNED: number[] = [];

class WithoutDedupe extends Inbox<Received> {
  override take(of: Position, item: Received) {
    const last = this.last();
    return of.epoch === last.epoch && of.seq <= last.seq ? [{ of, item }] : super.take(of, item);
  }
}

class WithoutEpoch extends Inbox<Received> {
  override enter(start: { epoch: number; base: number; seq: number; resumed: boolean }) {
    super.enter({ ...start, epoch: this.last().epoch });
    return true;
  }
  override take(of: Position, item: Received) {
    return super
      .take({ ...of, epoch: this.last().epoch }, item)
      .map((ready) => ({ ...ready, of: { ...ready.of, epoch: of.epoch } }));
  }
}

class WithoutPingSeq extends Inbox<Received> {
  override heard() {}
}

class WithoutBase extends Inbox<Received> {
  override enter(start: { epoch: number; base: number; seq: number; resumed: boolean }) {
    return super.enter({ ...start, base: start.seq });
  }
}

async function firstBadSeed(makeInbox: (last: Position | null) => Inbox<Received>, seeds: number, forgetful = false) {
  for (let seed = 1; seed <= seeds; seed++) {
    const result = await simulate({ seed, makeInbox, steps: STEPS, forgetful });
    if (result.violations.length > 0) {
      return result;
    }
  }
  return null;
}

test(`ORD, JOIN: in ${SEEDS} seeded rooms everyone who is let in applies every event in order, once, over losses and reloads`, async () => {
  for (const seed of [...PINNED, ...Array.from({ length: SEEDS }, (_, index) => index + 1)]) {
    const { violations, operations } = await simulate({ seed, makeInbox: (last) => new Inbox(last), steps: STEPS });
    if (violations.length > 0) {
      throw new Error(`seed ${seed}: ${operations.join(' ')}\n${JSON.stringify(violations, null, 2)}`);
    }
  }
}, 600_000);

test('JOIN-8: so is what a page writes down of whom it let in', async () => {
  const bad = await firstBadSeed((last) => new Inbox(last), SEEDS, true);
  expect(bad?.violations.map(({ what }) => what)).toEqual(
    expect.arrayContaining([expect.stringMatching(/^was in, and is /)])
  );
}, 600_000);

test.each([
  ['ORD-3: deduplication', (last: Position | null) => new WithoutDedupe(last)],
  ['ORD-2: the epoch', (last: Position | null) => new WithoutEpoch(last)],
  ['ORD-4: the base of an epoch', (last: Position | null) => new WithoutBase(last)],
  ['ORD-6: the seq in a ping', (last: Position | null) => new WithoutPingSeq(last)],
])(
  '%s is what the simulation would miss: without it a seed fails',
  async (_rule, makeInbox) => {
    expect(await firstBadSeed(makeInbox, SEEDS)).not.toBeNull();
  },
  600_000
);
