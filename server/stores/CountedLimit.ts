/** A limit a minute, wherever it is counted. */
import { RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import type { MinuteLimit } from './MinuteLimit';

export class CountedLimit implements MinuteLimit {
  constructor(private readonly limiter: RateLimiterAbstract) {}

  async take(who: string): Promise<boolean> {
    try {
      await this.limiter.consume(who);
      return true;
    } catch (refused) {
      if (refused instanceof RateLimiterRes) {
        return false;
      }
      throw refused;
    }
  }

  async giveBack(who: string): Promise<void> {
    await this.limiter.reward(who);
  }
}
