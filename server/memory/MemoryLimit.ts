/** A limit that one server counts for itself. */
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { CountedLimit } from '../stores/CountedLimit';

export function memoryLimit(perMinute: number): CountedLimit {
  return new CountedLimit(new RateLimiterMemory({ points: perMinute, duration: 60 }));
}
