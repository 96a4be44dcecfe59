/** A limit a minute, wherever it is counted. */
import { RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import type { MinuteLimit } from './MinuteLimit';

export class CountedLimit implements MinuteLimit {
  constructor(
    private readonly limiter: RateLimiterAbstract,
    private readonly perMinute: number
  ) {}

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

  async spent(who: string): Promise<boolean> {
    return ((await this.limiter.get(who))?.consumedPoints ?? 0) >= this.perMinute;
  }
}
