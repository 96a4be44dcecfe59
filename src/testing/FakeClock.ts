/** Time that stands still until a test moves it. */
import type { Clock } from '../session/clock';

interface Timer {
  at: number;
  order: number;
  callback: (() => void) | null;
}

const isEarlier = (one: Timer, other: Timer) => one.at < other.at || (one.at === other.at && one.order < other.order);

export class FakeClock implements Clock {
  private time = 0;
  private order = 0;
  private waiting = 0;
  /** A binary heap with the earliest first; cancelled ones stay until their time. */
  private readonly heap: Timer[] = [];

  now(): number {
    return this.time;
  }

  after(ms: number, callback: () => void): () => void {
    // Whole milliseconds, as browsers round them: a timer never fires before its time.
    const timer: Timer = { at: this.time + Math.max(0, Math.ceil(ms)), order: this.order++, callback };
    this.push(timer);
    this.waiting++;
    return () => {
      this.waiting -= timer.callback ? 1 : 0;
      timer.callback = null;
    };
  }

  pending(): number {
    return this.waiting;
  }

  /** Runs every timer that falls due, in order; between two of them all promises that can settle do. */
  async advance(ms: number): Promise<void> {
    const until = this.time + Math.ceil(ms);
    await settle();
    for (let next = this.next(until); next; next = this.next(until)) {
      const { callback } = next;
      if (callback) {
        next.callback = null;
        this.waiting--;
        this.time = Math.max(this.time, next.at);
        callback();
        await settle();
      }
    }
    this.time = until;
  }

  private push(timer: Timer): void {
    const { heap } = this;
    let place = heap.push(timer) - 1;
    for (let parent = (place - 1) >> 1; place > 0 && isEarlier(timer, heap[parent]); parent = (place - 1) >> 1) {
      heap[place] = heap[parent];
      place = parent;
    }
    heap[place] = timer;
  }

  /** Takes the earliest, unless it is later than `until`. */
  private next(until: number): Timer | null {
    const { heap } = this;
    const [first] = heap;
    if (!first || first.at > until) {
      return null;
    }
    const last = heap.pop();
    if (last && last !== first) {
      let place = 0;
      for (let child = 1; child < heap.length; child = 2 * place + 1) {
        const least = child + 1 < heap.length && isEarlier(heap[child + 1], heap[child]) ? child + 1 : child;
        if (!isEarlier(heap[least], last)) {
          break;
        }
        heap[place] = heap[least];
        place = least;
      }
      heap[place] = last;
    }
    return first;
  }
}

/** A turn of the event loop: every promise chain that does not wait for a timer or for I/O has run to its end by then. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
