/** The interface's only door: at most one session a page, as presenter or as attendee, drawn from one view. */
import type { FollowPolicy, GuideRef, Mode, Position, RouteRef, Snapshot, StageEvent } from '../protocol/messages';
import { parseInvitation } from '../protocol/shareCode';
import { Attending, type AttendingDeps } from './Attending';
import { drawAnswers, drawAttending, drawPresenting } from './drawView';
import { checkedName } from './names';
import { findLeft, forgetLeft, type LeftSession } from './leftSession';
import { Presenting, type PresentingDeps } from './Presenting';
import type { StepName } from './ReceiptBook';
import { SessionError, type SessionErrorReason } from './SessionError';
import type { LastEvent, SessionDoor, SessionView, StepAnswers } from './view';

export interface SessionManagerDeps {
  /** Rejects with a SessionError, such as `not-configured`. */
  presenting(): Promise<PresentingDeps>;
  attending(): Promise<AttendingDeps>;
  /** The whole link for a code and a fingerprint. */
  joinLink(code: string, fingerprint: string): string;
}

/** What the rest of the page hears of a session. */
export interface SessionListeners {
  /** This page presents from now on. */
  presenting(): void;
  /** This page presents no longer. */
  presented(): void;
  /** This page attends from now on: events and snapshots follow. `sessionId` is the same over reloads. */
  attending(sessionId: string): void;
  event(event: StageEvent, of: Position): void;
  snapshot(snapshot: Snapshot, of: Position): void;
  /** This page attends no longer. */
  attended(): void;
}

type State =
  | { kind: 'idle'; error: SessionErrorReason | null; left?: LeftSession }
  | { kind: 'starting' }
  | { kind: 'presenting'; presenting: Presenting }
  | { kind: 'finding' }
  | { kind: 'attending'; attending: Attending; last: LastEvent | null; settle: Settle | null }
  | { kind: 'ended'; reason: SessionErrorReason; sessionName: string };

interface Settle {
  resolve(): void;
  reject(error: SessionError): void;
}

export class SessionManager implements SessionDoor {
  private state: State = { kind: 'idle', error: null };
  private current: SessionView | null = null;
  /** Counts joinings: one that was given up must not come true later, nor report its end over what came after. */
  private joining = 0;
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly deps: SessionManagerDeps,
    private readonly on: SessionListeners
  ) {}

  view(): SessionView {
    this.current ??= this.draw();
    return this.current;
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async start(options: Parameters<SessionDoor['start']>[0]): Promise<void> {
    this.mustBeIdle();
    const sessionName = checkedName(options.sessionName, 'session');
    const presenterName = checkedName(options.presenterName, 'person');
    await this.startWith((deps) =>
      Presenting.create({ ...options, sessionName, presenterName }, deps, this.presentingHandlers())
    );
  }

  async join(options: { invitation: string; name: string; mode: Mode; takeOver: boolean }): Promise<void> {
    this.mustBeIdle();
    const invitation = parseInvitation(options.invitation);
    if (typeof invitation === 'string') {
      throw new SessionError(invitation);
    }
    const name = checkedName(options.name, 'person');
    await this.attendWith((deps) =>
      Attending.join({ ...options, invitation, name, hand: false, tabId: null }, deps, this.attendingHandlers())
    );
  }

  /** Goes on with what this tab was in before it was reloaded. Never rejects: what cannot be taken up is shown. */
  async takeUp(): Promise<void> {
    if (this.state.kind !== 'idle') {
      return;
    }
    try {
      await this.startWith((deps) => Presenting.takeUp(deps, this.presentingHandlers()));
      if (this.view().role === 'idle') {
        await this.attendWith((deps) => Attending.rejoin(deps, this.attendingHandlers()), true);
      }
      await this.lookForLeft();
    } catch {
      // The view says it already.
    }
  }

  async goOn(): Promise<void> {
    this.mustBeIdle();
    await this.startWith((deps) => Presenting.goOn(deps, this.presentingHandlers()));
  }

  forgetLeft(): void {
    void this.deps.presenting().then((deps) => {
      forgetLeft(deps);
      if (this.state.kind === 'idle') {
        this.become({ kind: 'idle', error: this.state.error });
      }
    });
  }

  private async lookForLeft(): Promise<void> {
    if (this.state.kind !== 'idle') {
      return;
    }
    const left = await findLeft(await this.deps.presenting());
    if (left && this.state.kind === 'idle') {
      this.become({ ...this.state, left });
    }
  }

  /** Presenter's: the guide that the room has open. */
  presentedGuide(): GuideRef | null {
    return this.state.kind === 'presenting' ? this.state.presenting.view().stage.guide : null;
  }

  /** Attendee's: how events are to be taken here; guided where this page attends nothing. */
  attendance(): { mode: Mode; policy: FollowPolicy; last: LastEvent | null } {
    if (this.state.kind !== 'attending') {
      return { mode: 'guided', policy: 'off', last: null };
    }
    const { mode, snapshot } = this.state.attending.session.view();
    return { mode, policy: snapshot?.policy ?? 'ask', last: this.state.last };
  }

  /** Presenter's: an event for everyone; ignored when this page does not present. */
  publish(event: StageEvent): void {
    if (this.state.kind === 'presenting') {
      this.state.presenting.session.publish(event);
    }
  }

  /** Presenter's: where newcomers begin from now on; nobody who is in is taken there. */
  presenterAt(route: RouteRef | null): void {
    if (this.state.kind === 'presenting') {
      this.state.presenting.session.standAt(route);
    }
  }

  /** Attendee's: an event's action begins. */
  begun(of: Position): void {
    if (this.state.kind === 'attending') {
      this.state.attending.session.begun(of);
    }
  }

  /** Attendee's: what became of an event. */
  receipt(of: Position, last: LastEvent): void {
    if (this.state.kind === 'attending') {
      this.state.attending.session.receipt(of, last.outcome, last.detail === '' ? undefined : last.detail);
      this.state = { ...this.state, last };
      this.changed();
    }
  }

  setMode(mode: Mode): void {
    if (this.state.kind === 'attending') {
      this.state.attending.setMode(mode);
    }
  }

  setHand(up: boolean): void {
    if (this.state.kind === 'attending') {
      this.state.attending.setHand(up);
    }
  }

  setPolicy(policy: FollowPolicy): void {
    if (this.state.kind === 'presenting') {
      this.state.presenting.session.setPolicy(policy);
    }
  }

  removeAttendee(attendeeId: string): void {
    if (this.state.kind === 'presenting') {
      this.state.presenting.remove(attendeeId);
    }
  }

  lowerHand(attendeeId: string): void {
    if (this.state.kind === 'presenting') {
      this.state.presenting.session.lowerHand(attendeeId);
    }
  }

  stepAnswers(step: StepName): StepAnswers {
    if (this.state.kind !== 'presenting') {
      return { failed: [], unanswered: [] };
    }
    const { session } = this.state.presenting;
    return drawAnswers(session.view().rows, session.answers(step));
  }

  setDoor(change: { locked?: boolean; admit?: boolean }): void {
    if (this.state.kind === 'presenting') {
      this.state.presenting.setDoor(change);
    }
  }

  admit(attendeeIds: readonly string[]): void {
    if (this.state.kind === 'presenting') {
      this.state.presenting.session.doorway.admit(attendeeIds);
    }
  }

  decline(attendeeIds: readonly string[]): void {
    if (this.state.kind === 'presenting') {
      this.state.presenting.session.doorway.decline(attendeeIds);
    }
  }

  leave(): void {
    const { state } = this;
    if (state.kind !== 'attending' && state.kind !== 'finding') {
      return;
    }
    this.joining++;
    this.become({ kind: 'idle', error: null });
    if (state.kind === 'attending') {
      state.attending.leave();
      state.settle?.reject(new SessionError('ended'));
      this.on.attended();
    }
  }

  end(): void {
    if (this.state.kind === 'presenting') {
      void this.state.presenting.end();
      this.become({ kind: 'idle', error: null });
      this.on.presented();
    }
  }

  dismiss(): void {
    if (this.state.kind === 'ended' || this.state.kind === 'idle') {
      this.become({ kind: 'idle', error: null });
    }
  }

  /** The network or the page came back: what is cut off tries at once, what could not be taken up is tried again. */
  nudge(): void {
    if (this.state.kind === 'attending') {
      this.state.attending.session.nudge();
    } else if (this.state.kind === 'idle' && this.state.error === 'server-down') {
      void this.takeUp();
    }
  }

  /** The page goes away, perhaps to come back: nothing is ended for good. */
  pageHidden(): void {
    if (this.state.kind === 'presenting') {
      this.state.presenting.close();
      this.state = { kind: 'idle', error: null };
    } else if (this.state.kind === 'attending') {
      this.state.attending.close();
      this.state = { kind: 'idle', error: null };
    }
  }

  private async startWith(open: (deps: PresentingDeps) => Promise<Presenting | null>): Promise<void> {
    this.become({ kind: 'starting' });
    try {
      const presenting = await open(await this.deps.presenting());
      this.become(presenting ? { kind: 'presenting', presenting } : { kind: 'idle', error: null });
      if (presenting) {
        this.on.presenting();
      }
    } catch (error) {
      const sessionError = SessionError.from(error);
      this.become({ kind: 'idle', error: sessionError.reason });
      throw sessionError;
    }
  }

  /** `again`: after a reload nobody waits for the answer, and an outage is shown as one. */
  private async attendWith(open: (deps: AttendingDeps) => Promise<Attending | null>, again = false): Promise<void> {
    const joining = ++this.joining;
    this.become({ kind: 'finding' });
    try {
      const attending = await open(await this.deps.attending());
      if (joining !== this.joining) {
        attending?.leave();
        throw new SessionError('ended');
      }
      if (!attending) {
        this.become({ kind: 'idle', error: null });
        return;
      }
      const { connection } = attending.session.view();
      if (connection.kind === 'ended') {
        throw new SessionError(connection.reason);
      }
      this.on.attending(attending.info.sessionId);
      if (again) {
        this.become({ kind: 'attending', attending, last: null, settle: null });
        return;
      }
      await new Promise<void>((resolve, reject) => {
        this.become({ kind: 'attending', attending, last: null, settle: { resolve, reject } });
        this.attendingChanged();
      });
    } catch (error) {
      const sessionError = SessionError.from(error);
      if (joining === this.joining) {
        this.become({ kind: 'idle', error: sessionError.reason });
        this.on.attended();
      }
      throw sessionError;
    }
  }

  private presentingHandlers() {
    return {
      changed: () => this.changed(),
      failed: () => this.changed(),
      ended: (error: SessionError) => {
        const sessionName = this.state.kind === 'presenting' ? this.state.presenting.view().sessionName : '';
        this.become({ kind: 'ended', reason: error.reason, sessionName });
        this.on.presented();
      },
    };
  }

  private attendingHandlers() {
    return {
      changed: () => this.attendingChanged(),
      event: (event: StageEvent, of: Position) => this.on.event(event, of),
      snapshot: (snapshot: Snapshot, of: Position) => this.on.snapshot(snapshot, of),
      ended: (reason: SessionErrorReason) => {
        if (this.state.kind !== 'attending') {
          return;
        }
        const { attending, settle } = this.state;
        if (settle) {
          settle.reject(new SessionError(reason));
        } else {
          this.become({ kind: 'ended', reason, sessionName: attending.info.name });
          this.on.attended();
        }
      },
    };
  }

  /** The joining is over as soon as the attendee is in, or told that it waits: for the presenter, or to be let in. */
  private attendingChanged(): void {
    if (this.state.kind === 'attending' && this.state.settle) {
      const { kind } = this.state.attending.session.view().connection;
      if (kind === 'live' || kind === 'waiting' || kind === 'admitting') {
        this.state.settle.resolve();
        this.state = { ...this.state, settle: null };
      }
    }
    this.changed();
  }

  private mustBeIdle(): void {
    if (this.state.kind === 'ended') {
      this.dismiss();
    }
    if (this.state.kind !== 'idle') {
      throw new SessionError('unexpected');
    }
  }

  private become(state: State): void {
    this.state = state;
    this.changed();
  }

  private changed(): void {
    this.current = null;
    this.listeners.forEach((listener) => listener());
  }

  private draw(): SessionView {
    const { state } = this;
    switch (state.kind) {
      case 'idle':
        return { role: 'idle', error: state.error, ...(state.left && { left: state.left }) };
      case 'starting':
        return { role: 'starting' };
      case 'finding':
        return { role: 'joining', stage: 'finding' };
      case 'ended':
        return { role: 'ended', reason: state.reason, sessionName: state.sessionName };
      case 'presenting':
        return drawPresenting(state.presenting, (code, fingerprint) => this.deps.joinLink(code, fingerprint));
      case 'attending':
        return drawAttending(state.attending, state.last, state.settle !== null);
    }
  }
}
