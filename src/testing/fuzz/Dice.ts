/** Choices from a seed. */
import { seededBytes, seededRandom } from '../random';

export class Dice {
  readonly random: () => number;
  readonly bytes: (length: number) => Uint8Array;

  constructor(seed: number) {
    this.random = seededRandom(seed);
    this.bytes = seededBytes(this.random);
  }

  /** From 0 to `below` - 1. */
  below(below: number): number {
    return Math.floor(this.random() * below);
  }

  chance(of: number): boolean {
    return this.random() < of;
  }

  pick<T>(from: readonly T[]): T {
    if (from.length === 0) {
      throw new RangeError('nothing to pick from');
    }
    return from[this.below(from.length)];
  }
}
