/** Something that frames are thrown at. */
import type { Tally } from './Tally';

export interface Target {
  readonly name: string;
  /**
   * A fresh sender and what it sends, all by this seed, until it is cut off or has said enough; then whatever it held is
   * given back. Frames are counted, and what is wrong is found, in `tally`.
   */
  round(seed: number, tally: Tally): Promise<void>;
  close(): Promise<void>;
}
