/** Why a guide cannot be had. */
import type { GuideProblem } from './reading';

export class GuideUnknownError extends Error {
  constructor(readonly guideId: string) {
    super(`There is no guide ${JSON.stringify(guideId)} here.`);
    this.name = 'GuideUnknownError';
  }
}

/** A guide that is there but cannot be read. */
export class GuideBrokenError extends Error {
  constructor(
    readonly guideId: string,
    /** Each with its place in the file; the first one is in the message, too. */
    readonly problems: readonly [GuideProblem, ...GuideProblem[]]
  ) {
    const [{ path, message }] = problems;
    super(`The guide ${JSON.stringify(guideId)} cannot be read: ${`${path} ${message}`.trim()}`);
    this.name = 'GuideBrokenError';
  }
}
