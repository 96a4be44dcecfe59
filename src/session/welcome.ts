/** What an attendee who joins is told: its own log goes on while ours reaches back to where it ends, else the snapshot. Pure. */
import type { Position, SessionStart, Snapshot } from '../protocol/messages';
import type { Base, EventLog } from './EventLog';

export interface Room {
  group: { readonly epoch: number; readonly key: string };
  log: Pick<EventLog, 'newest' | 'reachesBackTo'>;
  /** The newest seq that each epoch began with. */
  bases: readonly Base[];
  snapshot: Snapshot;
}

/** @param last the last event that the attendee has taken in; null for a newcomer (SPEC ORD-4, ORD-5) */
export function welcome(last: Position | null, { group, log, bases, snapshot }: Room): SessionStart {
  const seq = log.newest();
  const base = last ? lowestSince(last.epoch, bases, seq) : seq;
  return {
    type: 'session_start',
    epoch: group.epoch,
    base,
    seq,
    resumed: last !== null && last.epoch <= group.epoch && log.reachesBackTo(Math.min(last.seq, base)),
    groupKey: group.key,
    snapshot,
  };
}

/** The lowest seq that an epoch after `epoch` began with: what an attendee has above it was lost here. */
function lowestSince(epoch: number, bases: readonly Base[], newest: number): number {
  return Math.min(newest, ...bases.filter((base) => base.epoch > epoch).map((base) => base.seq));
}
