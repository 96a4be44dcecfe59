/** What a presenter with good keys and a changed client may try against an attendee. */
import { bytesToHex } from '../protocol/bytes';
import { LIMITS, RATES, TIMES } from '../protocol/limits';
import type { Position, PresenterMessage, SessionStart, StageEvent } from '../protocol/messages';
import { platformRandom } from '../testing/cryptoBackends';
import { answerByHand, ATTENDEE, bodyOf, crypto, sealed, SESSION, wire } from '../testing/linkPeers';
import { ATTENDEE_MESSAGES, PRESENTER_MESSAGES } from '../testing/sampleMessages';
import { AttendeeSession } from './AttendeeSession';

const EPOCH = 2;

async function attended() {
  const { clock, near, peer } = wire();
  const signer = await crypto.signer(platformRandom(32));
  const { resumeSecret, tabId, name, mode } = ATTENDEE_MESSAGES.attendee_join;
  const events: Array<StageEvent['type']> = [];
  const snapshots: Position[] = [];
  let dialled = false;
  const session = new AttendeeSession(
    {
      session: SESSION,
      identity: signer.publicKey,
      who: { attendeeId: ATTENDEE, resumeSecret, tabId },
      name,
      mode,
      hand: false,
      takeOver: false,
      rejoining: false,
      routes: 'direct',
      before: null,
    },
    {
      crypto,
      clock,
      random: () => 0,
      dial: (_route, on) => {
        if (!dialled) {
          dialled = true;
          on.open(near);
        }
        return () => {};
      },
    },
    {
      changed() {},
      event: ({ type }) => events.push(type),
      stillShown() {},
      snapshot: (_snapshot, of) => snapshots.push(of),
      progressed() {},
    }
  );
  await peer.send();
  const { keys, author, group, groupKey } = await answerByHand(peer, signer);
  let direct = 0;
  const welcome = (changes: Partial<SessionStart> = {}) =>
    sealed(
      { cipher: keys.toAttendee },
      { class: 'to-attendee', author, seq: ++direct },
      {
        ...PRESENTER_MESSAGES.session_start,
        resumed: false,
        seq: 0,
        base: 0,
        epoch: EPOCH,
        groupKey: bytesToHex(groupKey),
        ...changes,
      }
    );
  const stage = (seq: number, message: PresenterMessage, epoch = EPOCH) =>
    sealed(
      { cipher: group, signer },
      { class: message.type === 'ping' ? 'ping' : 'stage', author, seq, epoch },
      message
    );
  await peer.send(await welcome());
  const said = async () => Promise.all(peer.envelopes().map((envelope) => bodyOf(envelope, keys.toPresenter)));
  return { clock, peer, session, events, snapshots, welcome, stage, said };
}

type Attended = Awaited<ReturnType<typeof attended>>;

const { clear_highlight: clear, do_it: doIt, session_end: end } = PRESENTER_MESSAGES;

async function inBatches(
  count: number,
  peer: { send(...frames: Uint8Array[]): Promise<void> },
  make: (n: number) => Promise<Uint8Array>
) {
  for (let n = 0; n < count; n += 64) {
    await peer.send(...(await Promise.all(Array.from({ length: Math.min(64, count - n) }, (_, i) => make(n + i)))));
  }
}

test('MSG-7: nothing that stands behind the end of a session is handed on', async () => {
  const { peer, session, events, stage } = await attended();
  await peer.send(await stage(3, doIt), await stage(2, doIt));
  await peer.send(await stage(1, end));
  expect(session.view().connection).toMatchObject({ kind: 'ended', reason: 'ended' });
  expect(events).toEqual([]);
});

test.each(['ended', 'ended-by-administrator'] as const)(
  'MSG-7: the end of a session says by whom it was ended: %s',
  async (reason) => {
    const { peer, session, stage } = await attended();
    await peer.send(await stage(1, { type: 'session_end', reason }));
    expect(session.view().connection).toMatchObject({ kind: 'ended', reason });
  }
);

describe('MSG-8: a presenter that sends without end', () => {
  test('is left after a burst, whatever the events do', async () => {
    const { clock, peer, session, events, stage } = await attended();
    await inBatches(RATES.stageEvents.burst + 200, peer, (n) => stage(n + 1, clear));
    expect(session.view().connection).toMatchObject({ kind: 'ended', reason: 'unexpected' });
    expect(events.length).toBeLessThanOrEqual(
      RATES.stageEvents.burst + (clock.now() / 1000) * RATES.stageEvents.perSecond
    );
    expect(peer.closed).toBe(true);
  });

  test('is left when it takes its attendee to one snapshot after the other', async () => {
    const { clock, peer, session, snapshots, welcome } = await attended();
    await inBatches(RATES.stageEvents.burst + 200, peer, () => welcome());
    expect(session.view().connection).toMatchObject({ kind: 'ended', reason: 'unexpected' });
    expect(snapshots.length).toBeLessThanOrEqual(
      RATES.stageEvents.burst + (clock.now() / 1000) * RATES.stageEvents.perSecond
    );
  });

  test.each([
    ['pings', (stage: Attended['stage']) => stage(0, PRESENTER_MESSAGES.ping)],
    ['one event over and over', (stage: Attended['stage']) => stage(1, clear)],
    ['welcomes that change nothing', (_: unknown, welcome: Attended['welcome']) => welcome({ resumed: true })],
    ['what does not open', () => Promise.resolve(new Uint8Array(200).fill(1))],
  ])('is left when it keeps the page busy with %s', async (_what, make) => {
    const { peer, session, events, stage, welcome } = await attended();
    await inBatches(RATES.framesToAttendee.burst + 2_000, peer, () => make(stage, welcome));
    expect(session.view().connection).toMatchObject({ kind: 'ended', reason: 'unexpected' });
    expect(events.length).toBeLessThanOrEqual(1);
  });

  test('a whole log after an outage is taken', async () => {
    const { peer, session, events, stage } = await attended();
    await inBatches(LIMITS.logEvents, peer, (n) => stage(n + 1, clear));
    expect(events).toHaveLength(LIMITS.logEvents);
    expect(session.view().connection.kind).toBe('live');
    session.dispose();
  });
});

describe('ORD-7: numbers at the end of their range', () => {
  test('an event far ahead is not held, and asked for no more than once a ping', async () => {
    const { peer, session, events, stage, said } = await attended();
    await inBatches(640, peer, (n) => stage(0xffffffff - n, doIt));
    expect(events).toEqual([]);
    await peer.send(await stage(0xffffffff, { type: 'ping', seq: 0xffffffff, people: 1 }));
    const pongs = (await said()).filter((message) => JSON.stringify(message).includes('"missing":true'));
    expect(pongs).toHaveLength(1);
    session.dispose();
  });

  test('the last epoch is entered, and none after it', async () => {
    const { clock, peer, session, welcome, stage, events } = await attended();
    await peer.send(await welcome({ epoch: 0xffffffff, seq: 0xffffffff }));
    await peer.send(await stage(0xffffffff, doIt, 0xffffffff));
    expect(events).toEqual([]);
    expect(session.view().connection.kind).toBe('live');
    await peer.send(await welcome({ epoch: 0 }));
    expect(session.view().connection.kind).not.toBe('live');
    await clock.advance(TIMES.attemptEvery);
    session.dispose();
  });
});

test('ORD-1, SEAL-2: an old event, replayed word for word by who stands between, is not applied again, nor in a new epoch', async () => {
  const { peer, stage, welcome, events } = await attended();
  const show = { type: 'mode_policy', policy: 'on' } as const;
  const [first, second] = [await stage(1, show), await stage(2, { ...show, policy: 'off' })];
  await peer.send(first, second);
  expect(events).toEqual(['mode_policy', 'mode_policy']);
  await peer.send(first, second, first);
  expect(events).toHaveLength(2);
  await peer.send(await welcome({ epoch: EPOCH + 1, resumed: true, seq: 2, base: 2 }), first, second);
  expect(events).toHaveLength(2);
  await peer.send(await stage(3, show, EPOCH + 1));
  expect(events).toHaveLength(3);
});
