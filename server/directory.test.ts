/** The directory by itself, wherever its sessions are kept, in a time that a test moves. */
import { randomBytes } from 'node:crypto';
import type { LeaseRequest, StartRequest } from '../src/protocol/directoryApi';
import { LIMITS, TIMES } from '../src/protocol/limits';
import { shareCodeSchema } from '../src/protocol/shareCode';
import { Directory } from './directory';
import { leaseAlive, newSession, type Presenter } from './directorySession';
import { memoryStores } from './memory/memoryStores';
import { SERVER_LIMITS } from './serverLimits';
import type { Stores } from './stores/Stores';
import { describeStores } from './testing/storeKinds';

const KEY = 'a'.repeat(64);
const PAGE = '0'.repeat(16);
const OTHER_PAGE = 'f'.repeat(16);

const about = (presenter: Presenter) => ({
  sessionId: presenter.session,
  name: 'Logs',
  presenterName: 'Ada',
  presenterKey: presenter.presenterKey,
  pageId: PAGE,
});
const starting = (presenter: Presenter, over: Partial<StartRequest> = {}): StartRequest => ({
  ...about(presenter),
  knownEpoch: 0,
  takeOver: false,
  ...over,
});
const renewing = (presenter: Presenter, over: Partial<LeaseRequest> = {}): LeaseRequest => ({
  ...about(presenter),
  epoch: 1,
  freeSlots: 10,
  ...over,
});

function directoryOf(
  stores: Stores,
  onEnded: (sessionId: string, reason: string) => void = () => {},
  bytes: (length: number) => Uint8Array = randomBytes
) {
  return new Directory({ store: stores.sessions, randomBytes: bytes, onEnded });
}

it('DIR-4: a lease is alive until the moment that it runs out, not a millisecond longer', () => {
  const presenter: Presenter = { code: 'AAAAAA', session: 'e'.repeat(32), presenterKey: KEY };
  const session = {
    ...newSession(presenter, { name: 'Logs', presenterName: 'Ada' }, false),
    pageId: PAGE,
    leaseUntil: 9,
  };
  expect([8, 9].map((now) => leaseAlive(session, now))).toEqual([true, false]);
});

describeStores('the directory', (onTrial) => {
  async function setUp(bytes?: (length: number) => Uint8Array) {
    const ended: string[] = [];
    const { stores, others, advance } = onTrial();
    const directory = directoryOf(stores, (sessionId, reason) => ended.push(`${sessionId} ${reason}`), bytes);
    const created = await directory.create({ name: 'Logs', presenterName: 'Ada', presenterKey: KEY });
    if (!created) {
      throw new Error('full');
    }
    const presenter: Presenter = { code: created.code, session: created.sessionId, presenterKey: KEY };
    return { advance, ended, directory, presenter, elsewhere: directoryOf(others) };
  }

  it('never gives a code out twice, even when chance repeats itself', async () => {
    let calls = 0;
    const { directory, presenter } = await setUp((length) => new Uint8Array(length).fill(Math.floor(calls++ / 4)));
    const next = await directory.create({ name: 'Logs', presenterName: 'Ada', presenterKey: KEY });
    expect(shareCodeSchema.safeParse(next?.code).success).toBe(true);
    expect(next?.code).not.toBe(presenter.code);
  });

  it('DIR-3: raises the epoch above both what the page knows and what is stored', async () => {
    const { directory, presenter } = await setUp();
    const epochs: unknown[] = [];
    for (const knownEpoch of [0, 7, 3]) {
      const started = await directory.start(presenter, starting(presenter, { knownEpoch }), 'p-00000000');
      epochs.push(started.ok && started.value.epoch);
    }
    expect(epochs).toEqual([1, 8, 9]);
    const last = await directory.start(presenter, starting(presenter, { knownEpoch: 0xffffffff }), 'p-00000000');
    expect(last).toEqual({ ok: false, refusal: 'bad-request' });
  });

  it('says which signalling id a new start or peer replaces', async () => {
    const { directory, presenter } = await setUp();
    expect(await directory.start(presenter, starting(presenter), 'p-00000001')).toMatchObject({
      value: { replaced: null },
    });
    expect(await directory.takePeer(presenter, { pageId: PAGE, epoch: 1 }, 'p-00000002')).toMatchObject({
      value: { replaced: 'p-00000001' },
    });
    expect(await directory.start(presenter, starting(presenter), 'p-00000003')).toMatchObject({
      value: { replaced: 'p-00000002' },
    });
    expect(await directory.presenterPeer(presenter.session)).toBe('p-00000003');
  });

  it('DIR-4: frees the lease for another page when it runs out, and not before', async () => {
    const { advance, directory, presenter } = await setUp();
    await directory.start(presenter, starting(presenter), 'p-00000000');
    const other = starting(presenter, { pageId: OTHER_PAGE });
    await advance(TIMES.lease - 2000);
    expect(await directory.start(presenter, other, 'p-00000000')).toEqual({ ok: false, refusal: 'lease-held' });
    await advance(2000);
    expect(await directory.start(presenter, other, 'p-00000000')).toMatchObject({ ok: true });
    expect(await directory.lease(presenter, renewing(presenter))).toEqual({ ok: false, refusal: 'superseded' });
  });

  it('lets a page renew a lease that ran out as long as nobody else took it', async () => {
    const { advance, directory, presenter } = await setUp();
    await directory.start(presenter, starting(presenter), 'p-00000000');
    await advance(TIMES.lease * 3);
    expect(await directory.lease(presenter, renewing(presenter))).toMatchObject({ ok: true });
    expect((await directory.info(presenter.code))?.state).toBe('live');
  });

  it('ends a session ten minutes after the presenter’s last sign of life', async () => {
    const { advance, directory, presenter, ended } = await setUp();
    await directory.start(presenter, starting(presenter), 'p-00000000');
    await advance(TIMES.presenterAway - 2000);
    await directory.sweep();
    expect(ended).toEqual([]);
    await directory.lease(presenter, renewing(presenter));
    await advance(TIMES.presenterAway);
    await directory.sweep();
    expect(ended).toEqual([`${presenter.session} presenter-away`]);
    expect(await directory.has(presenter.code)).toBe(false);
  });

  it('takes a session in again whose presenter was away too long, but not one that was ended', async () => {
    const { advance, directory, presenter } = await setUp();
    await advance(TIMES.presenterAway);
    await directory.sweep();
    expect(await directory.lease(presenter, renewing(presenter, { epoch: 5 }))).toMatchObject({ ok: true });
    expect(await directory.start(presenter, starting(presenter), 'p-00000000')).toMatchObject({ value: { epoch: 6 } });
    await directory.end(presenter);
    expect(await directory.lease(presenter, renewing(presenter))).toEqual({ ok: false, refusal: 'not-found' });
    expect(await directory.start(presenter, starting(presenter), 'p-00000000')).toEqual({
      ok: false,
      refusal: 'not-found',
    });
  });

  it('does not give a code back that another session has by now', async () => {
    const { directory, presenter } = await setUp();
    const former: Presenter = { ...presenter, session: 'e'.repeat(32) };
    expect(await directory.start(former, starting(former), 'p-00000000')).toEqual({ ok: false, refusal: 'superseded' });
    expect(await directory.lease(former, renewing(former))).toEqual({ ok: false, refusal: 'superseded' });
    expect(await directory.takePeer(former, { pageId: PAGE, epoch: 0 }, 'p-00000000')).toEqual({
      ok: false,
      refusal: 'superseded',
    });
    expect(await directory.end(former)).toEqual({ ok: false, refusal: 'not-found' });
    expect(await directory.has(presenter.code)).toBe(true);
  });

  it('believes the newer of two pages when it has lost the session', async () => {
    const { advance, directory, presenter } = await setUp();
    await advance(TIMES.presenterAway);
    await directory.sweep();
    await directory.lease(presenter, renewing(presenter, { epoch: 2 }));
    expect(await directory.lease(presenter, renewing(presenter, { epoch: 3, pageId: OTHER_PAGE }))).toMatchObject({
      ok: true,
    });
    expect(await directory.lease(presenter, renewing(presenter, { epoch: 2 }))).toEqual({
      ok: false,
      refusal: 'superseded',
    });
  });

  it('counts attendees and not tickets against the free slots, from one report of the presenter to the next', async () => {
    const { directory, presenter } = await setUp();
    await directory.start(presenter, starting(presenter), 'p-00000000');
    const routes = await Promise.all(
      Array.from({ length: LIMITS.directSlots + 1 }, (_, index) =>
        directory.admit(presenter.code, { attendeeId: `${index}`, route: 'direct' }, null)
      )
    );
    expect(routes.filter((admitted) => admitted.ok && admitted.value.route === 'direct')).toHaveLength(
      LIMITS.directSlots
    );
    expect(await directory.admit(presenter.code, { attendeeId: '0', route: 'direct' }, null)).toMatchObject({
      value: { route: 'direct' },
    });
    await directory.lease(presenter, renewing(presenter, { freeSlots: 0 }));
    expect(await directory.admit(presenter.code, { attendeeId: '0', route: 'direct' }, null)).toMatchObject({
      value: { route: 'relay' },
    });
  });

  it('forgets the oldest of the attendees that it knows, above a bound', async () => {
    const { directory, presenter } = await setUp();
    for (let index = 0; index <= SERVER_LIMITS.knownAttendees; index += 1) {
      await directory.admit(presenter.code, { attendeeId: `${index}`, route: 'direct' }, null);
    }
    const known = [0, 1, SERVER_LIMITS.knownAttendees].map((index) => directory.knows(presenter.code, `${index}`));
    expect(await Promise.all(known)).toEqual([false, true, true]);
  });

  it('says that it is full at its bound, to new sessions and to returning ones', async () => {
    const { advance, directory, presenter } = await setUp();
    await advance(TIMES.presenterAway);
    await directory.sweep();
    for (let index = 0; index < SERVER_LIMITS.sessions; index += 1) {
      expect(await directory.create({ name: 'Logs', presenterName: 'Ada', presenterKey: KEY })).not.toBeNull();
    }
    expect(await directory.create({ name: 'Logs', presenterName: 'Ada', presenterKey: KEY })).toBeNull();
    expect(await directory.start(presenter, starting(presenter), 'p-00000000')).toEqual({ ok: false, refusal: 'full' });
  });

  describe('DIR-12: a locked session', () => {
    const admits = async (directory: Directory, code: string, attendeeId: string) => {
      const admitted = await directory.admit(code, { attendeeId, route: 'direct' }, null);
      return admitted.ok ? 'admitted' : admitted.refusal;
    };

    it('gives tickets to those who had one, and to nobody new until it is unlocked', async () => {
      const { directory, presenter } = await setUp();
      const { code } = presenter;
      await directory.start(presenter, starting(presenter), 'p-00000000');
      expect(await admits(directory, code, 'ada')).toBe('admitted');
      await directory.lease(presenter, renewing(presenter, { locked: true }));
      expect(await admits(directory, code, 'ada')).toBe('admitted');
      expect(await admits(directory, code, 'eve')).toBe('locked');
      expect(await admits(directory, code, 'eve')).toBe('locked');
      await directory.lease(presenter, renewing(presenter, { locked: false }));
      expect(await admits(directory, code, 'eve')).toBe('admitted');
    });

    it('stays so over a new start that says so, and a refusal makes nobody known', async () => {
      const { directory, presenter } = await setUp();
      const { code } = presenter;
      await directory.start(presenter, starting(presenter, { locked: true }), 'p-00000000');
      expect(await admits(directory, code, 'eve')).toBe('locked');
      expect(await directory.knows(code, 'eve')).toBe(false);
      await directory.start(presenter, starting(presenter, { locked: true }), 'p-00000000');
      expect(await admits(directory, code, 'eve')).toBe('locked');
    });

    it('is left to the presenter’s page by a directory that lost it and cannot know who was in', async () => {
      const { directory, presenter } = await setUp();
      const other = directoryOf(memoryStores(onTrial().clock));
      await directory.start(presenter, starting(presenter), 'p-00000000');
      expect(await other.lease(presenter, renewing(presenter, { locked: true }))).toMatchObject({ ok: true });
      expect(await admits(other, presenter.code, 'ada')).toBe('admitted');
    });

    it('is not locked by a page that presents no longer', async () => {
      const { directory, presenter } = await setUp();
      await directory.start(presenter, starting(presenter), 'p-00000000');
      await directory.start(presenter, starting(presenter, { pageId: OTHER_PAGE, takeOver: true }), 'p-00000002');
      expect(await directory.lease(presenter, renewing(presenter, { locked: true }))).toEqual({
        ok: false,
        refusal: 'superseded',
      });
      expect(await admits(directory, presenter.code, 'ada')).toBe('admitted');
    });
  });

  it('SRV-1: is one directory, whichever server is asked', async () => {
    const { directory, elsewhere, presenter } = await setUp();
    expect(await elsewhere.start(presenter, starting(presenter), 'p-00000001')).toMatchObject({ value: { epoch: 1 } });
    expect(await directory.presenterPeer(presenter.session)).toBe('p-00000001');
    const both = [directory, elsewhere].map((each) => each.lease(presenter, renewing(presenter, { freeSlots: 1 })));
    expect(await Promise.all(both)).toMatchObject([{ ok: true }, { ok: true }]);
    const admitted = [directory, elsewhere].map((each, index) =>
      each.admit(presenter.code, { attendeeId: `${index}`, route: 'direct' }, null)
    );
    const routes = (await Promise.all(admitted)).map((one) => one.ok && one.value.route);
    expect(routes.sort()).toEqual(['direct', 'relay']);
    await elsewhere.end(presenter);
    expect(await directory.has(presenter.code)).toBe(false);
  });

  it('SRV-1: gives each of many pages that start at once an epoch of its own', async () => {
    const { directory, elsewhere, presenter } = await setUp();
    const starts = Array.from({ length: 8 }, (_, index) =>
      (index % 2 ? directory : elsewhere).start(presenter, starting(presenter, { takeOver: true }), 'p-00000001')
    );
    const epochs = (await Promise.all(starts)).map((started) => started.ok && started.value.epoch);
    expect(new Set(epochs)).toEqual(new Set([1, 2, 3, 4, 5, 6, 7, 8]));
  });

  it('lets nobody in under a login that came with somebody else\u2019s id', async () => {
    const { directory, elsewhere, presenter } = await setUp();
    const ada = { attendeeId: 'a'.repeat(32), route: 'relay' as const };
    expect(await directory.admit(presenter.code, ada, null)).toMatchObject({ ok: true });
    expect(await elsewhere.admit(presenter.code, ada, 'ada')).toMatchObject({ ok: true });
    expect(await directory.admit(presenter.code, ada, 'eve')).toEqual({ ok: false, refusal: 'forbidden' });
    expect(await directory.admit(presenter.code, ada, null)).toEqual({ ok: false, refusal: 'forbidden' });
    expect(await directory.vouchedFor(presenter)).toEqual({
      ok: true,
      value: [{ attendeeId: ada.attendeeId, login: 'ada' }],
    });
  });
});
