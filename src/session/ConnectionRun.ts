/** Runs the connection's step function: keeps its state, carries its effects out, wakes it when it wants to be woken. */
import type { Routes } from '../protocol/directoryApi';
import type { Undo } from '../transport/Link';
import type { Clock } from './clock';
import { begin, nextWake, step } from './connection';
import type { ConnectionEffect, ConnectionInput, ConnectionState } from './connectionState';

export interface ConnectionRunHandlers {
  dial(attempt: number, route: 'p2p' | 'relay'): void;
  abandon(attempt: number): void;
  /** There is a live link that there was not before. */
  adopted(): void;
  /** The live link is heard again that was silent: what was said by it meanwhile may be lost. */
  heardAgain(): void;
  /** It is in another kind of state than before, or nobody presents (any more). */
  became(kind: ConnectionState['kind']): void;
}

const isMissed = ({ ctx }: ConnectionState) => ctx.absentSince !== null;

export class ConnectionRun {
  private now: ConnectionState | null = null;
  private cancelWake: Undo = () => {};

  constructor(
    private readonly deps: { clock: Clock; random(): number; people(): number },
    private readonly on: ConnectionRunHandlers
  ) {}

  get state(): ConnectionState {
    if (!this.now) {
      throw new Error('begin comes first');
    }
    return this.now;
  }

  begin(attendeeId: string, options: { rejoining: boolean; routes: Routes }): void {
    const [state, effects] = begin(attendeeId, options, this.stepDeps());
    this.now = state;
    this.run(effects);
  }

  take(input: ConnectionInput): void {
    const before = this.state;
    const [state, effects] = step(before, input, this.stepDeps());
    this.now = state;
    this.run(effects);
    if (before.kind === 'suspect' && state.kind === 'live' && state.link === before.link) {
      this.on.heardAgain();
    }
    if (state.kind !== before.kind || isMissed(state) !== isMissed(before)) {
      this.on.became(state.kind);
    }
  }

  private run(effects: ConnectionEffect[]): void {
    for (const effect of effects) {
      if (effect.type === 'dial') {
        this.on.dial(effect.attempt, effect.route);
      } else if (effect.type === 'abandon') {
        this.on.abandon(effect.attempt);
      } else {
        this.on.adopted();
      }
    }
    this.scheduleWake();
  }

  private scheduleWake(): void {
    this.cancelWake();
    const at = nextWake(this.state);
    const { clock } = this.deps;
    this.cancelWake =
      at === null ? () => {} : clock.after(Math.max(1, Math.ceil(at - clock.now())), () => this.take({ type: 'wake' }));
  }

  private stepDeps() {
    return { now: this.deps.clock.now(), random: this.deps.random, people: this.deps.people() };
  }
}
