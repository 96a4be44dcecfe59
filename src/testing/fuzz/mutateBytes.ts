/** What a hostile or broken sender makes of the bytes of a valid frame. */
import { concatBytes } from '../../protocol/bytes';
import { LIMITS } from '../../protocol/limits';
import type { Dice } from './Dice';

type Mutation = (frame: Uint8Array, other: Uint8Array, dice: Dice) => Uint8Array;

/** Where an envelope's header has numbers: epoch, seq, at (SPEC ENV-1). */
const NUMBERS = [20, 24, 36];
const EDGES = [0, 1, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];
const CLASSES = 7;

const changed = (frame: Uint8Array, change: (copy: Uint8Array) => void): Uint8Array => {
  const copy = frame.slice();
  change(copy);
  return copy;
};

const flipBits: Mutation = (frame, _other, dice) =>
  changed(frame, (copy) => {
    for (let flips = 1 + dice.below(8); flips > 0 && copy.length > 0; flips--) {
      copy[dice.below(copy.length)] ^= 1 << dice.below(8);
    }
  });
const truncate: Mutation = (frame, _other, dice) => frame.slice(0, dice.below(frame.length + 1));
const dropFront: Mutation = (frame, _other, dice) => frame.slice(dice.below(frame.length + 1));
const duplicate: Mutation = (frame, _other, dice) => {
  const from = dice.below(frame.length);
  const to = from + dice.below(frame.length - from + 1);
  return concatBytes(frame.slice(0, to), frame.slice(from));
};
const splice: Mutation = (frame, other, dice) =>
  concatBytes(frame.slice(0, dice.below(frame.length + 1)), other.slice(dice.below(other.length + 1)));
/** Header of the one, body of the other: what a forger with old frames at hand would try. */
const crossover: Mutation = (frame, other, dice) => {
  const at = dice.pick([4, 20, 28, 40, 52]);
  return concatBytes(frame.slice(0, at), other.slice(at));
};
const swapClass: Mutation = (frame, _other, dice) =>
  changed(frame, (copy) => {
    copy[2] = dice.chance(0.9) ? dice.below(CLASSES) : dice.below(256);
  });
const swapKind: Mutation = (frame, _other, dice) =>
  changed(frame, (copy) => {
    copy[dice.pick([0, 1, 3])] = dice.pick([0, 1, 2, 255]);
  });
const setNumber: Mutation = (frame, _other, dice) =>
  changed(frame, (copy) => {
    const at = dice.pick(NUMBERS);
    if (copy.length >= at + 4) {
      new DataView(copy.buffer).setUint32(at, dice.pick(EDGES));
    }
  });
const swapSession: Mutation = (frame, _other, dice) =>
  changed(frame, (copy) => copy.set(dice.bytes(16).subarray(0, Math.max(0, copy.length - 4)), 4));
const grow: Mutation = (frame, _other, dice) => {
  const length = LIMITS.frameBytes + dice.pick([-1, 0, 1]);
  return concatBytes(frame, new Uint8Array(Math.max(0, length - frame.length)));
};
const noise: Mutation = (frame, _other, dice) => dice.bytes(dice.below(frame.length + 64));

const OFTEN: readonly Mutation[] = [
  flipBits,
  flipBits,
  truncate,
  dropFront,
  duplicate,
  splice,
  crossover,
  swapClass,
  swapKind,
  setNumber,
  setNumber,
  swapSession,
];
const SELDOM: readonly Mutation[] = [grow, noise];

/** One to three mutations of `frame`, some with parts of `other`; may, rarely, be one of the two again. */
export function mutateBytes(frame: Uint8Array, other: Uint8Array, dice: Dice): Uint8Array {
  let result = frame;
  for (let times = 1 + dice.below(dice.chance(0.7) ? 1 : 3); times > 0; times--) {
    const mutation = dice.pick(dice.chance(0.97) ? OFTEN : SELDOM);
    if (result.length > 3) {
      result = mutation(result, other, dice);
    }
  }
  return result;
}
