/**
 * How much a viewer's wire carries, by how long pictures take to arrive there; not by how long the page takes to draw them, which
 * may be slow on the widest wire. Pure: times are in milliseconds. A wire carries at least what came over it, so the best of the
 * last counts.
 */

/** A smaller picture is over too soon to say anything about the wire. */
const TELLING_BYTES = 15_000;
/** The last that count. */
const SAMPLES = 10;
/** So many small ones without any that tells: what is shown is so little that any wire carries it. */
const SMALL = 10;

interface Sample {
  bits: number;
  took: number;
}

export class Throughput {
  private samples: Sample[] = [];
  private small = 0;

  /** A picture was sent, and so long after that what was sent behind it was answered. */
  arrived(bytes: number, took: number): void {
    if (bytes < TELLING_BYTES) {
      this.small += 1;
    } else {
      this.samples = [...this.samples, { bits: bytes * 8, took }].slice(-SAMPLES);
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

  /** Milliseconds that so many bytes take; Infinity while nothing is known. */
  timeOf(bytes: number, roundTrip: number): number {
    return this.samples.length > 0 ? (bytes * 8) / this.best(roundTrip) : this.small >= SMALL ? 0 : Infinity;
  }

  /** Bits a millisecond. */
  private best(roundTrip: number): number {
    const besides = Number.isFinite(roundTrip) ? roundTrip : 0;
    return Math.max(...this.samples.map(({ bits, took }) => bits / Math.max(1, took - besides)));
  }
}
