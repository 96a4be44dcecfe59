/** The administrator's bound on follow mode, asked for again while somebody follows: a page may be older than the bound. */
import type { Clock, Undo } from './actions/clock';
import type { FollowPolicy } from './protocol/messages';

/** Milliseconds between two looks. A room of 500 followers asks Grafana for 17 small answers a second by this. */
export const CEILING_EVERY = 30_000;

const ORDER: readonly FollowPolicy[] = ['off', 'ask', 'on'];

export function lowerPolicy(a: FollowPolicy, b: FollowPolicy): FollowPolicy {
  return ORDER.indexOf(a) < ORDER.indexOf(b) ? a : b;
}

export interface FollowCeilingDeps {
  readonly clock: Clock;
  /** The bound of now; `off` where the plugin is disabled or may not be used. Rejects where nobody can tell. */
  ask(): Promise<FollowPolicy>;
  changed(): void;
}

export class FollowCeiling {
  private cancel: Undo | null = null;

  /** @param bound as it was when the page was loaded */
  constructor(
    private bound: FollowPolicy,
    private readonly deps: FollowCeilingDeps
  ) {}

  value(): FollowPolicy {
    return this.bound;
  }

  /** Looks at once and then again and again, for as long as somebody follows. Idempotent both ways. */
  watch(following: boolean): void {
    if (!following) {
      this.cancel?.();
      this.cancel = null;
    } else if (!this.cancel) {
      this.wait();
      void this.look();
    }
  }

  private wait(): void {
    this.cancel = this.deps.clock.after(CEILING_EVERY, () => {
      this.wait();
      void this.look();
    });
  }

  /** Where Grafana does not answer nothing can be done in it either: the bound of before goes on. */
  private async look(): Promise<void> {
    const bound = await this.deps.ask().catch(() => this.bound);
    if (bound !== this.bound) {
      this.bound = bound;
      this.deps.changed();
    }
  }
}
