/** Something that frames are thrown at. */
import type { Tally } from './Tally';

export interface Target {
  readonly name: string;
  /** Of all frames of a run; those of all targets are 1 together. */
  readonly share: number;
  /**
   * A fresh sender and what it sends, all by this seed, until it is cut off or has said enough; then whatever it held is
   * given back. Frames are counted, and what is wrong is found, in `tally`.
   */
  round(seed: number, tally: Tally): Promise<void>;
  close(): Promise<void>;
}
