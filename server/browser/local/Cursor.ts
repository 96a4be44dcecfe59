/** The CSS cursor below the driver's pointer: looked up when it has moved, not too often, and told when it is another. */
import { LOCAL_LIMITS as LIMITS } from './limits';

export interface CursorWorld {
  /** Null where it cannot be told. */
  at(x: number, y: number): Promise<string | null>;
  changed(cursor: string): void;
}

export class Cursor {
  private place: { x: number; y: number } | null = null;
  private waiting: NodeJS.Timeout | null = null;
  private last = 'auto';

  constructor(private readonly world: CursorWorld) {}

  moved(x: number, y: number): void {
    this.place = { x, y };
    this.waiting ??= setTimeout(() => void this.look(), LIMITS.cursorEvery);
  }

  close(): void {
    this.place = null;
    if (this.waiting) {
      clearTimeout(this.waiting);
    }
  }

  private async look(): Promise<void> {
    const { place } = this;
    this.place = null;
    const cursor = place && (await this.world.at(place.x, place.y));
    this.waiting = null;
    if (cursor && cursor !== this.last) {
      this.last = cursor;
      this.world.changed(cursor);
    }
    const next = this.place as { x: number; y: number } | null;
    if (next) {
      this.moved(next.x, next.y);
    }
  }
}
