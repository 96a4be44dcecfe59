import { TIMES } from '../protocol/limits';
import { ConnectionTrial } from '../testing/ConnectionTrial';

const START_OF = ({ dials }: ConnectionTrial) => dials.map(({ at, route }) => ({ after: at - dials[0].at, route }));
const joining = () => new ConnectionTrial(() => 0, false, true);

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
