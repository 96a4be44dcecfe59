import { LIMITS } from '../protocol/limits';
import type { StageEvent } from '../protocol/messages';
import { memoryStore } from '../testing/memoryStore';
import { EventLog, type Base, type LoggedEvent } from './EventLog';
import type { KeyValueStore } from './store';

const SESSION = 'aa'.repeat(16);
const page = (n: number): StageEvent => ({ type: 'navigation', to: { kind: 'page', route: { path: `/d/${n}` } } });
const newLog = (store: KeyValueStore, epoch = 1, bases: readonly Base[] = []) =>
  new EventLog(store, SESSION, epoch, bases);
const fill = (log: EventLog, count: number) => {
  for (let n = 0; n < count; n++) {
    log.append(page(log.newest() + 1));
  }
  return log;
};
const seqs = (log: EventLog) => log.events().map(({ seq }) => seq);
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** Seals by writing down which event of which turn it was. */
function sealer() {
  const sealed: number[] = [];
  return {
    sealed,
    seal: async ({ seq }: LoggedEvent) => {
      sealed.push(seq);
      return Uint8Array.of(seq & 0xff);
    },
  };
}

describe('ORD-1: numbering', () => {
  test('begins at 1 and counts on', () => {
    const log = newLog(memoryStore());
    expect(log.newest()).toBe(0);
    expect([log.append(page(1)), log.append(page(2))]).toEqual([1, 2]);
    expect(log.newest()).toBe(2);
  });

  test('goes on over epochs and pages', () => {
    const store = memoryStore();
    fill(newLog(store, 1, []), 3);
    const later = newLog(store, 2, [{ epoch: 1, seq: 0 }]);
    expect(later.newest()).toBe(3);
    expect(later.append(page(4))).toBe(4);
    later.enter(3);
    expect(later.append(page(5))).toBe(5);
    expect(later.events().map(({ epoch }) => epoch)).toEqual([1, 1, 1, 2, 3]);
  });
});

describe('ORD-7: what is kept', () => {
  test('the last events up to the bound, in memory and over a reload', () => {
    const store = memoryStore();
    const log = fill(newLog(store), LIMITS.logEvents + 3);
    expect(seqs(log)).toEqual(range(4, LIMITS.logEvents + 3));
    expect(seqs(newLog(store, 2, [{ epoch: 1, seq: 0 }]))).toEqual(range(4, LIMITS.logEvents + 3));
    expect(store.entries.size).toBe(LIMITS.logEvents);
  });

  test('it reaches back to an event when everything after it is there', () => {
    const log = fill(newLog(memoryStore()), LIMITS.logEvents + 3);
    expect([2, 3, 4, LIMITS.logEvents + 3, LIMITS.logEvents + 4].map((seq) => log.reachesBackTo(seq))).toEqual([
      false,
      true,
      true,
      true,
      false,
    ]);
    expect(newLog(memoryStore()).reachesBackTo(0)).toBe(true);
  });

  test('other sessions’ events are others’', () => {
    const store = memoryStore();
    fill(newLog(store), 3);
    expect(new EventLog(store, 'bb'.repeat(16), 1, []).newest()).toBe(0);
  });

  test('erased, nothing is left', () => {
    const store = memoryStore();
    fill(newLog(store), 3).erase();
    expect(store.entries.size).toBe(0);
  });

  test('a store that takes nothing costs the next page its log, not this one', () => {
    const log = fill(newLog({ get: () => null, set: () => {}, remove: () => {} }), 3);
    expect(seqs(log)).toEqual([1, 2, 3]);
  });
});

describe('ORD-4: what an earlier page wrote down', () => {
  const withEpoch1 = () => {
    const store = memoryStore();
    fill(newLog(store), 4);
    return store;
  };

  test.each([
    ['rubbish', 'rubbish'],
    ['another shape', '{"seq":3}'],
    ['an event that is none', '{"seq":3,"epoch":1,"event":{"type":"dance"}}'],
    ['nothing', null],
  ])('ends where there is a hole: %s', (_what, text) => {
    const store = withEpoch1();
    const [key] = [...store.entries].find(([, value]) => value.includes('"seq":3')) ?? [''];
    if (text === null) {
      store.remove(key);
    } else {
      store.set(key, text);
    }
    expect(seqs(newLog(store, 2, [{ epoch: 1, seq: 0 }]))).toEqual([1, 2]);
  });

  test('leaves out what a page wrote when another presented already', () => {
    const store = withEpoch1();
    const bases = [
      { epoch: 1, seq: 0 },
      { epoch: 2, seq: 2 },
    ];
    expect(seqs(newLog(store, 3, bases))).toEqual([1, 2]);
  });
});

describe('SEAL-4: frames', () => {
  test('are sealed once an epoch, and handed out in order', async () => {
    const log = fill(newLog(memoryStore()), 5);
    const { sealed, seal } = sealer();
    expect(await Promise.all(log.frames(2, 4, seal))).toEqual([Uint8Array.of(3), Uint8Array.of(4)]);
    expect(await Promise.all(log.frames(0, 5, seal))).toHaveLength(5);
    expect(sealed).toEqual([3, 4, 1, 2, 5]);
    log.enter(2);
    await Promise.all(log.frames(3, 5, seal));
    expect(sealed.slice(5)).toEqual([4, 5]);
  });

  test('of events that are gone or not there yet are left out', async () => {
    const log = fill(newLog(memoryStore()), LIMITS.logEvents + 2);
    const { sealed, seal } = sealer();
    await Promise.all(log.frames(0, 4, seal));
    await Promise.all(log.frames(log.newest(), log.newest() + 3, seal));
    expect(sealed).toEqual([3, 4]);
  });
});
