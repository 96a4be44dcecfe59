/**
 * How many pictures may be on their way to one viewer. One, and where its wire is long as many more as are made while one answer
 * comes back; never so many that they wait for each other on a thin wire, on which each would be as old as all before it take.
 * Pure: times are in milliseconds of the caller's clock.
 */
export interface WindowBounds {
  /** Pictures. */
  most: number;
  /** Between two pictures. */
  frameEvery: number;
}

/** A picture that takes so many times what the quickest took, and so long on top, has waited for others. */
const WAITED = { times: 1.5, more: 60 };
/** Pictures in a row that have not waited, after which one more is tried, once it is known that the wire can be full. */
const CALM = 30;

export class Window {
  private allowed = 1;
  private quickest = Infinity;
  private calm = 0;
  private hasBeenFull = false;

  constructor(private readonly bounds: WindowBounds) {}

  /**
   * @param roundTrip of the wire alone; Infinity while it is not known
   * @param each what the wire takes for one picture
   */
  size(roundTrip: number, each = 0): number {
    const more = Number.isFinite(roundTrip) ? Math.floor(roundTrip / Math.max(each, this.bounds.frameEvery)) : 0;
    return Math.min(this.allowed, this.bounds.most, 1 + more);
  }

  /** A picture was shown, so long after it was sent. */
  arrived(took: number): void {
    this.quickest = Math.min(this.quickest, took);
    if (took > WAITED.times * this.quickest + WAITED.more) {
      this.allowed = Math.max(1, Math.floor(this.allowed / 2));
      this.calm = 0;
      this.hasBeenFull = true;
      return;
    }
    this.calm += 1;
    if (!this.hasBeenFull || this.calm >= CALM) {
      this.allowed = Math.min(this.bounds.most, this.allowed + 1);
      this.calm = 0;
    }
  }
}
