/** A promise that is settled from outside, once; nobody need wait for it. */
import type { SessionError } from './SessionError';

export class Outcome {
  resolve: () => void = () => {};
  reject: (error: SessionError) => void = () => {};
  readonly promise = new Promise<void>((resolve, reject) => {
    this.resolve = resolve;
    this.reject = reject;
  });

  constructor() {
    this.promise.catch(() => {});
  }
}
