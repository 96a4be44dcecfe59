/** What one address or login may get wrong in a minute. Honest calls are never counted, so a room behind one router gets in. */

export interface MinuteLimit {
  /** Counts one; false when there were too many already. */
  take(who: string): Promise<boolean>;
  /** Takes one back that was counted before it was known to be right. */
  giveBack(who: string): Promise<void>;
}
