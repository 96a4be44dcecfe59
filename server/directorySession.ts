/** One session as the directory keeps it. */
import { LIMITS } from '../src/protocol/limits';

export interface Session {
  code: string;
  sessionId: string;
  presenterKey: string;
  name: string;
  presenterName: string;
  epoch: number;
  /** The page that presents, also after its lease ran out, until another page starts. */
  pageId: string | null;
  leaseUntil: number;
  presenterPeerId: string | null;
  /** Last sign of life of the presenter. */
  seen: number;
  freeSlots: number;
  /** Nobody new gets a ticket (SPEC DIR-12). */
  locked: boolean;
  /** Taken in again after a restart: who was in before is not known here, only to the presenter. */
  restored: boolean;
  /** Attendees sent to a direct slot since the presenter last said how many are free. */
  handedOut: Set<string>;
  /** Attendees that got a ticket, with the login that Grafana vouched for, if any; newest last. */
  known: Map<string, string | null>;
}

/** Who the caller is, as its directory token says. */
export interface Presenter {
  code: string;
  session: string;
  presenterKey: string;
}

/** With no page that presents it yet. `now` is on the directory's clock. */
export function newSession(
  presenter: Presenter,
  names: { name: string; presenterName: string },
  { now, restored }: { now: number; restored: boolean }
): Session {
  return {
    code: presenter.code,
    sessionId: presenter.session,
    presenterKey: presenter.presenterKey,
    name: names.name,
    presenterName: names.presenterName,
    epoch: 0,
    pageId: null,
    leaseUntil: 0,
    presenterPeerId: null,
    seen: now,
    freeSlots: LIMITS.directSlots,
    locked: false,
    restored,
    handedOut: new Set(),
    known: new Map(),
  };
}

export function belongsTo(session: Session, presenter: Presenter): boolean {
  return session.sessionId === presenter.session && session.presenterKey === presenter.presenterKey;
}
