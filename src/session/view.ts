/** What the interface draws: one immutable value, made anew on every change. */
import type { FollowPolicy, GuideRef, Mode, ReceiptOutcome, RouteRef, StepRef } from '../protocol/messages';
import type { SessionErrorReason } from './SessionError';

export interface AttendeeRow {
  attendeeId: string;
  name: string;
  mode: Mode;
  hand: boolean;
  state: 'present' | 'away';
  route: 'p2p' | 'relay';
  /** Of the Grafana that vouches for the attendee; null where the name is only what was typed. */
  login: string | null;
}

/** How many attendees' last receipt for a step says what. */
export interface ReceiptCount {
  shown: number;
  done: number;
  failed: number;
}

/** By guide id, then by step id: two guides may have steps of one id. */
export type ReceiptCounts = ReadonlyMap<string, ReadonlyMap<string, ReceiptCount>>;

/** What became here of the newest event. */
export interface LastEvent {
  outcome: ReceiptOutcome;
  /** Why, in words; empty where there is nothing to say. */
  detail: string;
  /** That it was about; null where it was about none. */
  step: StepRef | null;
  /** Where the presenter was, or went; null where that is not known. */
  page: RouteRef | null;
}

/** Why a session that is on does not run smoothly just now, and since when (milliseconds of the page's clock). */
export type Outage = { since: number };

export type SessionView =
  | {
      role: 'idle';
      error: SessionErrorReason | null;
      /** A session that was presented in this browser and whose page is gone without having ended it. */
      left?: { sessionName: string; code: string };
    }
  | { role: 'starting' }
  | {
      role: 'presenting';
      sessionName: string;
      code: string;
      /** `…/a/livesessions-guide-app/join/CODE/FINGERPRINT` */
      link: string;
      policy: FollowPolicy;
      /** `signalling-lost`: everyone who is connected stays so, newcomers cannot join until it is back. */
      state: 'live' | 'signalling-lost';
      attendees: readonly AttendeeRow[];
      receipts: ReceiptCounts;
      highlight: StepRef | null;
    }
  | { role: 'joining'; stage: 'finding' | 'connecting' | 'verifying' | 'joining' }
  | {
      role: 'attending';
      sessionName: string;
      presenterName: string;
      mode: Mode;
      policy: FollowPolicy;
      hand: boolean;
      route: 'p2p' | 'relay';
      state: 'live' | 'reconnecting' | 'waiting';
      outage: Outage | null;
      /** Whether a link's fingerprint pinned the presenter's key, or the session server was trusted for it. */
      trust: 'link' | 'server';
      guide: GuideRef | null;
      /** What the presenter last pointed at or did. */
      step: StepRef | null;
      last: LastEvent | null;
    }
  | { role: 'ended'; reason: SessionErrorReason; sessionName: string };

/** The interface's only door to a session. */
export interface SessionDoor {
  view(): SessionView;
  /** Fires after every change; for `useSyncExternalStore`. */
  subscribe(listener: () => void): () => void;
  /** Rejects with a SessionError; the view stays idle then. */
  start(options: { sessionName: string; presenterName: string; guide: GuideRef | null }): Promise<void>;
  /** Goes on presenting what the idle view's `left` names. Rejects with a SessionError. */
  goOn(): Promise<void>;
  /** Lets go of what the idle view's `left` names. */
  forgetLeft(): void;
  /** `invitation` is what was typed or pasted. Rejects with a SessionError. */
  join(options: { invitation: string; name: string; mode: Mode; takeOver: boolean }): Promise<void>;
  setMode(mode: Mode): void;
  setHand(up: boolean): void;
  setPolicy(policy: FollowPolicy): void;
  removeAttendee(attendeeId: string): void;
  /** Attendee's. */
  leave(): void;
  /** Presenter's. */
  end(): void;
  /** From `ended` or an error back to `idle`. */
  dismiss(): void;
}
