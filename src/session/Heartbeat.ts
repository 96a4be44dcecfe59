/** Says that the presenter is there whenever nothing else has said so for a while (SPEC ORD-6). */
import { TIMES } from '../protocol/limits';
import type { Undo } from '../transport/Link';
import type { Clock } from './clock';

export class Heartbeat {
  private spokeAt = -Infinity;
  private cancel: Undo = () => {};

  /** `tick` comes about once a second in any case, `ping` where it was silent for so long. */
  constructor(
    private readonly clock: Clock,
    private readonly on: { tick(): void; ping(): void }
  ) {
    this.schedule();
  }

  /** Something that carries the newest seq went to everyone. */
  spoke(): void {
    this.spokeAt = this.clock.now();
  }

  close(): void {
    this.cancel();
  }

  private schedule(): void {
    const due = this.spokeAt + TIMES.ping - this.clock.now();
    this.cancel = this.clock.after(due > 0 ? due : TIMES.ping, () => {
      const silent = this.clock.now() - this.spokeAt >= TIMES.ping;
      this.schedule();
      this.on.tick();
      if (silent) {
        this.on.ping();
      }
    });
  }
}
