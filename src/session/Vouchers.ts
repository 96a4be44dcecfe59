/** Which attendees Grafana vouches for: asks the directory when somebody is there whom it has not been asked about. */
import type { Clock } from './clock';
import { Throttle } from './Throttle';

/** Between two questions, in milliseconds: a room that comes in together is asked about together. */
const ASK_EVERY = 1_000;

export interface VouchersDeps {
  clock: Clock;
  /** Logins by attendee id. May reject: those who were asked about are asked about again when somebody else comes. */
  ask(): Promise<ReadonlyMap<string, string>>;
  changed(): void;
}

export class Vouchers {
  private known: ReadonlyMap<string, string> = new Map();
  private readonly askedAbout = new Set<string>();
  private present: readonly string[] = [];
  private readonly asking: Throttle;

  constructor(private readonly deps: VouchersDeps) {
    this.asking = new Throttle(
      deps.clock,
      () => ASK_EVERY,
      () => void this.ask()
    );
  }

  /** Logins by attendee id; the same map as long as nothing is learned. */
  logins(): ReadonlyMap<string, string> {
    return this.known;
  }

  /** Who is in the room now. */
  see(attendeeIds: readonly string[]): void {
    this.present = attendeeIds;
    if (attendeeIds.some((id) => !this.askedAbout.has(id))) {
      this.asking.soon();
    }
  }

  close(): void {
    this.asking.close();
  }

  private async ask(): Promise<void> {
    const about = this.present;
    about.forEach((id) => this.askedAbout.add(id));
    const answer = await this.deps.ask().catch(() => null);
    if (answer === null) {
      about.forEach((id) => this.askedAbout.delete(id));
      return;
    }
    // A directory that was restarted has forgotten what it once said.
    const known = new Map([...this.known, ...answer]);
    if (known.size !== this.known.size || [...answer].some(([id, login]) => this.known.get(id) !== login)) {
      this.known = known;
      this.deps.changed();
    }
  }
}
