/** Where a terminal is larger than the box that it is seen in, keeps in sight the place that is typed at. */
import type { Terminal } from '@xterm/xterm';

/** Columns that stay in sight behind the cursor, so that the box does not move with every letter. */
const AHEAD = 8;
/** CSS pixels between a line and the edge. */
const EDGE = 4;

interface Cell {
  left: number;
  top: number;
  width: number;
  height: number;
}

export class CursorFollower {
  /** Who has scrolled to something else stays there until they type. */
  private follows = true;
  /** Where it has put the box; anywhere else a person has. */
  private put = { left: 0, top: 0 };
  private frame = 0;
  private readonly watcher = new ResizeObserver(() => this.later());
  private readonly ends: Array<() => void>;

  /** @param box scrolls; the terminal is open in it */
  constructor(
    private readonly box: HTMLElement,
    private readonly terminal: Terminal
  ) {
    const moved = terminal.onCursorMove(() => this.later());
    const resized = terminal.onResize(() => this.now());
    const typed = terminal.onData(() => this.now());
    const onScroll = () => this.scrolled();
    box.addEventListener('scroll', onScroll, { passive: true });
    this.ends = [
      () => moved.dispose(),
      () => resized.dispose(),
      () => typed.dispose(),
      () => box.removeEventListener('scroll', onScroll),
    ];
    this.watcher.observe(box);
    if (this.drawn) {
      this.watcher.observe(this.drawn);
    }
  }

  dispose(): void {
    window.cancelAnimationFrame(this.frame);
    this.watcher.disconnect();
    this.ends.forEach((end) => end());
  }

  private get drawn(): Element | null {
    return this.terminal.element?.querySelector('.xterm-screen') ?? null;
  }

  private now(): void {
    this.follows = true;
    this.later();
  }

  /** Once for all that a frame draws. */
  private later(): void {
    if (this.follows && this.frame === 0) {
      this.frame = window.requestAnimationFrame(() => {
        this.frame = 0;
        this.follow();
      });
    }
  }

  private scrolled(): void {
    const { scrollLeft, scrollTop, clientHeight } = this.box;
    if (scrollLeft === this.put.left && scrollTop === this.put.top) {
      return;
    }
    const cell = this.cursor();
    this.follows = cell !== null && cell.top >= scrollTop && cell.top + cell.height <= scrollTop + clientHeight;
  }

  private follow(): void {
    const cell = this.cursor();
    if (!cell) {
      return;
    }
    const { box } = this;
    const right = cell.left + AHEAD * cell.width;
    // A line's beginning says most: it is left only where the cursor would be out of sight.
    const left =
      right <= box.clientWidth ? 0 : within(box.scrollLeft, right - box.clientWidth, cell.left - AHEAD * cell.width);
    const bottom = cell.top + cell.height + EDGE;
    const top = within(box.scrollTop, bottom - box.clientHeight, cell.top - EDGE);
    if (left !== box.scrollLeft || top !== box.scrollTop) {
      box.scrollTo({ left: Math.ceil(left), top: Math.ceil(top), behavior: 'instant' });
    }
    this.put = { left: box.scrollLeft, top: box.scrollTop };
  }

  /** In the box as if it were not scrolled; null where history is looked at. */
  private cursor(): Cell | null {
    const { drawn, box, terminal } = this;
    const { cursorX, cursorY, baseY, viewportY } = terminal.buffer.active;
    if (!drawn || viewportY !== baseY) {
      return null;
    }
    const outer = box.getBoundingClientRect();
    const inner = drawn.getBoundingClientRect();
    const width = inner.width / terminal.cols;
    const height = inner.height / terminal.rows;
    return {
      left: inner.left - outer.left - box.clientLeft + box.scrollLeft + cursorX * width,
      top: inner.top - outer.top - box.clientTop + box.scrollTop + cursorY * height,
      ...{ width, height },
    };
  }
}

/** As near to `value` as it may be; what comes first counts where both cannot be. */
const within = (value: number, least: number, most: number) => Math.max(0, least, Math.min(value, most));
