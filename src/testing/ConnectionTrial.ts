/** One attendee's connection by hand: a test puts inputs and lets time pass, and reads what it wants. */
import { begin, nextWake, step } from '../session/connection';
import type { AttemptRoute, ConnectionEffect, ConnectionInput, ConnectionState } from '../session/connectionState';
import type { Routes } from '../protocol/directoryApi';
import type { SessionErrorReason } from '../session/SessionError';
import { LIMITS, TIMES } from '../protocol/limits';

/** Time does not begin at zero, as it does not in a page either. */
export const START = 1_000_000;

/** One connection, its time and all that it ever wanted. */
export class ConnectionTrial {
  now = START;
  people: number = LIMITS.roster;
  state: ConnectionState;
  effects: ConnectionEffect[];
  readonly dials: Array<{ attempt: number; at: number; route: AttemptRoute }> = [];

  constructor(
    private readonly random: () => number = () => 0.5,
    rejoining = false,
    routes: Routes = 'direct'
  ) {
    [this.state, this.effects] = begin('a1', { rejoining, routes }, this.deps());
    this.noteDials();
  }

  put(input: ConnectionInput): ConnectionEffect[] {
    [this.state, this.effects] = step(this.state, input, this.deps());
    this.noteDials();
    return this.effects;
  }

  /** Lets time pass and wakes the connection whenever it asks for it. */
  pass(ms: number): ConnectionEffect[] {
    const until = this.now + ms;
    const effects: ConnectionEffect[] = [];
    for (let at = nextWake(this.state); at !== null && at <= until; at = nextWake(this.state)) {
      this.now = Math.max(this.now, at);
      effects.push(...this.put({ type: 'wake' }));
    }
    this.now = until;
    return effects;
  }

  newest(): number {
    return this.state.ctx.lastAttempt;
  }

  /** The newest attempt becomes the live link. */
  goLive(): number {
    const attempt = this.newest();
    this.put({ type: 'opened', attempt });
    this.put({ type: 'verified', attempt });
    this.put({ type: 'joined', attempt });
    return attempt;
  }

  fail(reason: SessionErrorReason, attempt = this.newest()): ConnectionEffect[] {
    return this.put({ type: 'failed', attempt, reason });
  }

  private deps() {
    return { now: this.now, random: this.random, people: this.people };
  }

  private noteDials(): void {
    for (const effect of this.effects) {
      if (effect.type === 'dial') {
        this.dials.push({ attempt: effect.attempt, at: this.now, route: effect.route });
      }
    }
  }
}

export const live = (random?: () => number) => {
  const trial = new ConnectionTrial(random);
  trial.goLive();
  return trial;
};
export const suspect = (random?: () => number) => {
  const trial = live(random);
  trial.pass(TIMES.suspect);
  return trial;
};
/** In an outage: was live, the link is gone, a new attempt is on its way. */
export const cutOff = (random?: () => number) => {
  const trial = live(random);
  trial.put({ type: 'closed', attempt: trial.newest() });
  return trial;
};
export const waiting = () => {
  const trial = new ConnectionTrial();
  trial.fail('presenter-absent');
  return trial;
};

export const told = (effects: readonly ConnectionEffect[]) =>
  effects.map((effect) => `${effect.type} ${effect.attempt}`).join(', ') || 'nothing';
