import fc from 'fast-check';
import { LIMITS } from '../protocol/limits';
import type { Position } from '../protocol/messages';
import { Inbox } from './Inbox';

const SEED = 20_261_124;
const at = (seq: number, epoch = 1): Position => ({ epoch, seq });
const start = (changes: Partial<Parameters<Inbox<string>['enter']>[0]> = {}) => ({
  epoch: 1,
  base: 0,
  seq: 0,
  resumed: false,
  ...changes,
});

/** Joined in epoch 1, where nothing has been published yet. */
function joined(): Inbox<string> {
  const inbox = new Inbox<string>(null);
  expect(inbox.enter(start())).toBe(true);
  return inbox;
}
const take = (inbox: Inbox<string>, seq: number, epoch = 1) =>
  inbox.take(at(seq, epoch), `event ${seq}`).map(({ of, item }) => `${of.epoch}/${of.seq} ${item}`);

describe('ORD-3: in order, each at most once', () => {
  test('what comes in order goes on at once', () => {
    const inbox = joined();
    expect(take(inbox, 1)).toEqual(['1/1 event 1']);
    expect(take(inbox, 2)).toEqual(['1/2 event 2']);
    expect(inbox.last()).toEqual(at(2));
  });

  test('what comes early waits for what is missing', () => {
    const inbox = joined();
    expect(take(inbox, 3)).toEqual([]);
    expect(take(inbox, 2)).toEqual([]);
    expect(inbox.last()).toEqual(at(0));
    expect(take(inbox, 1)).toEqual(['1/1 event 1', '1/2 event 2', '1/3 event 3']);
  });

  test('what comes twice goes on once, held or handed on', () => {
    const inbox = joined();
    take(inbox, 2);
    expect(take(inbox, 2)).toEqual([]);
    expect(take(inbox, 1)).toEqual(['1/1 event 1', '1/2 event 2']);
    expect([take(inbox, 1), take(inbox, 2)]).toEqual([[], []]);
  });

  test('a page that goes on after a reload takes nothing again that the one before took', () => {
    const inbox = new Inbox<string>(at(4));
    inbox.enter(start({ base: 6, seq: 6, resumed: true }));
    expect(take(inbox, 4)).toEqual([]);
    expect(take(inbox, 5)).toEqual(['1/5 event 5']);
  });

  test(`any order, any repetition (seed ${SEED})`, () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 60 }),
        (n, early) => {
          const inbox = joined();
          const handed: string[] = [];
          const arrivals = [...early.filter((seq) => seq <= n), ...Array.from({ length: n }, (_, index) => index + 1)];
          arrivals.forEach((seq) => handed.push(...take(inbox, seq)));
          expect(handed).toEqual(Array.from({ length: n }, (_, index) => `1/${index + 1} event ${index + 1}`));
          expect(inbox.missing()).toBe(false);
        }
      ),
      { seed: SEED, numRuns: 2_000 }
    );
  });
});

describe('ORD-2: epochs', () => {
  test('events of an earlier and of a later epoch than the welcome’s are dropped', () => {
    const inbox = new Inbox<string>(null);
    inbox.enter(start({ epoch: 5, seq: 3 }));
    expect(take(inbox, 4, 4)).toEqual([]);
    expect(take(inbox, 4, 6)).toEqual([]);
    expect(take(inbox, 4, 5)).toEqual(['5/4 event 4']);
  });

  test('a welcome of an earlier epoch is refused and changes nothing', () => {
    const inbox = new Inbox<string>(at(7, 5));
    expect(inbox.enter(start({ epoch: 4, base: 2, seq: 2, resumed: true }))).toBe(false);
    expect(inbox.last()).toEqual(at(7, 5));
  });

  test('nothing is taken before a welcome', () => {
    expect(take(new Inbox<string>(null), 1)).toEqual([]);
  });
});

describe('ORD-4: what a later epoch takes back', () => {
  test('what its presenter’s log never had: other events stand there now', () => {
    const inbox = new Inbox<string>(at(9));
    inbox.enter(start({ epoch: 2, base: 6, seq: 8, resumed: true }));
    expect(inbox.last()).toEqual(at(6, 2));
    expect([...take(inbox, 7, 2), ...take(inbox, 8, 2)]).toEqual(['2/7 event 7', '2/8 event 8']);
  });

  test('not what the attendee has below that', () => {
    const inbox = new Inbox<string>(at(4));
    inbox.enter(start({ epoch: 2, base: 6, seq: 8, resumed: true }));
    expect(inbox.last()).toEqual(at(4, 2));
    expect(inbox.missing()).toBe(true);
  });

  test('what was held of the epoch before is forgotten', () => {
    const inbox = joined();
    take(inbox, 2);
    inbox.enter(start({ epoch: 2, base: 0, seq: 0, resumed: true }));
    expect(inbox.take(at(1, 2), 'new 1').map(({ item }) => item)).toEqual(['new 1']);
    expect(inbox.last()).toEqual(at(1, 2));
  });

  test('within an epoch nothing: a second welcome on a newer link goes on where the attendee stands', () => {
    const inbox = joined();
    [1, 2, 3].forEach((seq) => take(inbox, seq));
    inbox.enter(start({ base: 2, seq: 2, resumed: true }));
    expect(inbox.last()).toEqual(at(3));
    expect(take(inbox, 3)).toEqual([]);
  });
});

describe('ORD-5: a snapshot', () => {
  test('stands for everything before it', () => {
    const inbox = joined();
    inbox.enter(start({ epoch: 1, seq: 40 }));
    expect(inbox.last()).toEqual(at(40));
    expect([take(inbox, 40), take(inbox, 41)]).toEqual([[], ['1/41 event 41']]);
  });

  test('of the same epoch never takes an attendee back', () => {
    const inbox = joined();
    [1, 2, 3].forEach((seq) => take(inbox, seq));
    inbox.enter(start({ seq: 2 }));
    expect(inbox.last()).toEqual(at(3));
  });

  test('leaves what was held behind it to be sent again, and that is then taken', () => {
    const inbox = joined();
    [9, 10].forEach((seq) => take(inbox, seq));
    inbox.enter(start({ seq: 8 }));
    expect(inbox.missing()).toBe(true);
    expect([...take(inbox, 9), ...take(inbox, 10)]).toEqual(['1/9 event 9', '1/10 event 10']);
    expect(inbox.missing()).toBe(false);
  });
});

describe('ORD-6: what is missing', () => {
  test('a ping that names a later event than was handed on says so', () => {
    const inbox = joined();
    inbox.heard(at(0));
    expect(inbox.missing()).toBe(false);
    inbox.heard(at(1));
    expect(inbox.missing()).toBe(true);
    take(inbox, 1);
    expect(inbox.missing()).toBe(false);
  });

  test('a ping of another epoch says nothing', () => {
    const inbox = joined();
    inbox.heard(at(5, 2));
    inbox.heard(at(5, 0));
    expect(inbox.missing()).toBe(false);
  });

  test('a resumed welcome that names later events does as well', () => {
    const inbox = new Inbox<string>(at(2));
    inbox.enter(start({ base: 4, seq: 4, resumed: true }));
    expect(inbox.missing()).toBe(true);
  });
});

describe('ORD-7: what is held is bounded', () => {
  test('an event too far ahead is dropped, known to be missing, and taken when it is sent again', () => {
    const inbox = joined();
    const far = LIMITS.reorderEvents + 1;
    expect(take(inbox, far)).toEqual([]);
    expect(inbox.missing()).toBe(true);
    for (let seq = 1; seq < far; seq++) {
      expect(take(inbox, seq)).toHaveLength(1);
    }
    expect(inbox.missing()).toBe(true);
    expect(take(inbox, far)).toHaveLength(1);
  });
});

describe('RELAY-3: a snapshot instead of events that are not to be had', () => {
  test('stands for the events up to its position; what was held after it goes on', () => {
    const inbox = joined();
    expect(take(inbox, 1)).toEqual(['1/1 event 1']);
    expect(take(inbox, 7)).toEqual([]);
    expect(inbox.skipTo(at(5))).toBe(true);
    expect(inbox.last()).toEqual(at(5));
    expect(inbox.missing()).toBe(true);
    expect(take(inbox, 4)).toEqual([]);
    expect(take(inbox, 6)).toEqual(['1/6 event 6', '1/7 event 7']);
    expect(inbox.missing()).toBe(false);
  });

  test('is ignored where its events were handed on, and in another epoch', () => {
    const inbox = joined();
    take(inbox, 1);
    expect([inbox.skipTo(at(1)), inbox.skipTo(at(0)), inbox.skipTo(at(9, 2)), inbox.skipTo(at(9, 0))]).toEqual([
      ...[false, false, false, false],
    ]);
    expect(inbox.last()).toEqual(at(1));
  });
});
