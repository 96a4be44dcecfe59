/** What the interface draws: one immutable value, made anew on every change. */
import type {
  EndForAll,
  Following,
  FollowPolicy,
  GuideRef,
  Mode,
  ReceiptOutcome,
  RouteRef,
  StepRef,
} from '../protocol/messages';
import type { SessionErrorReason } from './SessionError';

export interface AttendeeRow {
  attendeeId: string;
  name: string;
  mode: Mode;
  /** How follow mode stands there; of no meaning in guided mode. */
  following: Following;
  hand: boolean;
  /** Milliseconds of the page's clock; null while it is down. */
  handSince: number | null;
  /** What is wrong with the newest step there; null when nothing is known to be. */
  trouble: Trouble | null;
  /** What they said of the newest step that is neither trouble nor the end of it; null when there is none. */
  reply: Reply | null;
  state: 'present' | 'away';
  route: 'p2p' | 'relay';
  /** Whether they may type in the shared terminal. */
  types: boolean;
  /** Whether they drive the shared browser. */
  drives: boolean;
  /** Of the Grafana that vouches for the attendee; null where the name is only what was typed. */
  login: string | null;
}

/** Why an attendee may need help with a step. */
export type Trouble =
  /** The step could not be shown or done there; `detail` is what their page says about it, or empty. */
  | { kind: 'failed'; stepId: string; outcome: ReceiptOutcome; detail: string }
  /** Nothing was heard of the step for `TIMES.answer`. */
  | { kind: 'silent'; stepId: string };

/** A question about a step that waits for its person, or that was declined: both are theirs to decide. */
export interface Reply {
  kind: 'asked' | 'declined';
  stepId: string;
}

export interface StepAnswer {
  attendeeId: string;
  name: string;
  outcome: ReceiptOutcome;
  /** Why, in words; empty where there is nothing to say. */
  detail: string;
}

/** Whom a step's newest event was not shown to or done for, and who has not said anything about it. */
export interface StepAnswers {
  failed: readonly StepAnswer[];
  /** Whose question waits. */
  asked: readonly StepAnswer[];
  declined: readonly StepAnswer[];
  /** Who paused, or took their question back. */
  skipped: readonly StepAnswer[];
  /** Of those who are there. */
  unanswered: ReadonlyArray<{ attendeeId: string; name: string }>;
}

/** Somebody who is kept out. */
export interface OutRow {
  attendeeId: string;
  name: string;
  login: string | null;
  why: 'removed' | 'declined';
}

/** Somebody who asks to be let in. */
export interface WaitingRow {
  attendeeId: string;
  name: string;
  login: string | null;
  /** Milliseconds of the page's clock. */
  since: number;
}

/** How many attendees' last receipt for a step says what. */
export interface ReceiptCount {
  shown: number;
  done: number;
  asked: number;
  declined: number;
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

/** The terminal that this page shares. */
export interface PresentedTerminal {
  state: 'off' | 'starting' | 'on';
  /** Another after it was started anew; null while there is none. */
  shell: string | null;
  /** Attendees who may type, those who are away too. */
  typists: number;
}

/** The browser that this page shares. */
export interface PresentedBrowser {
  state: 'off' | 'starting' | 'on';
  /** Another after it was started anew; null while there is none. */
  browser: string | null;
  driver: { kind: 'presenter' | 'everyone' } | { kind: 'attendee'; attendeeId: string };
}

/** The browser that this page may see. */
export interface SeenBrowser {
  browser: string;
  /** Another whenever the presenter's page makes a new one. */
  key: string;
  /** By what this person is known to drive; null: only looks on, unless everybody drives. */
  driving: string | null;
}

/** With what a page comes to the session's shared browser, once. */
export interface BrowserEntry {
  ticket: string;
  /** Null for the presenter, who needs none. */
  view: string | null;
  driving: string | null;
  /** As whom the others see this person there. */
  name: string;
}

/** The terminal that this page may see. */
export interface SeenTerminal {
  shell: string;
  /** Another whenever the presenter's page makes a new one. */
  key: string;
  /** With what this person may type; null: only looks on. */
  typing: string | null;
}

export type SessionView =
  | {
      role: 'idle';
      error: SessionErrorReason | null;
      /** A session that was presented in this browser and whose page is gone without having ended it. */
      left?: { sessionName: string; code: string };
    }
  | { role: 'starting' }
  | {
      /** What this tab was in before a reload cannot be taken up just now, and is tried again and again. */
      role: 'returning';
      /** Milliseconds of the page's clock. */
      since: number;
      reason: SessionErrorReason;
    }
  | {
      role: 'presenting';
      sessionName: string;
      code: string;
      /** `…/a/livesessions-guide-app/join/CODE/FINGERPRINT` */
      link: string;
      policy: FollowPolicy;
      /**
       * `signalling-lost`: everyone who is connected stays so, newcomers cannot join until it is back. `unheard`: neither the
       * server nor anybody in the room answers.
       */
      state: 'live' | 'signalling-lost' | 'unheard';
      attendees: readonly AttendeeRow[];
      /** Nobody new comes in. */
      locked: boolean;
      /** The presenter is asked about everybody new. */
      admit: boolean;
      /** In the order in which they came. */
      waiting: readonly WaitingRow[];
      /** Who is kept out, newest first. */
      out: readonly OutRow[];
      /** Nobody has come to this page yet, and somebody was in the session before it. */
      expected: boolean;
      receipts: ReceiptCounts;
      highlight: StepRef | null;
      terminal: PresentedTerminal;
      browser: PresentedBrowser;
    }
  | { role: 'joining'; stage: 'finding' | 'connecting' | 'verifying' | 'joining' }
  | {
      /** The presenter has not said yet whether this attendee may come in. */
      role: 'admitting';
      sessionName: string;
      presenterName: string;
      /** `waiting`: nobody presents just now, so nobody can answer. */
      state: 'asking' | 'reconnecting' | 'waiting';
      /** Milliseconds of the page's clock. */
      since: number;
      trust: 'link' | 'server';
    }
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
      /** The presenter's shared terminal; null while there is none. */
      terminal: SeenTerminal | null;
      /** The presenter's shared browser; null while there is none. */
      browser: SeenBrowser | null;
    }
  | {
      role: 'ended';
      reason: SessionErrorReason;
      sessionName: string;
      /** With what this page had joined; null where it presented. */
      joined: Joined | null;
    };

/** What a person joined with, so that they can join again as they were. */
export interface Joined {
  /** A whole link where one was used, else the code. */
  invitation: string;
  name: string;
  mode: Mode;
}

export interface JoinOptions extends Joined {
  /** Also where another tab of this browser is in the session. */
  takeOver: boolean;
  /** Taking over, name and mode are those of the other tab, not the ones given here. */
  asThere?: boolean;
}

/** The interface's only door to a session. */
export interface SessionDoor {
  view(): SessionView;
  /** Fires after every change; for `useSyncExternalStore`. */
  subscribe(listener: () => void): () => void;
  /** Rejects with a SessionError; the view stays idle then. */
  start(options: {
    sessionName: string;
    presenterName: string;
    guide: GuideRef | null;
    /** Ask about everybody new. */
    admit: boolean;
  }): Promise<void>;
  /** Goes on presenting what the idle view's `left` names. Rejects with a SessionError. */
  goOn(): Promise<void>;
  /** Lets go of what the idle view's `left` names. */
  forgetLeft(): void;
  /** `invitation` is what was typed or pasted. Rejects with a SessionError. */
  join(options: JoinOptions): Promise<void>;
  setMode(mode: Mode): void;
  setHand(up: boolean): void;
  setPolicy(policy: FollowPolicy): void;
  removeAttendee(attendeeId: string): void;
  /** Presenter's: what the hand was raised for is answered. */
  lowerHand(attendeeId: string): void;
  /** Presenter's: who is behind a step's receipts; nobody where this page does not present. */
  stepAnswers(step: Pick<StepRef, 'guideId' | 'stepId'>): StepAnswers;
  /** Presenter's: whether anybody new comes in, and whether each is asked about first. */
  setDoor(change: { locked?: boolean; admit?: boolean }): void;
  /** Presenter's: lets in who waits. */
  admit(attendeeIds: readonly string[]): void;
  /** Presenter's: keeps out who waits, for good. */
  decline(attendeeIds: readonly string[]): void;
  /** Presenter's: whoever was removed or declined may come in again, unasked. */
  letBack(attendeeId: string): void;
  /** Presenter's: a terminal for everybody in the session, or another in place of one that has ended. Rejects with a SessionError. */
  shareTerminal(): Promise<void>;
  /** Presenter's: ends it for everybody. */
  stopTerminal(): void;
  /** Presenter's: whether this attendee may type in it. */
  letType(attendeeId: string, may: boolean): void;
  /** Presenter's: a browser for everybody in the session, or another in place of one that has ended. Rejects with a SessionError. */
  shareBrowser(): Promise<void>;
  /** Presenter's: ends it for everybody. */
  stopBrowser(): void;
  /** Presenter's: who drives it, an attendee, everybody, or the presenter alone (null). */
  letDrive(who: string | 'everyone' | null): void;
  /** Attendee's. */
  leave(): void;
  /** Presenter's. */
  end(reason?: EndForAll): void;
  /** From `ended` or an error back to `idle`. */
  dismiss(): void;
}
