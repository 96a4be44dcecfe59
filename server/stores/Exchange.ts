/**
 * Named boxes through which servers reach each other's sockets. Who listens to a box gets what any server posts to it from
 * then on, in the order in which each server posted it. Nothing is kept for later.
 */
import type { Undo } from '../undo';

export interface Exchange {
  /** Resolves when it listens; rejects where the store cannot be reached. */
  listen(box: string, take: (message: Buffer) => void): Promise<Undo>;
  /** `told` is called with whether anybody listens; false also where that cannot be known. */
  post(box: string, message: Uint8Array, told?: (heard: boolean) => void): void;
  /** How many listen to each of these boxes, at all servers. */
  listeners(boxes: readonly string[]): Promise<number[]>;
}
