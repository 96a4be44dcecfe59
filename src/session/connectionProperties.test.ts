import fc from 'fast-check';
import { ConnectionTrial } from '../testing/ConnectionTrial';
import { nextWake } from './connection';
import type { ConnectionEffect, ConnectionInput } from './connectionState';
import { SESSION_ERRORS, type SessionErrorReason } from './SessionError';

const SEED = 20_261_123;
const REASONS = Object.keys(SESSION_ERRORS) as SessionErrorReason[];

describe(`CON-12: any order of inputs (seed ${SEED})`, () => {
  type Move = { input: string; attempt: number; wait: number; reason: SessionErrorReason };
  const move: fc.Arbitrary<Move> = fc.record({
    input: fc.constantFrom(
      'wait',
      'wait',
      'nudge',
      'opened',
      'verified',
      'asked',
      'invited',
      'joined',
      'failed',
      'heard',
      'closed',
      'end'
    ),
    attempt: fc.integer({ min: 0, max: 12 }),
    wait: fc.oneof(fc.nat(3_000), fc.nat(20_000), fc.nat(700_000)),
    reason: fc.constantFrom(...REASONS),
  });
  const inputOf = ({ input, reason }: Move, attempt: number): ConnectionInput => {
    switch (input) {
      case 'opened':
      case 'verified':
      case 'asked':
      case 'invited':
      case 'joined':
      case 'heard':
      case 'closed':
        return { type: input, attempt };
      case 'failed':
        return { type: 'failed', attempt, reason };
      case 'end':
        return { type: 'end', reason };
      default:
        return { type: 'nudge' };
    }
  };

  test('at most one link; every attempt ends up adopted or abandoned; wakes lie ahead; ended stays ended', () => {
    const reached = new Set<string>();
    fc.assert(
      fc.property(
        fc.array(move, { maxLength: 40 }),
        fc.double({ min: 0, max: 1, maxExcluded: true }),
        (moves, chance) => {
          const trial = new ConnectionTrial(() => chance, false, 'both');
          /** What a shell that does as it is told holds open: attempts and links. */
          const open = new Set<number>();
          let link: number | null = null;
          const carryOut = (effects: readonly ConnectionEffect[]) => {
            for (const effect of effects) {
              if (effect.type === 'dial') {
                expect(open.has(effect.attempt)).toBe(false);
                open.add(effect.attempt);
              } else if (effect.type === 'adopt') {
                expect(open.has(effect.attempt)).toBe(true);
                link = effect.attempt;
              } else {
                open.delete(effect.attempt);
                link = link === effect.attempt ? null : link;
              }
            }
          };
          carryOut(trial.effects);
          for (const each of moves) {
            const { kind } = trial.state;
            if (each.input === 'wait') {
              carryOut(trial.pass(each.wait));
            } else {
              carryOut(trial.put(inputOf(each, Math.max(0, trial.newest() - (each.attempt % 4)))));
            }
            const { state } = trial;
            reached.add(state.kind);
            expect(kind === 'ended' ? state.kind : 'ended').toBe('ended');
            const linked = state.kind === 'live' || state.kind === 'suspect' ? state.link : null;
            expect(link).toBe(linked);
            const held = [...state.ctx.attempts.keys(), ...(linked === null ? [] : [linked])];
            expect([...open].sort()).toEqual(held.sort());
            if (state.kind === 'live') {
              const beside = [...state.ctx.attempts.values()].map(({ route }) => route);
              expect([[], ...(state.route === 'relay' ? [['p2p']] : [])]).toContainEqual(beside);
            }
            const wake = nextWake(state);
            expect(wake === null).toBe(state.kind === 'ended');
          }
          carryOut(trial.put({ type: 'wake' }));
          const wake = nextWake(trial.state);
          expect(wake === null || wake > trial.now).toBe(true);
          carryOut(trial.put({ type: 'end', reason: 'ended' }));
          expect(open.size).toBe(0);
        }
      ),
      { seed: SEED, numRuns: 3_000 }
    );
    expect([...reached].sort()).toEqual([
      'admitting',
      'dialing',
      'ended',
      'joining',
      'live',
      'suspect',
      'verifying',
      'waiting',
    ]);
  });
});
