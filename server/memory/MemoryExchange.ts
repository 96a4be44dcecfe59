/** The boxes of one server alone: what is posted is heard at once. */
import type { Exchange } from '../stores/Exchange';
import type { Undo } from '../undo';

type Take = (message: Buffer) => void;

export class MemoryExchange implements Exchange {
  private readonly boxes = new Map<string, Set<Take>>();

  /** At once; a function of its own for each call, so that one that listens twice is heard twice. */
  add(box: string, take: Take): Undo {
    const own: Take = (message) => take(message);
    const takes = this.boxes.get(box) ?? new Set();
    this.boxes.set(box, takes.add(own));
    return () => {
      takes.delete(own);
      if (takes.size === 0 && this.boxes.get(box) === takes) {
        this.boxes.delete(box);
      }
    };
  }

  async listen(box: string, take: Take): Promise<Undo> {
    return this.add(box, take);
  }

  post(box: string, message: Uint8Array, told?: (heard: boolean) => void): void {
    const takes = this.boxes.get(box);
    if (takes) {
      const bytes = Buffer.from(message.buffer, message.byteOffset, message.byteLength);
      [...takes].forEach((take) => take(bytes));
    }
    told?.(takes !== undefined);
  }

  async listeners(boxes: readonly string[]): Promise<number[]> {
    return boxes.map((box) => this.boxes.get(box)?.size ?? 0);
  }

  has(box: string): boolean {
    return this.boxes.has(box);
  }

  names(): string[] {
    return [...this.boxes.keys()];
  }
}
