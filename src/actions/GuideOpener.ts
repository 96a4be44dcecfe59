/** Opens the guides that a session names: the first at once, of those that follow too fast the last. Independent of the page. */
import type { GuideRef } from '../protocol/messages';
import type { Clock, Undo } from './clock';

/** Least time between two guides, in milliseconds. */
export const BETWEEN_GUIDES = 500;

export class GuideOpener {
  private openedAt = -Infinity;
  private cancel: Undo | null = null;
  private wanted: GuideRef | null = null;

  constructor(
    private readonly clock: Clock,
    private readonly openGuide: (guide: GuideRef) => void
  ) {}

  open(guide: GuideRef): void {
    this.wanted = guide;
    const rest = this.openedAt + BETWEEN_GUIDES - this.clock.now();
    if (rest <= 0) {
      this.openWanted();
    } else {
      this.cancel ??= this.clock.after(rest, () => this.openWanted());
    }
  }

  /** What waits is not opened. */
  stop(): void {
    this.cancel?.();
    this.cancel = null;
    this.wanted = null;
  }

  private openWanted(): void {
    const guide = this.wanted;
    this.stop();
    if (guide) {
      this.openedAt = this.clock.now();
      this.openGuide(guide);
    }
  }
}
