import { bytesToHex } from '../protocol/bytes';
import { platformRandom } from '../testing/cryptoBackends';
import { FakeClock, settle } from '../testing/FakeClock';
import { crypto } from '../testing/linkPeers';
import { MemoryListener } from '../testing/MemoryNetwork';
import { memoryStore } from '../testing/memoryStore';
import type { AttendingDeps } from './Attending';
import { DirectoryClient } from './DirectoryClient';
import type { PresentingDeps } from './Presenting';
import { SessionError } from './SessionError';
import { SessionManager } from './SessionManager';

const JOINING = { invitation: '7K3M9Q', name: 'Ada', mode: 'guided', takeOver: false } as const;

/** One browser whose tabs share a store; the directory answers when it is let. */
async function browser() {
  const clock = new FakeClock();
  const store = memoryStore();
  const waiting: Array<() => void> = [];
  const dials: string[] = [];
  const holders = new Map<string, number>();
  const presenterKey = bytesToHex((await crypto.signer(platformRandom(32))).publicKey);
  const about = { code: '7K3M9Q', sessionId: '5e'.repeat(16), name: 'A tour', presenterName: 'Grace' };
  let epoch = 0;
  const answers: Record<string, () => unknown> = {
    'POST /api/sessions': () => ({ ...about, directoryToken: 'a token of some length' }),
    'POST /api/sessions/7K3M9Q/start': () => ({
      epoch: ++epoch,
      peerId: 'p-0000000',
      ticket: 'a ticket of some length',
    }),
    'GET /api/sessions/7K3M9Q': () => ({ ...about, presenterKey, state: 'live' }),
  };
  const directory = new DirectoryClient(
    '',
    null,
    async (url, { method }) => {
      await new Promise<void>((resolve) => waiting.push(resolve));
      return { status: 200, ok: true, text: async () => JSON.stringify(answers[`${method} ${url}`]()) };
    },
    clock
  );
  const letAnswer = async () => {
    for (let round = 0; round < 4; round++) {
      waiting.splice(0).forEach((answer) => answer());
      await settle();
    }
  };
  /** A tab with a store of its own; a duplicate begins with a copy of another's. */
  const tab = (tabStore = memoryStore()) => {
    const heard: string[] = [];
    const deps: PresentingDeps & AttendingDeps = {
      crypto,
      clock,
      random: () => 0,
      directory,
      store,
      tabStore,
      tabs: {
        hold(name) {
          holders.set(name, (holders.get(name) ?? 0) + 1);
          return () => holders.set(name, (holders.get(name) ?? 0) - 1);
        },
        held: async (name) => (holders.get(name) ?? 0) > 0,
      },
      listen(peers) {
        peers.signalling('ready', 'p-00000000');
        return new MemoryListener();
      },
      dial: (code) => () => {
        dials.push(code);
        return () => {};
      },
      log() {},
    };
    const session = new SessionManager(
      { presenting: async () => deps, attending: async () => deps, joinLink: (code) => code },
      {
        presenting: (elsewhere) => heard.push(elsewhere ? 'presenting what another tab did' : 'presenting'),
        presented: () => heard.push('presented'),
        attending: () => heard.push('attending'),
        attended: () => heard.push('attended'),
        event: () => heard.push('event'),
        stillShown() {},
        snapshot: () => heard.push('snapshot'),
      }
    );
    const duplicate = async () => {
      const copy = memoryStore();
      tabStore.entries.forEach((value, key) => copy.set(key, value));
      const other = tab(copy);
      const takenUp = other.session.takeUp();
      await letAnswer();
      await takenUp;
      return other;
    };
    const reload = async () => {
      session.pageHidden();
      const next = tab(tabStore);
      const takenUp = next.session.takeUp();
      await letAnswer();
      await takenUp;
      return next;
    };
    return { session, heard, tabStore, duplicate, reload };
  };
  return { clock, tab, letAnswer, dials };
}

const reasonOf = (joined: Promise<void>) =>
  joined.then(
    () => 'joined',
    (error: unknown) => SessionError.from(error).reason
  );

test('a joining that is given up while the session is looked for does not come true later', async () => {
  const { tab, letAnswer, dials } = await browser();
  const { session, heard, tabStore } = tab();
  const joined = reasonOf(session.join(JOINING));
  await settle();
  session.leave();
  expect(session.view()).toEqual({ role: 'idle', error: null });
  await letAnswer();
  expect(await joined).toBe('ended');
  expect(session.view()).toEqual({ role: 'idle', error: null });
  expect(heard).toEqual([]);
  expect(dials.length).toBeLessThanOrEqual(1);
  expect(tabStore.entries.size).toBe(0);
});

test('the end of a joining that was given up does not show over the next one', async () => {
  const { tab, letAnswer } = await browser();
  const { session } = tab();
  const first = reasonOf(session.join(JOINING));
  await letAnswer();
  session.leave();
  const second = reasonOf(session.join(JOINING));
  expect(await first).toBe('ended');
  expect(session.view()).toMatchObject({ role: 'joining' });
  await letAnswer();
  session.leave();
  expect(await second).toBe('ended');
});

test('a tab that goes on with what another one presented says so, with the guide that was open', async () => {
  const { tab, letAnswer } = await browser();
  const first = tab();
  const guide = { guideId: 'tour', title: 'A tour' };
  const started = first.session.start({ sessionName: 'A tour', presenterName: 'Grace', guide, admit: false });
  await letAnswer();
  await started;
  first.session.pageHidden();
  const next = tab();
  const goingOn = next.session.goOn();
  await letAnswer();
  await goingOn;
  expect([first.heard, next.heard]).toEqual([['presenting'], ['presenting what another tab did']]);
  expect(next.session.presentedGuide()).toEqual(guide);
});

describe('a duplicated tab', () => {
  test('of a presenter leaves the session where it is, and a reload of it stays idle', async () => {
    const { tab, letAnswer } = await browser();
    const original = tab();
    const started = original.session.start({
      sessionName: 'A tour',
      presenterName: 'Grace',
      guide: null,
      admit: false,
    });
    await letAnswer();
    await started;
    const copy = await original.duplicate();
    expect(copy.session.view()).toEqual({ role: 'idle', error: null });
    expect(original.session.view()).toMatchObject({ role: 'presenting' });
    expect((await copy.reload()).session.view().role).toBe('idle');
    expect((await original.reload()).session.view()).toMatchObject({ role: 'presenting' });
  });

  test('of an attendee leaves the session where it is', async () => {
    const { clock, tab, letAnswer, dials } = await browser();
    const original = tab();
    void reasonOf(original.session.join(JOINING));
    await letAnswer();
    await clock.advance(1);
    expect(dials).toHaveLength(1);
    const copy = await original.duplicate();
    expect(copy.session.view()).toEqual({ role: 'idle', error: null });
    expect(dials).toHaveLength(1);
    const again = await original.reload();
    expect(again.session.view()).toMatchObject({ role: 'attending' });
    again.session.leave();
  });
});
