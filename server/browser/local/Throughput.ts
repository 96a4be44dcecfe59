/**
 * How much a viewer's wire carries, by what it has shown and how long that took. Pure: times are in milliseconds of the caller's
 * clock. A wire carries at least what came over it, so the best of the last counts; bytes that came between sending one and
 * hearing that it was shown belong to the same time, whatever the wire's length.
 */

/** What has been shown by the time of sending. */
export interface Sending {
  at: number;
  bytes: number;
  shownBefore: number;
  /** Nothing else was under way. */
  isAlone: boolean;
}

/** A smaller picture is over too soon to say anything about the wire. */
const TELLING_BYTES = 15_000;
/** The last that count. */
const SAMPLES = 10;
/** So many small ones without any that tells: what is shown is so little that any wire carries it. */
const SMALL = 10;
/** What a page takes to show a picture, at the least. */
const DRAWING = 25;

interface Sample {
  bits: number;
  took: number;
  isAlone: boolean;
}

export class Throughput {
  private shown = 0;
  private samples: Sample[] = [];
  private small = 0;

  sent(bytes: number, at: number, underWay: number): Sending {
    return { at, bytes, shownBefore: this.shown, isAlone: underWay === 0 };
  }

  arrived({ at, bytes, shownBefore, isAlone }: Sending, now: number): void {
    this.shown += bytes;
    const came = this.shown - shownBefore;
    if (came < TELLING_BYTES) {
      this.small += 1;
    } else {
      this.samples = [...this.samples, { bits: came * 8, took: now - at, isAlone }].slice(-SAMPLES);
    }
  }

  /** Begins anew: the wire was not what it had been. */
  forget(): void {
    this.samples = [];
    this.small = 0;
  }

  /**
   * Whether so many bits a second come over it; false while nothing is known.
   * @param roundTrip of the wire alone, as it is known by now; Infinity where it is not
   */
  carries(bitsPerSecond: number, roundTrip: number): boolean {
    return this.samples.length > 0 ? this.best(roundTrip) >= bitsPerSecond / 1000 : this.small >= SMALL;
  }

  /** Milliseconds that so many bytes take; 0 while nothing is known. */
  timeOf(bytes: number, roundTrip: number): number {
    return this.samples.length > 0 ? (bytes * 8) / this.best(roundTrip) : 0;
  }

  /** Bits a millisecond. */
  private best(roundTrip: number): number {
    const besides = DRAWING + (Number.isFinite(roundTrip) ? roundTrip : 0);
    return Math.max(
      ...this.samples.map(({ bits, took, isAlone }) => bits / Math.max(1, took - (isAlone ? besides : 0)))
    );
  }
}
