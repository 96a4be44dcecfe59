import { bytesToHex } from '../protocol/bytes';
import { fingerprintFromDigest } from '../protocol/shareCode';
import { platformRandom } from '../testing/cryptoBackends';
import { FakeClock } from '../testing/FakeClock';
import { crypto } from '../testing/linkPeers';
import { memoryStore } from '../testing/memoryStore';
import { Attending, type AttendingDeps } from './Attending';
import { DirectoryClient } from './DirectoryClient';
import { SessionError } from './SessionError';

const CODE = '7K3M9Q';

/** A browser that joins sessions of a directory whose answer can change. */
async function browser() {
  const clock = new FakeClock();
  const dialled: string[] = [];
  const key = async () => {
    const { publicKey } = await crypto.signer(platformRandom(32));
    return { hex: bytesToHex(publicKey), fingerprint: fingerprintFromDigest(await crypto.sha256(publicKey)) };
  };
  const presenter = await key();
  const info = {
    code: CODE,
    sessionId: '5e'.repeat(16),
    name: 'A tour',
    presenterName: 'Grace',
    presenterKey: presenter.hex,
    state: 'live',
  };
  const store = memoryStore();
  const deps: AttendingDeps = {
    crypto,
    clock,
    random: () => 0,
    directory: new DirectoryClient(
      '',
      null,
      async () => ({ status: 200, ok: true, text: async () => JSON.stringify(info) }),
      clock
    ),
    dial: (_code, attendeeId) => () => {
      dialled.push(attendeeId);
      return () => {};
    },
    store,
    tabStore: memoryStore(),
    tabs: { hold: () => () => {}, held: async () => false },
    log() {},
  };
  const attend = (options: Partial<Parameters<typeof Attending.join>[0]>): Promise<Attending> =>
    Attending.join(
      {
        invitation: { code: CODE, fingerprint: null },
        ...{ name: 'Ada', mode: 'guided', hand: false, takeOver: false, tabId: null },
        ...options,
      },
      deps,
      { changed() {}, event() {}, snapshot() {}, stillShown() {}, ended() {} }
    );
  const join = async (fingerprint: string | null): Promise<string> => {
    try {
      const attending = await attend({ invitation: { code: CODE, fingerprint } });
      attending.close();
      return `joins, trusting the ${attending.trust}`;
    } catch (error) {
      return SessionError.from(error).reason;
    }
  };
  return { attend, join, key, presenter, info, dialled, store };
}

test('CODE-5: a link whose fingerprint is the directory’s key’s is joined, and trusted for it', async () => {
  const { join, presenter, dialled } = await browser();
  expect(await join(presenter.fingerprint)).toBe('joins, trusting the link');
  expect(dialled).toHaveLength(1);
});

test('CODE-5: another key is refused before anything is dialled or kept', async () => {
  const { join, key, dialled, store } = await browser();
  expect(await join((await key()).fingerprint)).toBe('fingerprint-mismatch');
  expect(dialled).toEqual([]);
  expect(store.entries.size).toBe(0);
});

test('CODE-5: a bare code trusts the session server, and says so', async () => {
  const { join } = await browser();
  expect(await join(null)).toBe('joins, trusting the server');
});

test('CODE-6: a session that was joined once takes no other key, by code or by that key’s own link', async () => {
  const { join, key, info, dialled } = await browser();
  await join(null);
  const other = await key();
  info.presenterKey = other.hex;
  expect(await join(null)).toBe('identity-changed');
  expect(await join(other.fingerprint)).toBe('identity-changed');
  expect(dialled).toHaveLength(1);
});

test('JOIN-1: coming back the browser is the same attendee, in another session another one', async () => {
  const { join, info, dialled } = await browser();
  await join(null);
  await join(null);
  info.sessionId = '5f'.repeat(16);
  await join(null);
  const [first, again, elsewhere] = dialled;
  expect(again).toBe(first);
  expect(elsewhere).not.toBe(first);
});

test('JOIN-3: who takes over goes on as what they are in the other tab, or as what they say here', async () => {
  const { attend } = await browser();
  const joinLink = (code: string, fingerprint: string) => `${code}/${fingerprint}`;
  const there = await attend({ name: 'Not my name', mode: 'guided' });
  there.setMode('follow');
  there.close();
  const taken = await attend({ name: 'Ada', mode: 'guided', takeOver: true, asThere: true });
  expect(taken.joined(joinLink)).toEqual({ invitation: CODE, name: 'Not my name', mode: 'follow' });
  expect(taken.session.view().mode).toBe('follow');
  taken.close();
  const changed = await attend({ name: 'Ada', mode: 'guided', takeOver: true });
  expect(changed.joined(joinLink)).toEqual({ invitation: CODE, name: 'Ada', mode: 'guided' });
  changed.close();
});

test('CODE-5: who joined by a link is told the whole link to join again with', async () => {
  const { attend, presenter } = await browser();
  const { fingerprint } = presenter;
  const attending = await attend({ invitation: { code: CODE, fingerprint } });
  expect(attending.joined((code, pin) => `/join/${code}/${pin}`).invitation).toBe(`/join/${CODE}/${fingerprint}`);
  attending.close();
});
