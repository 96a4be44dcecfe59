import { z } from 'zod';
import { TIMES } from '../protocol/limits';
import { FakeClock, settle } from '../testing/FakeClock';
import { crypto } from '../testing/linkPeers';
import { MemoryListener } from '../testing/MemoryNetwork';
import { memoryStore } from '../testing/memoryStore';
import { DirectoryClient } from './DirectoryClient';
import type { PresentingDeps } from './Presenting';
import { createPresenting, takeUpPresenting } from './startPresenting';

const epochOf = (body: string | undefined) => z.object({ epoch: z.number() }).parse(JSON.parse(body ?? '')).epoch;

/** A directory as the server is one, with an answer that can be held back after the call took effect. */
class FakeDirectory {
  /** It was restarted: it knows the session again with its next lease. */
  forgot = false;
  epoch = 0;
  down = false;
  ended = false;
  calls: string[] = [];
  /** What the last `start` or `lease` said of the lock. */
  locked: boolean | undefined;
  private held: Array<() => void> | null = null;

  holdAnswers(): void {
    this.held = [];
  }

  async release(): Promise<void> {
    const held = this.held ?? [];
    this.held = null;
    held.forEach((answer) => answer());
    await settle();
  }

  async fetch(url: string, { method, body }: { method: string; body?: string }) {
    this.calls.push(`${method} ${url.replace(/^\/api\/sessions(\/7K3M9Q)?/, '')}`);
    const answer = this.answer(`${method} ${url}`, body);
    if (/(start|lease)$/.test(url)) {
      this.locked = z.object({ locked: z.boolean() }).parse(JSON.parse(body ?? '')).locked;
    }
    await new Promise<void>((resolve) => (this.held ? this.held.push(resolve) : resolve()));
    if (this.down) {
      throw new Error('no network');
    }
    const [status, json] = answer;
    return { status, ok: status < 300, text: async () => JSON.stringify(json) };
  }

  private answer(call: string, body: string | undefined): [number, unknown] {
    const peer = { peerId: `p-0000000${this.calls.length}`, ticket: 'a ticket of some length' };
    if (this.down) {
      return [0, null];
    }
    if (this.ended) {
      return [404, { error: 'not-found', details: '' }];
    }
    if (this.forgot && call.endsWith('/peer')) {
      return [404, { error: 'not-found', details: '' }];
    }
    if (call.endsWith('/lease')) {
      this.forgot = false;
    }
    if (call === 'POST /api/sessions') {
      return [201, { code: '7K3M9Q', sessionId: '5e'.repeat(16), directoryToken: 'a token of some length' }];
    }
    if (call.endsWith('/start')) {
      this.epoch++;
      return [200, { epoch: this.epoch, ...peer }];
    }
    if (call.endsWith('/lease') || call.endsWith('/peer')) {
      const answer = call.endsWith('/lease') ? { leaseMs: TIMES.lease } : peer;
      return epochOf(body) === this.epoch ? [200, answer] : [409, { error: 'superseded', details: '' }];
    }
    return [204, null];
  }
}

interface Kept {
  store?: ReturnType<typeof memoryStore>;
  tabStore?: ReturnType<typeof memoryStore>;
  admit?: boolean;
}

async function presenting({ store = memoryStore(), tabStore = memoryStore(), admit = false }: Kept = {}) {
  const directory = new FakeDirectory();
  const clock = new FakeClock();
  const ends: string[] = [];
  let nextPeer: Parameters<PresentingDeps['listen']>[0]['nextPeer'] | null = null;
  const deps: PresentingDeps = {
    crypto,
    clock,
    directory: new DirectoryClient('', null, (url, init) => directory.fetch(url, init), clock),
    store,
    tabStore,
    tabs: { hold: () => () => {}, held: async () => false },
    listen(peers) {
      nextPeer = peers.nextPeer;
      peers.signalling('ready', 'p-00000000');
      return new MemoryListener();
    },
    log() {},
  };
  const on = { changed() {}, failed() {}, ended: ({ reason }: { reason: string }) => ends.push(reason) };
  const session =
    tabStore.entries.size > 0
      ? await takeUpPresenting(deps, on)
      : await createPresenting({ sessionName: 'A tour', presenterName: 'Grace', guide: null, admit }, deps, on);
  if (!session) {
    throw new Error('there is nothing to take up');
  }
  return { directory, clock, session, ends, nextPeer: () => nextPeer?.() };
}

const SOMEBODY = 'a1'.repeat(16);

test('SEAL-6: a lease that falls due while somebody is removed waits, and names the new epoch', async () => {
  const { directory, clock, session, ends } = await presenting();
  directory.holdAnswers();
  await clock.advance(TIMES.leaseRenewal - 100);
  session.remove(SOMEBODY);
  await clock.advance(200);
  expect(directory.calls.at(-1)).toBe('POST /start');
  await directory.release();
  await clock.advance(1);
  expect(directory.calls.at(-1)).toBe('PUT /lease');
  expect(ends).toEqual([]);
  expect(session.session.view().epoch).toBe(2);
  session.close();
});

test('BROW-1: while a browser takes long to start, the lease is renewed before it has run out', async () => {
  const { directory, clock, session, ends } = await presenting();
  directory.holdAnswers();
  const shared = session.browser.share().catch(() => 'not shared');
  await clock.advance(TIMES.lease - 1);
  expect(directory.calls.slice(-3)).toEqual(['PUT /browser', 'PUT /lease', 'PUT /lease']);
  await directory.release();
  await clock.advance(1);
  expect(await shared).toBe('not shared');
  expect(ends).toEqual([]);
  session.close();
});

test('SEAL-6: the signalling id that was lost by a removal is the new one’s, without another call', async () => {
  const { directory, clock, session, nextPeer, ends } = await presenting();
  await nextPeer();
  session.remove(SOMEBODY);
  await clock.advance(1);
  const calls = directory.calls.length;
  expect((await nextPeer())?.peerId).toMatch(/^p-/);
  expect(directory.calls).toHaveLength(calls);
  await nextPeer();
  expect(directory.calls.at(-1)).toBe('POST /peer');
  expect(ends).toEqual([]);
  session.close();
});

test('SEAL-6: two removals at once end in one epoch that the directory knows', async () => {
  const { directory, clock, session, ends } = await presenting();
  directory.holdAnswers();
  session.remove(SOMEBODY);
  session.remove('a2'.repeat(16));
  await clock.advance(1);
  await directory.release();
  await clock.advance(TIMES.leaseRenewal * 2);
  expect(ends).toEqual([]);
  expect(session.session.view().epoch).toBe(directory.epoch);
  session.close();
});

test('SEAL-6: the new key comes with a later lease where the directory was down at the removal', async () => {
  const { directory, clock, session, ends } = await presenting();
  directory.down = true;
  session.remove(SOMEBODY);
  await clock.advance(TIMES.leaseRenewal + 1);
  expect(session.session.view().epoch).toBe(1);
  directory.down = false;
  await clock.advance(TIMES.leaseRenewal);
  expect(session.session.view().epoch).toBe(2);
  await clock.advance(TIMES.leaseRenewal * 3);
  expect(directory.calls.filter((call) => call === 'POST /start')).toHaveLength(3);
  expect(ends).toEqual([]);
  session.close();
});

test('DIR-5: a page whose session was ended elsewhere presents no longer', async () => {
  const { directory, clock, ends } = await presenting();
  directory.ended = true;
  await clock.advance(TIMES.leaseRenewal + 1);
  expect(ends).toEqual(['ended']);
  expect(clock.pending()).toBe(0);
});

test('a server that is down for minutes ends nothing', async () => {
  const { directory, clock, session, ends } = await presenting();
  directory.down = true;
  await clock.advance(180_000);
  directory.down = false;
  await clock.advance(TIMES.leaseRenewal);
  expect(ends).toEqual([]);
  session.close();
});

describe('DIR-12: the directory is told of the lock', () => {
  test('at once, with every lease, and by the page that takes the session up', async () => {
    const [store, tabStore] = [memoryStore(), memoryStore()];
    const { directory, clock, session } = await presenting({ store, tabStore });
    expect(directory.locked).toBe(false);
    session.setDoor({ locked: true });
    await clock.advance(1);
    expect(directory.calls.at(-1)).toBe('PUT /lease');
    expect(directory.locked).toBe(true);
    await clock.advance(TIMES.leaseRenewal);
    expect(directory.locked).toBe(true);
    session.remove(SOMEBODY);
    await clock.advance(1);
    expect([directory.calls.at(-1), directory.locked]).toEqual(['POST /start', true]);
    session.close();
    const next = await presenting({ store, tabStore });
    expect([next.directory.calls.at(-1), next.directory.locked]).toEqual(['POST /start', true]);
    expect(next.session.session.view().door.locked).toBe(true);
    next.session.close();
  });

  test('with a later lease where it was down at the lock', async () => {
    const { directory, clock, session } = await presenting();
    directory.down = true;
    session.setDoor({ locked: true });
    await clock.advance(1);
    directory.down = false;
    await clock.advance(TIMES.leaseRenewal);
    expect([directory.calls.at(-1), directory.locked]).toEqual(['PUT /lease', true]);
    session.close();
  });
});

describe('JOIN-8: a browser that keeps nothing', () => {
  test('asks about newcomers where that was chosen at the start', async () => {
    const nothing = { ...memoryStore(), set() {} };
    const { session } = await presenting({ store: nothing, admit: true });
    expect(session.session.view().door.admit).toBe(true);
    session.close();
  });

  test('asks about everybody when a page takes the session up without knowing who was in', async () => {
    const [store, tabStore] = [memoryStore(), memoryStore()];
    const { session } = await presenting({ store, tabStore });
    session.close();
    [...store.entries.keys()].filter((key) => key.startsWith('door/')).forEach((key) => store.remove(key));
    const next = await presenting({ store, tabStore });
    expect(next.session.session.view().door).toMatchObject({ admit: true, locked: false });
    next.session.close();
  });
});

test('DIR-5: a server that was restarted has the session back with the first call, not with the next lease', async () => {
  const { directory, session, nextPeer, ends } = await presenting();
  await nextPeer();
  directory.forgot = true;
  const before = directory.calls.length;
  expect((await nextPeer())?.peerId).toMatch(/^p-/);
  expect(directory.calls.slice(before)).toEqual(['POST /peer', 'PUT /lease', 'POST /peer']);
  expect(ends).toEqual([]);
  session.close();
});

test('DIR-5: one that was ended meanwhile is not asked for ever', async () => {
  const { directory, session, nextPeer } = await presenting();
  await nextPeer();
  directory.ended = true;
  const before = directory.calls.length;
  await expect(nextPeer()).rejects.toMatchObject({ reason: 'code-unknown' });
  expect(directory.calls.slice(before)).toEqual(['POST /peer', 'PUT /lease']);
  session.close();
});
