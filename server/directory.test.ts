/** The directory by itself, on a clock that a test moves. */
import { randomBytes } from 'node:crypto';
import type { LeaseRequest, StartRequest } from '../src/protocol/directoryApi';
import { LIMITS, TIMES } from '../src/protocol/limits';
import { shareCodeSchema } from '../src/protocol/shareCode';
import { Directory, type Presenter } from './directory';
import { SERVER_LIMITS } from './serverLimits';
import { FakeClock } from './testing/fakeClock';

const KEY = 'a'.repeat(64);
const PAGE = '0'.repeat(16);
const OTHER_PAGE = 'f'.repeat(16);

function setUp(bytes: (length: number) => Uint8Array = randomBytes) {
  const clock = new FakeClock();
  const ended: string[] = [];
  const directory = new Directory({
    now: () => clock.monotonic(),
    randomBytes: bytes,
    onEnded: (sessionId, reason) => ended.push(`${sessionId} ${reason}`),
  });
  const created = directory.create({ name: 'Logs', presenterName: 'Ada', presenterKey: KEY });
  if (!created) {
    throw new Error('full');
  }
  const presenter: Presenter = { code: created.code, session: created.sessionId, presenterKey: KEY };
  return { clock, ended, directory, presenter };
}

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

it('never gives a code out twice, even when chance repeats itself', () => {
  let calls = 0;
  const { directory, presenter } = setUp((length) => new Uint8Array(length).fill(Math.floor(calls++ / 4)));
  const next = directory.create({ name: 'Logs', presenterName: 'Ada', presenterKey: KEY });
  expect(shareCodeSchema.safeParse(next?.code).success).toBe(true);
  expect(next?.code).not.toBe(presenter.code);
});

it('DIR-3: raises the epoch above both what the page knows and what is stored', () => {
  const { directory, presenter } = setUp();
  const epochs = [0, 7, 3].map((knownEpoch) => {
    const started = directory.start(presenter, starting(presenter, { knownEpoch }), 'peer');
    return started.ok && started.value.epoch;
  });
  expect(epochs).toEqual([1, 8, 9]);
  const last = directory.start(presenter, starting(presenter, { knownEpoch: 0xffffffff }), 'peer');
  expect(last).toEqual({ ok: false, refusal: 'bad-request' });
});

it('says which signalling id a new start or peer replaces', () => {
  const { directory, presenter } = setUp();
  expect(directory.start(presenter, starting(presenter), 'peer-1')).toMatchObject({ value: { replaced: null } });
  expect(directory.takePeer(presenter, { pageId: PAGE, epoch: 1 }, 'peer-2')).toMatchObject({
    value: { replaced: 'peer-1' },
  });
  expect(directory.start(presenter, starting(presenter), 'peer-3')).toMatchObject({ value: { replaced: 'peer-2' } });
  expect(directory.presenterPeer(presenter.session)).toBe('peer-3');
});

it('DIR-4: frees the lease for another page at the moment that it runs out, not a millisecond before', () => {
  const { clock, directory, presenter } = setUp();
  directory.start(presenter, starting(presenter), 'peer');
  const other = starting(presenter, { pageId: OTHER_PAGE });
  clock.advance(TIMES.lease - 1);
  expect(directory.start(presenter, other, 'peer')).toEqual({ ok: false, refusal: 'lease-held' });
  clock.advance(1);
  expect(directory.start(presenter, other, 'peer')).toMatchObject({ ok: true });
  expect(directory.lease(presenter, renewing(presenter))).toEqual({ ok: false, refusal: 'superseded' });
});

it('lets a page renew a lease that ran out as long as nobody else took it', () => {
  const { clock, directory, presenter } = setUp();
  directory.start(presenter, starting(presenter), 'peer');
  clock.advance(TIMES.lease * 3);
  expect(directory.lease(presenter, renewing(presenter))).toMatchObject({ ok: true });
  expect(directory.info(presenter.code)?.state).toBe('live');
});

it('ends a session ten minutes after the presenter’s last sign of life', () => {
  const { clock, directory, presenter, ended } = setUp();
  directory.start(presenter, starting(presenter), 'peer');
  clock.advance(TIMES.presenterAway - 1);
  directory.sweep();
  expect(ended).toEqual([]);
  directory.lease(presenter, renewing(presenter));
  clock.advance(TIMES.presenterAway);
  directory.sweep();
  expect(ended).toEqual([`${presenter.session} presenter-away`]);
  expect(directory.has(presenter.code)).toBe(false);
});

it('takes a session in again whose presenter was away too long, but not one that was ended', () => {
  const { clock, directory, presenter } = setUp();
  clock.advance(TIMES.presenterAway);
  directory.sweep();
  expect(directory.lease(presenter, renewing(presenter, { epoch: 5 }))).toMatchObject({ ok: true });
  expect(directory.start(presenter, starting(presenter), 'peer')).toMatchObject({ value: { epoch: 6 } });
  directory.end(presenter);
  expect(directory.lease(presenter, renewing(presenter))).toEqual({ ok: false, refusal: 'not-found' });
  expect(directory.start(presenter, starting(presenter), 'peer')).toEqual({ ok: false, refusal: 'not-found' });
});

it('does not give a code back that another session has by now', () => {
  const { directory, presenter } = setUp();
  const former: Presenter = { ...presenter, session: 'e'.repeat(32) };
  expect(directory.start(former, starting(former), 'peer')).toEqual({ ok: false, refusal: 'superseded' });
  expect(directory.lease(former, renewing(former))).toEqual({ ok: false, refusal: 'superseded' });
  expect(directory.takePeer(former, { pageId: PAGE, epoch: 0 }, 'peer')).toEqual({ ok: false, refusal: 'superseded' });
  expect(directory.end(former)).toEqual({ ok: false, refusal: 'not-found' });
  expect(directory.has(presenter.code)).toBe(true);
});

it('believes the newer of two pages when it has lost the session', () => {
  const { clock, directory, presenter } = setUp();
  clock.advance(TIMES.presenterAway);
  directory.sweep();
  directory.lease(presenter, renewing(presenter, { epoch: 2 }));
  expect(directory.lease(presenter, renewing(presenter, { epoch: 3, pageId: OTHER_PAGE }))).toMatchObject({ ok: true });
  expect(directory.lease(presenter, renewing(presenter, { epoch: 2 }))).toEqual({ ok: false, refusal: 'superseded' });
});

it('counts attendees and not tickets against the free slots, from one report of the presenter to the next', () => {
  const { directory, presenter } = setUp();
  directory.start(presenter, starting(presenter), 'peer');
  const routes = Array.from({ length: LIMITS.directSlots + 1 }, (_, index) =>
    directory.admit(presenter.code, { attendeeId: `${index}`, route: 'direct' }, null)
  );
  expect(routes.filter((admitted) => admitted.ok && admitted.value.route === 'direct')).toHaveLength(
    LIMITS.directSlots
  );
  expect(directory.admit(presenter.code, { attendeeId: '0', route: 'direct' }, null)).toMatchObject({
    value: { route: 'direct' },
  });
  directory.lease(presenter, renewing(presenter, { freeSlots: 0 }));
  expect(directory.admit(presenter.code, { attendeeId: '0', route: 'direct' }, null)).toMatchObject({
    value: { route: 'relay' },
  });
});

it('forgets the oldest of the attendees that it knows, above a bound', () => {
  const { directory, presenter } = setUp();
  for (let index = 0; index <= SERVER_LIMITS.knownAttendees; index += 1) {
    directory.admit(presenter.code, { attendeeId: `${index}`, route: 'direct' }, null);
  }
  expect([0, 1, SERVER_LIMITS.knownAttendees].map((index) => directory.knows(presenter.code, `${index}`))).toEqual([
    false,
    true,
    true,
  ]);
});

it('says that it is full at its bound, to new sessions and to returning ones', () => {
  const { clock, directory, presenter } = setUp();
  clock.advance(TIMES.presenterAway);
  directory.sweep();
  for (let index = 0; index < SERVER_LIMITS.sessions; index += 1) {
    expect(directory.create({ name: 'Logs', presenterName: 'Ada', presenterKey: KEY })).not.toBeNull();
  }
  expect(directory.create({ name: 'Logs', presenterName: 'Ada', presenterKey: KEY })).toBeNull();
  expect(directory.start(presenter, starting(presenter), 'peer')).toEqual({ ok: false, refusal: 'full' });
});

describe('DIR-12: a locked session', () => {
  const admits = (directory: Directory, code: string, attendeeId: string) => {
    const admitted = directory.admit(code, { attendeeId, route: 'direct' }, null);
    return admitted.ok ? 'admitted' : admitted.refusal;
  };

  it('gives tickets to those who had one, and to nobody new until it is unlocked', () => {
    const { directory, presenter } = setUp();
    const { code } = presenter;
    directory.start(presenter, starting(presenter), 'peer');
    expect(admits(directory, code, 'ada')).toBe('admitted');
    directory.lease(presenter, renewing(presenter, { locked: true }));
    expect(admits(directory, code, 'ada')).toBe('admitted');
    expect(admits(directory, code, 'eve')).toBe('locked');
    expect(admits(directory, code, 'eve')).toBe('locked');
    directory.lease(presenter, renewing(presenter, { locked: false }));
    expect(admits(directory, code, 'eve')).toBe('admitted');
  });

  it('stays so over a new start that says so, and a refusal makes nobody known', () => {
    const { directory, presenter } = setUp();
    const { code } = presenter;
    directory.start(presenter, starting(presenter, { locked: true }), 'peer');
    expect(admits(directory, code, 'eve')).toBe('locked');
    expect(directory.knows(code, 'eve')).toBe(false);
    directory.start(presenter, starting(presenter, { locked: true }), 'peer');
    expect(admits(directory, code, 'eve')).toBe('locked');
  });

  it('is left to the presenter’s page by a directory that lost it and cannot know who was in', () => {
    const { clock, directory, presenter } = setUp();
    const other = new Directory({ now: () => clock.monotonic(), randomBytes, onEnded: () => {} });
    directory.start(presenter, starting(presenter), 'peer');
    expect(other.lease(presenter, renewing(presenter, { locked: true })).ok).toBe(true);
    expect(admits(other, presenter.code, 'ada')).toBe('admitted');
  });

  it('is not locked by a page that presents no longer', () => {
    const { directory, presenter } = setUp();
    directory.start(presenter, starting(presenter), 'peer');
    directory.start(presenter, starting(presenter, { pageId: OTHER_PAGE, takeOver: true }), 'peer-2');
    expect(directory.lease(presenter, renewing(presenter, { locked: true }))).toEqual({
      ok: false,
      refusal: 'superseded',
    });
    expect(admits(directory, presenter.code, 'ada')).toBe('admitted');
  });
});
