/** What one address may get wrong in a minute. Honest calls are never counted, so a room behind one router gets in. */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

export class AddressLimit {
  private readonly limiter: RateLimiterMemory;

  constructor(perMinute: number) {
    this.limiter = new RateLimiterMemory({ points: perMinute, duration: 60 });
  }

  /** Counts one; false when there were too many already. */
  async take(address: string): Promise<boolean> {
    try {
      await this.limiter.consume(address);
      return true;
    } catch (refused) {
      if (refused instanceof RateLimiterRes) {
        return false;
      }
      throw refused;
    }
  }

  /** Takes one back that was counted before it was known to be right. */
  async giveBack(address: string): Promise<void> {
    await this.limiter.reward(address);
  }
}
