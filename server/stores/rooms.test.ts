/** What the relay keeps of a session: every store keeps every promise. */
import { LIMITS } from '../../src/protocol/limits';
import type { Position } from '../../src/protocol/messages';
import { RELAY_LIMITS } from '../serverLimits';
import { randomHex } from '../testing/people';
import { describeStores } from '../testing/storeKinds';
import type { RoomStore } from './RoomStore';

const SESSION = 'a'.repeat(32);
const PAGE = '0'.repeat(16);

const frame = (seq: number, bytes = 4) => Buffer.alloc(bytes, seq);
const seqs = (frames: Uint8Array[] | null) => frames && frames.map(([first]) => first);
const seat = (memberId: string, attendeeId: string, wire = `wire of ${memberId}`) => ({
  memberId,
  attendeeId,
  secretHash: 'c'.repeat(64),
  wire,
});

describeStores('RELAY-3: kept events', (onTrial) => {
  const keep = async (rooms: RoomStore, ...positions: Array<[number, number]>) => {
    for (const [epoch, seq] of positions) {
      await rooms.keep(SESSION, { epoch, seq }, frame(seq));
    }
  };
  const after = async (last: Position) => seqs(await onTrial().others.rooms.after(SESSION, last, { briefly: false }));

  it('are said again from any place that is kept, at every server, and null stands for a hole', async () => {
    const { rooms } = onTrial().stores;
    expect(await after({ epoch: 1, seq: 0 })).toBeNull();
    expect(await rooms.newest(SESSION)).toBeNull();
    await keep(rooms, [1, 5], [1, 6], [1, 7]);
    expect(await rooms.newest(SESSION)).toEqual({ epoch: 1, seq: 7 });
    expect(await after({ epoch: 1, seq: 4 })).toEqual([5, 6, 7]);
    expect(await after({ epoch: 1, seq: 6 })).toEqual([7]);
    expect(await after({ epoch: 1, seq: 7 })).toEqual([]);
    expect(await after({ epoch: 1, seq: 9 })).toEqual([]);
    expect(await after({ epoch: 1, seq: 3 })).toBeNull();
    expect(await after({ epoch: 2, seq: 6 })).toBeNull();
  });

  it('are of the newest epoch, without holes, each once', async () => {
    const { rooms } = onTrial().stores;
    await keep(rooms, [1, 5], [1, 6], [1, 6], [1, 5], [2, 7], [1, 7], [2, 8]);
    expect(await after({ epoch: 2, seq: 6 })).toEqual([7, 8]);
    expect(await after({ epoch: 1, seq: 5 })).toBeNull();
    await keep(rooms, [2, 20]);
    expect(await after({ epoch: 2, seq: 8 })).toBeNull();
    expect(await after({ epoch: 2, seq: 19 })).toEqual([20]);
  });

  it('are bounded in number', async () => {
    const { rooms } = onTrial().stores;
    const { events } = RELAY_LIMITS.kept;
    for (let seq = 1; seq <= events + 1; seq += 1) {
      await rooms.keep(SESSION, { epoch: 1, seq }, frame(seq % 256));
    }
    expect(await after({ epoch: 1, seq: 0 })).toBeNull();
    expect(await after({ epoch: 1, seq: 1 })).toHaveLength(events);
  });

  it('are bounded in bytes', async () => {
    const { rooms } = onTrial().stores;
    const fit = Math.floor(RELAY_LIMITS.kept.bytes / LIMITS.frameBytes);
    for (let seq = 1; seq <= fit + 1; seq += 1) {
      await rooms.keep(SESSION, { epoch: 1, seq }, frame(seq, LIMITS.frameBytes));
    }
    expect(await after({ epoch: 1, seq: 0 })).toBeNull();
    expect(await after({ epoch: 1, seq: 1 })).toHaveLength(fit);
  });
});

describeStores('RELAY-3: the kept snapshot', (onTrial) => {
  const SNAPSHOT = 200;
  const after = async (epoch: number, seq: number, briefly = false) =>
    seqs(await onTrial().others.rooms.after(SESSION, { epoch, seq }, { briefly }));

  /** As many as fit, after so many that do not. */
  const GIVEN_UP = 7;
  const NEWEST = GIVEN_UP + Math.floor(RELAY_LIMITS.kept.bytes / LIMITS.frameBytes);
  const upTo = (from: number) => Array.from({ length: NEWEST - from + 1 }, (_, index) => from + index);

  async function keepAll(): Promise<RoomStore> {
    const { rooms } = onTrial().stores;
    for (const seq of upTo(1)) {
      await rooms.keep(SESSION, { epoch: 1, seq }, frame(seq, LIMITS.frameBytes));
    }
    return rooms;
  }

  it('and what came since it are said to who misses what is kept no longer', async () => {
    const rooms = await keepAll();
    await rooms.keepSnapshot(SESSION, { epoch: 1, seq: 10 }, frame(SNAPSHOT));
    expect(await after(1, GIVEN_UP - 1)).toEqual([SNAPSHOT, ...upTo(11)]);
    expect(await after(1, GIVEN_UP)).toEqual(upTo(8));
    expect(await after(2, GIVEN_UP - 1)).toBeNull();
  });

  it('are said, when asked to be brief, to who misses less, too, but take nobody back', async () => {
    const rooms = await keepAll();
    await rooms.keepSnapshot(SESSION, { epoch: 1, seq: 10 }, frame(SNAPSHOT));
    expect(await after(1, 8, true)).toEqual([SNAPSHOT, ...upTo(11)]);
    expect(await after(1, 11, true)).toEqual(upTo(12));
  });

  it('is the newest, and none where it leaves a hole or is of another epoch', async () => {
    const rooms = await keepAll();
    await rooms.keepSnapshot(SESSION, { epoch: 1, seq: 3 }, frame(SNAPSHOT));
    expect(await after(1, 1)).toBeNull();
    await rooms.keepSnapshot(SESSION, { epoch: 1, seq: 10 }, frame(SNAPSHOT + 1));
    await rooms.keepSnapshot(SESSION, { epoch: 1, seq: 9 }, frame(SNAPSHOT + 2));
    expect(await after(1, 1)).toEqual([SNAPSHOT + 1, ...upTo(11)]);
    await rooms.keepSnapshot(SESSION, { epoch: 2, seq: NEWEST }, frame(SNAPSHOT + 3));
    expect(await after(1, 1)).toBeNull();
  });

  it('is not for events that were never kept, which the presenter still has', async () => {
    const rooms = await keepAll();
    await rooms.keepSnapshot(SESSION, { epoch: 2, seq: NEWEST }, frame(SNAPSHOT));
    expect(await after(2, 1)).toBeNull();
    expect(await after(2, 1, true)).toEqual([SNAPSHOT]);
    await rooms.keep(SESSION, { epoch: 2, seq: NEWEST + 1 }, frame(1));
    expect(await after(2, 1)).toBeNull();
    await rooms.keep(SESSION, { epoch: 2, seq: NEWEST + 5 }, frame(5));
    await rooms.keepSnapshot(SESSION, { epoch: 2, seq: NEWEST + 5 }, frame(SNAPSHOT));
    expect(await after(2, NEWEST + 1)).toBeNull();
  });

  it('is for a member that did not read, until it has caught up, wherever it asks', async () => {
    const { stores, others } = onTrial();
    await stores.rooms.enter(SESSION, seat('m-00000001', 'b'.repeat(32)));
    expect(await others.rooms.caughtUp(SESSION, 'm-00000001')).toBe(false);
    await stores.rooms.fellBehind(SESSION, 'm-00000001');
    expect(await others.rooms.caughtUp(SESSION, 'm-00000001')).toBe(true);
    expect(await stores.rooms.caughtUp(SESSION, 'm-00000001')).toBe(false);
  });
});

describeStores('RELAY-4: places', (onTrial) => {
  const ada = randomHex(16);
  const bob = randomHex(16);
  const ids = async () => (await onTrial().others.rooms.seats(SESSION)).map(({ memberId }) => memberId);

  it('are found at every server, until they are left', async () => {
    const { stores, others } = onTrial();
    await stores.rooms.enter(SESSION, seat('m-00000001', ada));
    await stores.rooms.enter(SESSION, seat('m-00000002', bob));
    expect(await others.rooms.seats(SESSION)).toEqual([seat('m-00000001', ada), seat('m-00000002', bob)]);
    expect(await others.rooms.seat(SESSION, 'm-00000002')).toEqual(seat('m-00000002', bob));
    expect(await others.rooms.leave(SESSION, 'm-00000001')).toBe(true);
    expect(await stores.rooms.leave(SESSION, 'm-00000001')).toBe(false);
    expect(await stores.rooms.seat(SESSION, 'm-00000001')).toBeNull();
    expect(await ids()).toEqual(['m-00000002']);
  });

  it('are kept for 90 s after the connection that is theirs was cut, and no other', async () => {
    const { stores, others, advance } = onTrial();
    await stores.rooms.enter(SESSION, seat('m-00000001', ada, 'first'));
    expect(await others.rooms.rewire(SESSION, 'm-00000001', 'second')).toBe(true);
    expect(await stores.rooms.cut(SESSION, 'm-00000001', 'first')).toBe(false);
    expect(await stores.rooms.cut(SESSION, 'm-00000001', 'second')).toBe(true);
    expect(await others.rooms.seat(SESSION, 'm-00000001')).toMatchObject({ wire: null });
    await advance(RELAY_LIMITS.resumeFor - 2000);
    expect(await others.rooms.sweep(SESSION)).toEqual([]);
    expect(await others.rooms.rewire(SESSION, 'm-00000001', 'third')).toBe(true);
    await advance(RELAY_LIMITS.resumeFor);
    expect(await others.rooms.sweep(SESSION)).toEqual([]);
    expect(await stores.rooms.cut(SESSION, 'm-00000001', 'third')).toBe(true);
    await advance(RELAY_LIMITS.resumeFor);
    expect(await others.rooms.sweep(SESSION)).toEqual(['m-00000001']);
    expect(await stores.rooms.rewire(SESSION, 'm-00000001', 'fourth')).toBe(false);
    expect(await ids()).toEqual([]);
  });

  it('RELAY-5: stay with the page that presents, and are lost to another one', async () => {
    const { stores, others } = onTrial();
    await stores.rooms.enter(SESSION, seat('m-00000001', ada));
    expect(await stores.rooms.present(SESSION, PAGE)).toEqual({ seats: [seat('m-00000001', ada)], left: [] });
    await others.rooms.enter(SESSION, seat('m-00000002', bob));
    expect((await others.rooms.present(SESSION, PAGE)).seats).toHaveLength(2);
    expect(await others.rooms.present(SESSION, 'f'.repeat(16))).toEqual({
      seats: [],
      left: expect.arrayContaining(['m-00000001', 'm-00000002']),
    });
    await stores.rooms.enter(SESSION, seat('m-00000003', ada));
    expect((await others.rooms.present(SESSION, 'f'.repeat(16))).seats).toEqual([seat('m-00000003', ada)]);
  });

  it('RELAY-6: of one attendee are four; the oldest is given up', async () => {
    const { stores, others } = onTrial();
    const left: string[][] = [];
    for (let index = 1; index <= RELAY_LIMITS.placesPerAttendee + 2; index += 1) {
      const { rooms } = index % 2 ? stores : others;
      left.push((await rooms.enter(SESSION, seat(`m-0000000${index}`, ada))).left);
    }
    expect(left).toEqual([[], [], [], [], ['m-00000001'], ['m-00000002']]);
    expect(await ids()).toEqual(['m-00000003', 'm-00000004', 'm-00000005', 'm-00000006']);
    await stores.rooms.leave(SESSION, 'm-00000004');
    expect(await stores.rooms.enter(SESSION, seat('m-00000007', ada))).toEqual({ left: [] });
  });

  it('RELAY-5: what members said to a presenter that is away is held in order, within its bound, and given once', async () => {
    const { stores, others } = onTrial();
    await stores.rooms.hold(SESSION, 'm-00000001', Buffer.from('one\ntwo'));
    await others.rooms.hold(SESSION, 'm-00000002', frame(7));
    await stores.rooms.hold(SESSION, 'm-00000001', frame(8, RELAY_LIMITS.waitingBytes));
    const held = await others.rooms.held(SESSION);
    expect(held.map(({ memberId, frame: said }) => [memberId, Buffer.from(said).toString('latin1')])).toEqual([
      ['m-00000001', 'one\ntwo'],
      ['m-00000002', '\u0007\u0007\u0007\u0007'],
    ]);
    expect(await stores.rooms.held(SESSION)).toEqual([]);
  });

  it('RELAY-6: are for so many newcomers, counted at all servers together', async () => {
    const { stores, others } = onTrial();
    const { burst, perSecond } = RELAY_LIMITS.newcomers;
    const taken: boolean[] = [];
    while (taken.length < burst / 2) {
      taken.push(...(await Promise.all([stores, others].map(({ rooms }) => rooms.takesNewcomer(SESSION)))));
    }
    expect(new Set(taken)).toEqual(new Set([true]));
    let more = 0;
    while (more < 2 * burst && (await stores.rooms.takesNewcomer(SESSION))) {
      more += 1;
    }
    expect(more).toBeGreaterThanOrEqual(burst / 2);
    // What a second brings, as long as this test may take.
    expect(more).toBeLessThan(burst / 2 + 20 * perSecond);
  });

  it('end with the session', async () => {
    const { stores, others } = onTrial();
    await stores.rooms.present(SESSION, PAGE);
    await stores.rooms.enter(SESSION, seat('m-00000001', ada));
    await stores.rooms.keep(SESSION, { epoch: 1, seq: 1 }, frame(1));
    await stores.rooms.hold(SESSION, 'm-00000001', frame(1));
    await others.rooms.drop(SESSION);
    expect(await ids()).toEqual([]);
    expect(await stores.rooms.newest(SESSION)).toBeNull();
    expect(await stores.rooms.held(SESSION)).toEqual([]);
    expect(await stores.rooms.rewire(SESSION, 'm-00000001', 'again')).toBe(false);
  });
});
