/** Everybody's places in one session: of who is there, and for a while of who was cut off. */
import { TERMINAL_LIMITS as LIMITS } from './limits';
import type { Place } from './Place';

export class Places {
  /** By owner and secret. */
  private readonly all = new Map<string, Place>();
  /** Who is away, with the time by which they are forgotten, the first one first. */
  private readonly away = new Map<Place, number>();
  private timer: NodeJS.Timeout | null = null;

  get(secret: string): Place | undefined {
    return this.all.get(secret);
  }

  /** Who is connected now. */
  here(): Place[] {
    return [...this.all.values()].filter((place) => place.isHere);
  }

  /** Is there now, new or back. */
  enter(secret: string, place: Place): void {
    this.all.set(secret, place);
    this.away.delete(place);
    // Each way in by another secret is another place, which one person alone could make without end.
    if (this.away.size > LIMITS.placesKept) {
      this.forget([...this.away.keys()][0]);
    }
  }

  /** Is cut off, and may come back. */
  leave(place: Place): void {
    this.away.set(place, Date.now() + LIMITS.placeFor);
    this.timer ??= setTimeout(() => this.sweep(), LIMITS.placeFor);
  }

  /** Nobody is forgotten any more. */
  stop(): void {
    clearTimeout(this.timer ?? undefined);
    this.timer = null;
  }

  private sweep(): void {
    this.timer = null;
    const now = Date.now();
    [...this.away].filter(([, until]) => until <= now).forEach(([place]) => this.forget(place));
    const [next] = this.away.values();
    if (next !== undefined) {
      this.timer = setTimeout(() => this.sweep(), Math.max(0, next - now));
    }
  }

  private forget(place: Place): void {
    this.away.delete(place);
    for (const [secret, each] of this.all) {
      if (each === place) {
        this.all.delete(secret);
      }
    }
  }
}
