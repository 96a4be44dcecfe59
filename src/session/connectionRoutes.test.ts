import { TIMES } from '../protocol/limits';
import { ConnectionTrial } from '../testing/ConnectionTrial';

const START_OF = ({ dials }: ConnectionTrial) => dials.map(({ at, route }) => ({ after: at - dials[0].at, route }));
const joining = () => new ConnectionTrial(() => 0, false, 'both');

/** Live on the newest attempt on this route. */
function liveOn(route: 'p2p' | 'relay'): ConnectionTrial {
  const trial = joining();
  trial.pass(TIMES.relayAfter);
  const { attempt } = trial.dials.filter((dial) => dial.route === route)[0];
  trial.put({ type: 'opened', attempt });
  trial.put({ type: 'verified', attempt });
  trial.put({ type: 'joined', attempt });
  trial.dials.length = 0;
  return trial;
}

describe('CON-15: two routes', () => {
  test('the relay is dialled 0.8 s after a direct attempt that has not opened', () => {
    const trial = joining();
    trial.pass(TIMES.relayAfter - 1);
    expect(START_OF(trial)).toEqual([{ after: 0, route: 'p2p' }]);
    trial.pass(1);
    expect(START_OF(trial)).toEqual([
      { after: 0, route: 'p2p' },
      { after: TIMES.relayAfter, route: 'relay' },
    ]);
  });

  test('not while a direct attempt is in its handshake, and again when that came to nothing', () => {
    const trial = joining();
    trial.put({ type: 'opened', attempt: 1 });
    trial.pass(2 * TIMES.relayAfter);
    expect(trial.dials).toHaveLength(1);
    trial.put({ type: 'closed', attempt: 1 });
    trial.pass(TIMES.relayAfter);
    expect(trial.dials.map(({ route }) => route)).toContain('relay');
  });

  test('without a relay it is never dialled', () => {
    const trial = new ConnectionTrial(() => 0);
    trial.pass(14_000);
    expect(new Set(trial.dials.map(({ route }) => route))).toEqual(new Set(['p2p']));
  });

  test.each([
    ['p2p', 'relay'],
    ['relay', 'p2p'],
  ] as const)('who was linked by %s tries that first, %s after 0.8 s', (first, second) => {
    const trial = liveOn(first);
    expect(trial.state).toMatchObject({ kind: 'live', route: first });
    trial.pass(TIMES.suspect + TIMES.relayAfter);
    expect(START_OF(trial).slice(0, 2)).toEqual([
      { after: 0, route: first },
      { after: TIMES.relayAfter, route: second },
    ]);
  });

  test('an attempt that was sent to the relay for want of room counts as one by the relay', () => {
    const trial = joining();
    trial.put({ type: 'opened', attempt: 1, route: 'relay' });
    trial.put({ type: 'verified', attempt: 1 });
    trial.put({ type: 'joined', attempt: 1 });
    expect(trial.state).toMatchObject({ kind: 'live', route: 'relay' });
  });

  test('both go on while an outage lasts', () => {
    const trial = liveOn('p2p');
    trial.pass(TIMES.suspect + 10_000);
    const relays = trial.dials.filter(({ route }) => route === 'relay').length;
    expect(relays).toBeGreaterThanOrEqual(9);
    expect(trial.dials.length - relays).toBeGreaterThanOrEqual(9);
  });
});

test("CON-15: where nobody may see another's address only the relay is dialled", () => {
  const trial = new ConnectionTrial(() => 0, false, 'relay');
  trial.pass(14_000);
  expect(START_OF(trial)[0]).toEqual({ after: 0, route: 'relay' });
  expect(new Set(trial.dials.map(({ route }) => route))).toEqual(new Set(['relay']));
});

describe('CON-16: moving over to a direct link', () => {
  /** Live by the relay, heard again and again, with the direct attempt that an invitation led to. */
  function invited() {
    const trial = liveOn('relay');
    const link = 'link' in trial.state ? trial.state.link : 0;
    trial.put({ type: 'invited', attempt: link });
    const [{ attempt }] = trial.dials;
    const heard = (ms: number) => {
      for (let passed = 0; passed < ms; passed += 1_000) {
        trial.pass(1_000);
        trial.put({ type: 'heard', attempt: link });
      }
    };
    return { trial, link, attempt, heard };
  }

  test('begins with an invitation alone, and once at a time', () => {
    const uninvited = liveOn('relay');
    for (let second = 0; second < 60; second++) {
      uninvited.pass(1_000);
      uninvited.put({ type: 'heard', attempt: 'link' in uninvited.state ? uninvited.state.link : 0 });
    }
    expect(uninvited.dials).toEqual([]);
    const { trial, link } = invited();
    trial.put({ type: 'invited', attempt: link });
    expect(START_OF(trial)).toEqual([{ after: 0, route: 'p2p' }]);
  });

  test('a presenter who invites without end makes an attendee dial once in five seconds at most', () => {
    const { trial, link, attempt } = invited();
    let newest = attempt;
    for (let invitations = 0; invitations < 200; invitations++) {
      if (trial.newest() !== link) {
        trial.put({ type: 'failed', attempt: newest, reason: 'connect-failed' });
      }
      trial.pass(100);
      trial.put({ type: 'heard', attempt: link });
      trial.put({ type: 'invited', attempt: link });
      newest = trial.newest();
    }
    expect(trial.dials).toHaveLength(5);
    expect(trial.state).toMatchObject({ kind: 'live', route: 'relay', link });
  });

  test('the relay stays the link until the direct one has joined, and is given up then', () => {
    const { trial, link, attempt, heard } = invited();
    heard(2_000);
    trial.put({ type: 'opened', attempt, route: 'p2p' });
    trial.put({ type: 'verified', attempt });
    expect(trial.state).toMatchObject({ kind: 'live', route: 'relay', link });
    expect(trial.put({ type: 'joined', attempt })).toEqual([
      { type: 'adopt', attempt },
      { type: 'abandon', attempt: link },
    ]);
    expect(trial.state).toMatchObject({ kind: 'live', route: 'p2p', link: attempt });
  });

  test.each(['removed', 'presenter-absent', 'full', 'connect-failed', 'identity-changed'] as const)(
    'a direct attempt that fails (%s) leaves the link as it is',
    (reason) => {
      const { trial, link, attempt } = invited();
      expect(trial.put({ type: 'failed', attempt, reason })).toEqual([{ type: 'abandon', attempt }]);
      expect(trial.state).toMatchObject({ kind: 'live', route: 'relay', link });
      expect(trial.dials).toHaveLength(1);
    }
  );

  test('one that takes too long, is sent to the relay or is asked about is given up', () => {
    const slow = invited();
    slow.heard(10_000);
    expect(slow.trial.state).toMatchObject({ kind: 'live', link: slow.link, ctx: { attempts: new Map() } });
    const sent = invited();
    expect(sent.trial.put({ type: 'opened', attempt: sent.attempt, route: 'relay' })).toEqual([
      { type: 'abandon', attempt: sent.attempt },
    ]);
    const asked = invited();
    asked.trial.put({ type: 'opened', attempt: asked.attempt });
    expect(asked.trial.put({ type: 'asked', attempt: asked.attempt })).toEqual([
      { type: 'abandon', attempt: asked.attempt },
    ]);
    expect(asked.trial.state).toMatchObject({ kind: 'live', ctx: { askedSince: null } });
  });

  test('goes on as any other attempt where the relay falls silent or closes meanwhile', () => {
    const { trial, link, attempt } = invited();
    trial.put({ type: 'closed', attempt: link });
    trial.put({ type: 'opened', attempt });
    trial.put({ type: 'verified', attempt });
    trial.put({ type: 'joined', attempt });
    expect(trial.state).toMatchObject({ kind: 'live', route: 'p2p', link: attempt });
  });

  test('an invitation for whoever is linked directly, or by another link, or may not be, does nothing', () => {
    const direct = liveOn('p2p');
    direct.put({ type: 'invited', attempt: 'link' in direct.state ? direct.state.link : 0 });
    expect(direct.dials).toEqual([]);
    const other = liveOn('relay');
    other.put({ type: 'invited', attempt: 1 });
    expect(other.dials).toEqual([]);
    const relayOnly = new ConnectionTrial(() => 0, false, 'relay');
    relayOnly.put({ type: 'opened', attempt: relayOnly.newest(), route: 'relay' });
    relayOnly.put({ type: 'verified', attempt: relayOnly.newest() });
    relayOnly.put({ type: 'joined', attempt: relayOnly.newest() });
    relayOnly.put({ type: 'invited', attempt: relayOnly.newest() });
    expect(relayOnly.dials).toHaveLength(1);
  });
});

test('CON-7: a silent link is kept where nobody presents, and is live again when it is heard', () => {
  const trial = liveOn('relay');
  trial.pass(TIMES.suspect + 1_000);
  const { attempt } = trial.dials[0];
  trial.put({ type: 'failed', attempt, reason: 'presenter-absent' });
  expect(trial.state).toMatchObject({ kind: 'suspect', ctx: { absentSince: trial.now } });
  trial.put({ type: 'heard', attempt: 'link' in trial.state ? trial.state.link : 0 });
  expect(trial.state).toMatchObject({ kind: 'live', ctx: { absentSince: null } });
});
