import { ConnectionTrial, live, suspect, told, waiting } from '../testing/ConnectionTrial';
import { nextWake } from './connection';
import type { ConnectionInput } from './connectionState';

describe('CON-1: every state and every input', () => {
  /** Each begins with attempt 1; the link of a live and a suspect one is 1 as well, the attempt beside it 2. */
  const STATES: Record<string, () => ConnectionTrial> = {
    dialing: () => new ConnectionTrial(),
    verifying: () => {
      const trial = new ConnectionTrial();
      trial.put({ type: 'opened', attempt: 1 });
      return trial;
    },
    joining: () => {
      const trial = new ConnectionTrial();
      trial.put({ type: 'opened', attempt: 1 });
      trial.put({ type: 'verified', attempt: 1 });
      return trial;
    },
    admitting: () => {
      const trial = new ConnectionTrial();
      trial.put({ type: 'opened', attempt: 1 });
      trial.put({ type: 'verified', attempt: 1 });
      trial.put({ type: 'asked', attempt: 1 });
      return trial;
    },
    live: () => live(),
    suspect: () => {
      const trial = suspect(() => 0);
      expect(trial.newest()).toBe(2);
      return trial;
    },
    waiting: () => {
      const trial = waiting();
      trial.put({ type: 'nudge' });
      expect(trial.newest()).toBe(2);
      return trial;
    },
    ended: () => {
      const trial = live();
      trial.put({ type: 'end', reason: 'removed' });
      return trial;
    },
  };

  const of = (attempt: number): Record<string, ConnectionInput> => ({
    opened: { type: 'opened', attempt },
    verified: { type: 'verified', attempt },
    asked: { type: 'asked', attempt },
    joined: { type: 'joined', attempt },
    'failed in passing': { type: 'failed', attempt, reason: 'connect-failed' },
    'failed for good': { type: 'failed', attempt, reason: 'unauthorized' },
    'found nobody': { type: 'failed', attempt, reason: 'presenter-absent' },
    heard: { type: 'heard', attempt },
    closed: { type: 'closed', attempt },
  });
  const UNNAMED: Record<string, ConnectionInput> = {
    wake: { type: 'wake' },
    nudge: { type: 'nudge' },
    end: { type: 'end', reason: 'ended' },
  };
  const UNKNOWN = 99;

  /** The state that follows, and what it wants. `link` is the live one, `attempt` one that is on its way. */
  const TABLE: Record<string, Record<string, string>> = {
    dialing: {
      wake: 'dialing; nothing',
      nudge: 'dialing; dial 2',
      end: 'ended; abandon 1',
      'attempt opened': 'verifying; nothing',
      'attempt verified': 'joining; nothing',
      'attempt asked': 'admitting; nothing',
      'attempt joined': 'live; adopt 1',
      'attempt failed in passing': 'dialing; abandon 1',
      'attempt failed for good': 'ended; abandon 1',
      'attempt found nobody': 'waiting; abandon 1',
      'attempt heard': 'dialing; nothing',
      'attempt closed': 'dialing; abandon 1',
    },
    verifying: {
      wake: 'verifying; nothing',
      nudge: 'verifying; dial 2',
      end: 'ended; abandon 1',
      'attempt opened': 'verifying; nothing',
      'attempt verified': 'joining; nothing',
      'attempt asked': 'admitting; nothing',
      'attempt joined': 'live; adopt 1',
      'attempt failed in passing': 'dialing; abandon 1',
      'attempt failed for good': 'ended; abandon 1',
      'attempt found nobody': 'waiting; abandon 1',
      'attempt heard': 'verifying; nothing',
      'attempt closed': 'dialing; abandon 1',
    },
    joining: {
      wake: 'joining; nothing',
      nudge: 'joining; dial 2',
      end: 'ended; abandon 1',
      'attempt opened': 'verifying; nothing',
      'attempt verified': 'joining; nothing',
      'attempt asked': 'admitting; nothing',
      'attempt joined': 'live; adopt 1',
      'attempt failed in passing': 'dialing; abandon 1',
      'attempt failed for good': 'ended; abandon 1',
      'attempt found nobody': 'waiting; abandon 1',
      'attempt heard': 'joining; nothing',
      'attempt closed': 'dialing; abandon 1',
    },
    admitting: {
      wake: 'admitting; nothing',
      nudge: 'admitting; nothing',
      end: 'ended; abandon 1',
      'attempt opened': 'verifying; nothing',
      'attempt verified': 'joining; nothing',
      'attempt asked': 'admitting; nothing',
      'attempt joined': 'live; adopt 1',
      'attempt failed in passing': 'dialing; abandon 1',
      'attempt failed for good': 'ended; abandon 1',
      'attempt found nobody': 'waiting; abandon 1',
      'attempt heard': 'admitting; nothing',
      'attempt closed': 'dialing; abandon 1',
    },
    live: {
      wake: 'live; nothing',
      nudge: 'live; nothing',
      end: 'ended; abandon 1',
      'link opened': 'live; nothing',
      'link verified': 'live; nothing',
      'link asked': 'live; nothing',
      'link joined': 'live; nothing',
      'link failed in passing': 'dialing; abandon 1, dial 2',
      'link failed for good': 'dialing; abandon 1, dial 2',
      'link found nobody': 'dialing; abandon 1, dial 2',
      'link heard': 'live; nothing',
      'link closed': 'dialing; abandon 1, dial 2',
    },
    suspect: {
      wake: 'suspect; nothing',
      nudge: 'suspect; dial 3',
      end: 'ended; abandon 2, abandon 1',
      'link opened': 'suspect; nothing',
      'link verified': 'suspect; nothing',
      'link asked': 'suspect; nothing',
      'link joined': 'live; abandon 2',
      'link failed in passing': 'dialing; abandon 1',
      'link failed for good': 'dialing; abandon 1',
      'link found nobody': 'dialing; abandon 1',
      'link heard': 'live; abandon 2',
      'link closed': 'dialing; abandon 1',
      'attempt opened': 'suspect; nothing',
      'attempt verified': 'suspect; nothing',
      'attempt asked': 'suspect; nothing',
      'attempt joined': 'live; adopt 2, abandon 1',
      'attempt failed in passing': 'suspect; abandon 2',
      'attempt failed for good': 'suspect; abandon 2',
      'attempt found nobody': 'suspect; abandon 2',
      'attempt heard': 'suspect; nothing',
      'attempt closed': 'suspect; abandon 2',
    },
    waiting: {
      wake: 'waiting; nothing',
      nudge: 'waiting; dial 3',
      end: 'ended; abandon 2',
      'attempt opened': 'verifying; nothing',
      'attempt verified': 'joining; nothing',
      'attempt asked': 'admitting; nothing',
      'attempt joined': 'live; adopt 2',
      'attempt failed in passing': 'waiting; abandon 2',
      'attempt failed for good': 'ended; abandon 2',
      'attempt found nobody': 'waiting; abandon 2',
      'attempt heard': 'waiting; nothing',
      'attempt closed': 'waiting; abandon 2',
    },
  };

  const inputOf = (state: string, named: string): ConnectionInput => {
    const [whose, ...input] = named.split(' ');
    const attempt = state === 'suspect' || state === 'waiting' ? 2 : 1;
    return UNNAMED[named] ?? of(whose === 'link' ? 1 : attempt)[input.join(' ')];
  };
  const rows = Object.entries(TABLE).flatMap(([state, inputs]) =>
    Object.entries(inputs).map(([input, expected]) => [state, input, expected] as const)
  );

  test.each(rows)('%s, %s: %s', (state, input, expected) => {
    const trial = STATES[state]();
    const effects = trial.put(inputOf(state, input));
    expect(`${trial.state.kind}; ${told(effects)}`).toBe(expected);
  });

  test('the table is whole', () => {
    const whose = { live: ['link'], suspect: ['link', 'attempt'] };
    for (const state of Object.keys(STATES).filter((each) => each !== 'ended')) {
      const named = (state === 'live' || state === 'suspect' ? whose[state] : ['attempt']).flatMap((who) =>
        Object.keys(of(0)).map((input) => `${who} ${input}`)
      );
      expect(Object.keys(TABLE[state]).sort()).toEqual([...Object.keys(UNNAMED), ...named].sort());
    }
  });

  test.each(Object.keys(STATES).filter((state) => state !== 'ended'))(
    'CON-10: %s: of an attempt that is not known any more, what would make it a link abandons it, all else is dropped',
    (state) => {
      for (const [input, value] of Object.entries(of(UNKNOWN))) {
        const trial = STATES[state]();
        const before = trial.state;
        const effects = trial.put(value);
        const opens = input === 'opened' || input === 'verified' || input === 'asked' || input === 'joined';
        expect([input, told(effects)]).toEqual([input, opens ? `abandon ${UNKNOWN}` : 'nothing']);
        expect(trial.state).toBe(before);
      }
    }
  );

  test('CON-11: ended is final', () => {
    for (const input of [...Object.values(UNNAMED), ...Object.values(of(1)), ...Object.values(of(UNKNOWN))]) {
      const trial = STATES.ended();
      const before = trial.state;
      expect(told(trial.put(input))).toBe('nothing');
      expect(trial.state).toBe(before);
    }
    expect(nextWake(STATES.ended().state)).toBeNull();
  });
});
