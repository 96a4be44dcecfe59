/** What there is to draw of a guide being run: the player's state with the reader's record, made anew on a change. */
import type { Guide } from '../model';
import { answersOf } from './answers';
import { outlineOf, type Outline } from './outline';
import { IDLE, reducePlayer, type PlayerInput, type PlayerState } from './playerState';
import type { GuideRecords } from './records';
import type { Variables } from './values';

export interface PlayerView extends PlayerState {
  readonly outline: Outline;
  /** What goes into texts: answers and defaults. */
  readonly variables: Variables;
}

export class PlayerStore {
  private current: PlayerState = IDLE;
  private drawn: PlayerView | null = null;
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly guide: Guide,
    private readonly records: GuideRecords
  ) {}

  get state(): PlayerState {
    return this.current;
  }

  /** The same object until something changes. */
  readonly view = (): PlayerView => {
    this.drawn ??= this.draw();
    return this.drawn;
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  dispatch(input: PlayerInput): void {
    const next = reducePlayer(this.current, input);
    if (next !== this.current) {
      this.current = next;
      this.redraw();
    }
  }

  /** The reader's record has changed, or what comes of it. */
  redraw(): void {
    this.drawn = null;
    this.listeners.forEach((listener) => listener());
  }

  private draw(): PlayerView {
    const record = this.records.of(this.guide.id);
    return {
      ...this.current,
      outline: outlineOf(this.guide, record, this.current.branches),
      variables: answersOf(this.guide, record.answers),
    };
  }
}
